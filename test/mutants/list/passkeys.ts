import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const core = [`${src}/domain/passkey.test.ts`];
const challenges = [`${src}/accounts/passkey-challenges.test.ts`];
const ceremonies = [`${src}/webauthn/webauthn.test.ts`];
const signIn = [`${src}/http/pages/passkey-sign-in.test.ts`];
const account = [`${src}/http/pages/account-passkeys.test.ts`];
const memory = [`${src}/stores/memory/memory.test.ts`];

const spend = { file: `${src}/accounts/passkey-challenges.ts`, symbol: 'createPasskeyChallenges', tests: challenges };
const verify = { file: `${src}/accounts/passkeys.ts`, symbol: 'createPasskeyService', tests: signIn };
const change = { file: `${src}/http/pages/account-passkeys.ts`, tests: account };

/** Passkeys: what they answer, how often it counts, and which of them stay. */
export const passkeyMutants: readonly Mutant[] = [
  {
    ...spend,
    name: 'a challenge counts in every browser',
    guard: 'words.browser !== browser || words.domain !== domain',
    without: 'words.domain !== domain',
  },
  {
    ...spend,
    name: 'a challenge counts at every domain',
    guard: 'words.browser !== browser || words.domain !== domain',
    without: 'words.browser !== browser',
  },
  {
    ...spend,
    name: 'a challenge counts for whatever it was not made for',
    guard: 'words === undefined || !uses.includes(words.use)',
    without: 'words === undefined',
  },
  {
    ...spend,
    name: 'a challenge has no end',
    guard: 'clock.now() >= words.madeAt + challengeLife',
    without: 'false',
  },
  {
    ...spend,
    name: 'a challenge from before a restart counts again',
    guard: 'isOver || words.madeAt < startOf(ports.startedAt())',
    without: 'isOver',
  },
  {
    ...spend,
    name: 'a challenge counts again at another replica',
    guard: '(await usedOnce.use(value, now, until)) && (await replayCache.use(value, until))',
    without: 'await replayCache.use(value, until)',
  },
  {
    ...spend,
    name: 'a challenge counts again in one process',
    guard: '(await usedOnce.use(value, now, until)) && (await replayCache.use(value, until))',
    without: 'await usedOnce.use(value, now, until)',
  },
  {
    ...spend,
    name: 'a second step counts in every browser',
    guard: 'words.browser === browser && clock.now() < words.until',
    without: 'clock.now() < words.until',
    tests: account,
    named: 'has the second step only',
  },
  {
    ...verify,
    name: 'a fresh sign-in takes the passkey of another account',
    guard: 'if (spent.account !== null && passkey.account !== spent.account) return false;',
    without: '',
    named: 'is one of the same account',
  },
  {
    ...verify,
    name: 'a passkey signs in whoever its authenticator does not name',
    guard: 'return handle === null ? spent.account !== null : handle === passkey.handle;',
    without: 'return true;',
    named: 'handle, and says so',
  },
  {
    ...verify,
    name: 'a passkey may be answered wrong without end',
    guard: 'isSpent ? taken.value.confirm() : taken.value.release()',
    without: 'taken.value.release()',
    named: 'has the limits of passwords',
  },
  {
    ...verify,
    name: 'a passkey is added that was begun with another password',
    guard: 'if (spent.password !== challenges.passwordMark(account)) return stale;',
    without: '',
    tests: account,
    named: 'begun with another password',
  },
  {
    ...verify,
    name: 'a passkey signs in somebody whom their provider dismissed',
    guard: 'return isOut',
    without: 'return false',
    named: 'while the provider stands up for',
  },
  {
    name: 'an account without a password loses its last identity',
    file: `${src}/domain/identity.ts`,
    symbol: 'judgeParting',
    guard: "return hasPassword || identities.length > 1 ? 'part' : 'last-way';",
    without: "return 'part';",
    tests: memory,
    named: 'last identity',
  },
  {
    name: 'a passkey answers in a frame of another site',
    file: `${src}/webauthn/answers.ts`,
    symbol: 'readAssertion',
    guard: 'if (isFramed(clientDataJSON)) return undefined;',
    without: '',
    tests: ceremonies,
  },
  {
    name: 'a copy of a passkey signs in',
    file: `${src}/domain/passkey.ts`,
    symbol: 'usePasskey',
    guard: 'if (counts && counter <= passkey.counter) return undefined;',
    without: '',
    tests: core,
  },
  {
    name: 'a person loses the last way in',
    file: `${src}/domain/passkey.ts`,
    symbol: 'judgePasskeyRemoval',
    guard: "return account.hasPassword || account.hasIdentity ? 'remove' : 'last-way';",
    without: "return 'remove';",
    tests: core,
  },
  {
    name: 'an account that needs a passkey has none',
    file: `${src}/domain/passkey.ts`,
    symbol: 'judgePasskeyRemoval',
    guard: "if (account.needsPasskey) return 'needed';",
    without: '',
    tests: core,
  },
  {
    name: 'the password alone signs in where a passkey is needed',
    file: `${src}/domain/passkey.ts`,
    symbol: 'maySignIn',
    guard: '&& !(byPasswordAlone && account.needsPasskey)',
    without: '',
    tests: memory,
    named: 'a need ends what came in',
  },
  {
    name: 'a device signs in with the password alone where a passkey is needed',
    file: `${src}/service/accounts/sign-in-device.ts`,
    symbol: 'signInDevice',
    guard: "if (account.needsPasskey) return refused({ kind: 'needs-passkey' });",
    without: '',
    tests: [`${src}/service/accounts/sign-in-device.test.ts`],
  },
  {
    ...change,
    name: 'a browser left open adds a passkey',
    symbol: 'beginAddingPasskey',
    guard: 'if (!isRecent(pageRequest)) return begun(pageRequest, { to: `${frame.base}${signInAgain}` });',
    without: '',
    named: 'only after a sign-in of the last',
  },
  {
    ...change,
    name: 'a browser left open removes a passkey',
    symbol: 'removePasskey',
    guard: 'if (!isRecent(pageRequest)) return goTo(pageRequest, signInAgain);',
    without: '',
    named: 'only after a sign-in of the last',
  },
];
