import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const far = [`${src}/http/pages/far.test.ts`];

/** Requests from far away, and from nobody knows where. */
export const farMutants: readonly Mutant[] = [
  {
    name: 'a request from far away is answered although its rule refuses it',
    file: `${src}/http/pages/answer.ts`,
    symbol: 'answer',
    guard: `if (barred !== undefined) return barred === 'too-far' ? ask(visit, pin, opened, ticket, barred) : over(visit, barred);`,
    without: '',
    tests: far,
  },
  {
    name: 'a link is as good as a typed code from far away',
    file: `${src}/http/pages/question.ts`,
    symbol: 'barredBy',
    guard: `typed ? undefined : 'typeIt'`,
    without: `typed || rule === 'type' ? undefined : 'typeIt'`,
    tests: far,
  },
  {
    name: 'nobody knows where is near',
    file: `${src}/domain/far-policy.ts`,
    symbol: 'countsAsFar',
    guard: `|| (nearness === 'unknown' && policy.unknownIsFar)`,
    without: '',
    tests: [`${src}/domain/far-policy.test.ts`, ...far],
  },
  {
    name: 'a requester that hides its address is not far',
    file: `${src}/http/far.ts`,
    symbol: 'farnessOf',
    guard: 'requester.hiddenBehind !== undefined && mine !== null',
    without: 'requester.hiddenBehind === ""',
    tests: far,
    named: 'hides',
  },
  {
    name: 'the strictest scope of a request does not count',
    file: `${src}/domain/far-policy.ts`,
    symbol: 'strictestRule',
    guard: 'farRules.findLast',
    without: 'farRules.find',
    tests: [`${src}/domain/far-policy.test.ts`],
  },
  {
    name: 'a device approves what is refused from far away',
    file: `${src}/http/plex/pins.ts`,
    symbol: 'linkPlexPin',
    guard: 'client === undefined || isTooFar',
    without: 'client === undefined',
    tests: ['test/plex/link-from-far.test.ts'],
  },
];
