import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const device = ['test/openid/device-sign-in.test.ts'];
const person = ['test/openid/user-info.test.ts'];
const proofKey = ['test/openid/proof-key.test.ts'];
const pairwise = ['test/openid/pairwise.test.ts'];

/** OpenID Connect: who is told who somebody is, how fresh a sign-in has to be, codes that are bound to a verifier. */
export const openIdMutants: readonly Mutant[] = [
  {
    name: 'a client that nobody has checked has the sector of any host',
    file: `${src}/domain/subject.ts`,
    symbol: 'sectorOf',
    guard: '!(isVerified || isToldThereOnly(client))',
    without: 'false',
    tests: [`${src}/domain/subject.test.ts`],
  },
  {
    name: 'a client registers what is not done here',
    file: `${src}/protocols/oauth/parse-registration.ts`,
    symbol: 'parseRegistration',
    guard: 'description === undefined',
    without: 'description !== null',
    tests: [`${src}/protocols/oauth/parse-registration.test.ts`],
  },
  {
    name: 'any verifier redeems a bound device code',
    file: `${src}/service/pins/poll-device-code.ts`,
    symbol: 'pollDeviceCode',
    guard: 'keys.hash(verifier) === challenge',
    without: 'true',
    tests: proofKey,
  },
  {
    name: 'a bound device code needs no verifier',
    file: `${src}/service/pins/poll-device-code.ts`,
    symbol: 'pollDeviceCode',
    guard: 'return challenge === undefined && verifier === null;',
    without: 'return verifier === null;',
    tests: proofKey,
  },
  {
    name: 'a verifier goes with a code that is bound to none',
    file: `${src}/service/pins/poll-device-code.ts`,
    symbol: 'pollDeviceCode',
    guard: 'return challenge === undefined && verifier === null;',
    without: 'return challenge === undefined;',
    tests: proofKey,
  },
  {
    name: 'a challenge may be plain',
    file: `${src}/protocols/oauth/parse-openid.ts`,
    symbol: 'readChallenge',
    guard: "method !== 'S256'",
    without: 'method === challenge',
    tests: device,
    named: 'plain',
  },
  {
    name: 'a stale sign-in says yes to a client that wants a fresh one',
    file: `${src}/service/pins/decide-pin.ts`,
    symbol: 'decidePin',
    guard: 'isFreshFor(signInDemandOf(pin), signedInAt, ports.clock.now())',
    without: 'true',
    tests: device,
    named: 'by the time of the yes',
  },
  {
    name: 'prompt=login is content with any sign-in that max_age is',
    file: `${src}/domain/openid.ts`,
    symbol: 'isFreshFor',
    guard: 'return !wantsLogin && maxAge !== null',
    without: 'return maxAge !== null',
    tests: [`${src}/domain/openid.test.ts`],
  },
  {
    name: 'a token without openid tells who somebody is',
    file: `${src}/service/tokens/tell-person.ts`,
    symbol: 'tellPerson',
    guard: '!live.scopes.includes(openIdScope)',
    without: 'live.scopes.length < 0',
    tests: person,
  },
  {
    name: 'a bound token tells who somebody is without its key',
    file: `${src}/service/tokens/tell-person.ts`,
    symbol: 'tellPerson',
    guard: ' || live.keyThumbprint !== provenKey',
    without: '',
    tests: person,
  },
  {
    name: 'a proof for one token opens UserInfo with another',
    file: `${src}/http/oauth/user-info.ts`,
    symbol: 'tellPerson',
    guard: 'findProvenKey(call, proofs, ports.keys.hash(token))',
    without: 'findProvenKey(call, proofs)',
    tests: person,
  },
  {
    name: 'the scheme DPoP needs no proof',
    file: `${src}/http/oauth/user-info.ts`,
    symbol: 'tellPerson',
    guard: "if (scheme === 'DPoP' && proven.value === null) return presentTokenFault(noProof, scheme);",
    without: '',
    tests: person,
  },
  {
    name: 'a pairwise client hears the account’s id',
    file: `${src}/service/tokens/subject-of.ts`,
    symbol: 'subjectOf',
    guard: "if (client.subjectType !== 'pairwise') return account;",
    without: 'if (client.id !== account) return account;',
    tests: pairwise,
  },
  {
    name: 'a pairwise name goes with the secret keys',
    file: `${src}/service/tokens/subject-of.ts`,
    symbol: 'subjectOf',
    guard: 'keys.hashWith(secret ?? random.id(), sectorOf(client))',
    without: 'keys.hashWith(random.id(), sectorOf(client))',
    tests: pairwise,
  },
];
