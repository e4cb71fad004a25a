import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const application = ['test/sign-in/application.test.ts'];

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
];
