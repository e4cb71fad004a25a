import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const memory = [`${src}/stores/memory/memory.test.ts`];
const arrivals = ['test/sign-in/arrivals.test.ts'];
const answers = ['test/sign-in/wrong-answers.test.ts'];
const fresh = ['test/sign-in/fresh.test.ts'];
const logout = ['test/sign-in/logout.test.ts'];
const check = [`${src}/accounts/person-check.test.ts`];

/** People from providers: who they are, what is fresh, and what ends with them. */
export const elsewhereMutants: readonly Mutant[] = [
  {
    name: 'a way back from a provider is good in any browser',
    file: `${src}/http/pages/flows.ts`,
    symbol: 'createFlows',
    guard: 'words.browser === browser && words.provider === provider',
    without: 'words.provider === provider',
    tests: answers,
    named: 'in the browser that went',
  },
  {
    name: 'a way back from a provider is good for ever',
    file: `${src}/http/pages/flows.ts`,
    symbol: 'createFlows',
    guard: 'isOurs && clock.now() < words.at + flowLife',
    without: 'isOurs',
    tests: answers,
    named: 'half an hour',
  },
  {
    name: 'an ID token needs no signature',
    file: `${src}/providers/upstream.ts`,
    symbol: 'createUpstream',
    guard: '[library.enableNonRepudiationChecks, ...(isPlain',
    without: '[...(isPlain',
    tests: answers,
    named: 'another key',
  },
  {
    name: 'a provider that did not ask anew is believed',
    file: `${src}/http/pages/elsewhere.ts`,
    symbol: 'comeBack',
    guard: 'flow.fresh && ',
    without: 'flow.fresh && flow.at < 0 && ',
    tests: fresh,
    named: 'asks the provider',
  },
  {
    name: 'a person is connected to whichever session comes back',
    file: `${src}/http/pages/connect.ts`,
    symbol: 'connect',
    guard: 'pending?.session !== who.session.hash || ',
    without: '',
    tests: arrivals,
    named: 'said so after coming back',
  },
  {
    name: 'an account is connected on a sign-in of long ago',
    file: `${src}/http/pages/connect.ts`,
    symbol: 'connect',
    guard: 'if (!isRecent(pageRequest)) return goTo(pageRequest, signInRecently);',
    without: '',
    tests: arrivals,
    named: 'that was long ago',
  },
  {
    name: 'an unverified address opens the door',
    file: `${src}/domain/provider.ts`,
    symbol: 'notAdmitted',
    guard: 'emailVerified ? email : null',
    without: 'emailVerified || true ? email : null',
    tests: arrivals,
    named: 'by the rules',
  },
  {
    name: 'a session outlives the sign-out of its person',
    file: `${src}/stores/memory/sessions.ts`,
    symbol: 'MemorySessions',
    guard: 'if (this.#accounts.hasEndedWithAll(session.account, session.createdAt)) return false;',
    without: '',
    tests: memory,
    named: 'signed out everywhere',
  },
  {
    name: 'an identity has a second account',
    file: `${src}/stores/memory/identities.ts`,
    symbol: 'MemoryIdentities',
    guard: `if (this.#identities.has(key)) return 'taken';`,
    without: '',
    tests: memory,
    named: 'one account',
  },
  {
    name: 'a fault of the provider ends devices',
    file: `${src}/accounts/person-check.ts`,
    symbol: 'createPersonCheck',
    guard: `return now < failingSince + provider.grace ? 'fine' : 'unknown';`,
    without: 'return endPerson(claimed.account);',
    tests: check,
    named: 'for a fault',
  },
  {
    name: 'a lost answer ends devices',
    file: `${src}/accounts/person-check.ts`,
    symbol: 'createPersonCheck',
    guard: 'if (claimed.mayBeSpent === true) {',
    without: 'if (claimed.version < 0) {',
    tests: check,
    named: 'may be spent',
  },
  {
    name: 'a logout token is good twice',
    file: `${src}/http/pages/provider-logout.ts`,
    symbol: 'logOutByBackChannel',
    guard: 'if (isFirst) await endFor(pageRequest, there, read.value);\n    return isFirst;',
    without: 'await endFor(pageRequest, there, read.value);\n    return isFirst || true;',
    tests: logout,
    named: 'once for a token',
  },
];
