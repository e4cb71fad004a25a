import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const application = ['test/sign-in/application.test.ts'];
const proxy = ['test/sign-in/proxy.test.ts'];
const proxyFile = `${src}/http/server/proxy-sign-in.ts`;

/** People who are signed in outside of the service. */
export const outsideMutants: readonly Mutant[] = [
  {
    name: 'somebody else at the application goes on in the session of the one before',
    file: `${src}/http/pages/outside.ts`,
    symbol: 'signInFromOutside',
    guard: 'who.account.id === account.id && ',
    without: '',
    tests: application,
    named: 'asked again at the form',
  },
  {
    name: 'the session goes on when nobody is signed in at the application',
    file: `${src}/http/pages/outside.ts`,
    symbol: 'signInFromOutside',
    guard: 'await dependencies.accountService.browsers.end(who.session.hash, who.account.id);',
    without: '',
    tests: application,
    named: 'ends the browser',
  },
  {
    name: 'an application leads people anywhere',
    file: `${src}/app/application-sign-in.ts`,
    symbol: 'createApplicationSignIn',
    guard: '|| ![origin, ...origins].includes(url.origin)',
    without: '',
    tests: application,
    named: 'leads nowhere',
  },
  {
    name: 'an application that tells no sign-in time gets a yes',
    file: `${src}/http/pages/outside.ts`,
    symbol: 'signInFromOutside',
    guard: `Number.isFinite(signedInAt) ? Math.min(signedInAt, now) : null`,
    without: 'true ? now : null',
    tests: application,
    named: 'demands a fresh sign-in',
  },
  {
    name: 'a stranger’s header says who somebody is',
    file: proxyFile,
    symbol: 'createProxySignIn',
    guard: 'if (!isProxy(peer)) {',
    without: 'if (!isProxy(peer) && peer === undefined) {',
    tests: proxy,
    named: 'believes no peer',
  },
  {
    name: 'a comma in the header of the proxy is a name',
    file: proxyFile,
    symbol: 'createProxySignIn',
    guard: `value?.includes(',') === true`,
    without: 'false',
    tests: proxy,
    named: 'doubled, spelt otherwise',
  },
  {
    name: 'an underscored header goes for the real one',
    file: proxyFile,
    symbol: 'createProxySignIn',
    guard: 'name.toLowerCase() !== meant || ',
    without: '',
    tests: proxy,
    named: 'doubled, spelt otherwise',
  },
  {
    name: 'a header that the proxy did not fill in is a name',
    file: proxyFile,
    symbol: 'createProxySignIn',
    guard: ' || unfilled.test(value)',
    without: '',
    tests: proxy,
    named: 'somebody else or nobody',
  },
  {
    name: 'a proxy and an application both say who is there',
    file: `${src}/app/dependencies.ts`,
    symbol: 'buildDependencies',
    guard: 'signIn !== undefined && read.proxyUserHeader !== undefined',
    without: 'false',
    tests: proxy,
    named: 'contradict each other',
  },
  {
    name: 'whoever was asked to sign in again is asked for ever',
    file: `${src}/http/pages/outside.ts`,
    symbol: 'signInFromOutside',
    guard: "c.req.query('asked') === undefined &&",
    without: '',
    tests: proxy,
    named: 'proxy, once',
  },
  {
    name: 'no fresh sign-in is asked for unless the operator does',
    file: `${src}/app/rules-of-settings.ts`,
    symbol: 'approvalRulesOf',
    guard: 'freshSignInDays === 0 ? null',
    without: 'freshSignInDays > 0 ? null',
    tests: proxy,
    named: 'takes no yes without',
  },
];
