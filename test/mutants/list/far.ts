import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const far = [`${src}/http/pages/far.test.ts`];

/** Requests from far away, and from nobody knows where. */
export const farMutants: readonly Mutant[] = [
  {
    name: 'a request from far away is answered although its rule refuses it',
    file: `${src}/domain/approval-policy.ts`,
    symbol: 'barToApproval',
    guard: '?? barWithTheseScopes(facts);',
    without: ';',
    tests: far,
  },
  {
    name: 'a link is as good as a typed code from far away',
    file: `${src}/domain/approval-policy.ts`,
    symbol: 'barToApproval',
    guard: `kind !== 'strong' && codeEntry === 'typed'`,
    without: `kind !== 'strong'`,
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
    file: `${src}/domain/nearness.ts`,
    symbol: 'farnessOf',
    guard: 'requester.hiddenBehind !== undefined && approver.address !== null',
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
    file: `${src}/domain/approval-policy.ts`,
    symbol: 'barToApproval',
    guard: `if (rule === 'refuse') return`,
    without: `if (rule === 'refuse' && codeEntry !== 'delegate') return`,
    tests: ['test/plex/link-from-far.test.ts'],
  },
  {
    name: 'a person of whom nothing is known is near',
    file: `${src}/domain/nearness.ts`,
    symbol: 'farnessOf',
    guard: `if (approver === undefined) return 'far';`,
    without: `if (approver === undefined) return 'near';`,
    tests: [`${src}/service/pins/decide-pin.test.ts`],
  },
  {
    name: 'a program that embeds the service says that it is a delegate',
    file: `${src}/app/decisions.ts`,
    symbol: 'createDecisions',
    guard: `codeEntry === 'typed' ? 'typed' : 'linked'`,
    without: `codeEntry ?? 'linked'`,
    tests: ['test/embedding/decisions.test.ts'],
    named: 'brought by a link',
  },
  {
    name: 'an address that is none is a place that is not known',
    file: `${src}/app/decisions.ts`,
    symbol: 'createDecisions',
    guard: 'isIP(plain) === 0 ? {} : { address: plain }',
    without: '{ address: plain }',
    tests: ['test/embedding/decisions.test.ts'],
    named: 'counts a person of whose place',
  },
];
