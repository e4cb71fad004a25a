import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const outbound = [`${src}/safe-fetch/safe-fetch.test.ts`];
const address = [`${src}/http/server/client-address.test.ts`];

/** Who is at the other end: client addresses, host names, and what is fetched for others. */
export const networkMutants: readonly Mutant[] = [
  {
    name: 'any peer says whom it speaks for',
    file: `${src}/http/server/client-address.ts`,
    symbol: 'createClientAddress',
    guard: 'if (!isProxy(address)) {',
    without: `if (!isProxy(address) && header('x-forwarded-for') === undefined) {`,
    tests: address,
  },
  {
    name: 'a peer that hides somebody passes for the client',
    file: `${src}/http/server/client-address.ts`,
    symbol: 'createClientAddress',
    guard: `if (forwardingHeaders.some((name) => header(name) !== undefined)) return hidden('undeclared-forwarding', address);`,
    without: '',
    tests: address,
  },
  {
    name: 'a gateway passes for the client',
    file: `${src}/http/server/client-address.ts`,
    symbol: 'createClientAddress',
    guard: `if (isGateway.has(address)) return unknown('gateway');`,
    without: '',
    tests: address,
  },
  {
    name: 'the chain of proxies is read from the left',
    file: `${src}/http/server/client-address.ts`,
    symbol: 'createClientAddress',
    guard: 'of chain.toReversed()',
    without: 'of chain',
    tests: address,
  },
  {
    name: 'two chains that differ are believed',
    file: `${src}/http/server/client-address.ts`,
    symbol: 'createClientAddress',
    guard: 'other === undefined ? one : null',
    without: 'other === undefined ? one : other',
    tests: address,
  },
  {
    name: 'any host name is answered to',
    file: `${src}/http/server/origin.ts`,
    symbol: 'createOrigin',
    guard: '!own && !listed.has(read.name)',
    without: `read.name === '' && !listed.has(read.name)`,
    tests: [`${src}/http/server/adapters.test.ts`],
  },
  {
    name: 'a request that names two hosts is served',
    file: `${src}/http/server/node-adapter.ts`,
    symbol: 'createNodeDoor',
    guard: 'if (hasManyHosts(incoming)) return send(outgoing, manyHosts);',
    without: '',
    tests: ['test/doors/bad-input.test.ts'],
    named: 'two hosts',
  },
  {
    name: 'a name that leads to a private address is fetched',
    file: `${src}/safe-fetch/safe-fetch.ts`,
    symbol: 'createOutbound',
    guard: 'found.filter(({ address }) => may(address))',
    without: 'found.filter(({ address }) => may(address) || address.length > 0)',
    tests: outbound,
  },
  {
    name: 'a private address is fetched',
    file: `${src}/safe-fetch/safe-fetch.ts`,
    symbol: 'createOutbound',
    guard: 'if (isIP(host) !== 0 && !may(host)) throw wrong(text, `the address ${reasonOf(may)}`);',
    without: '',
    tests: outbound,
  },
  {
    name: 'plain http is fetched',
    file: `${src}/safe-fetch/safe-fetch.ts`,
    symbol: 'createOutbound',
    guard: `(url.protocol !== 'https:' && !isPlain) || `,
    without: '',
    tests: outbound,
  },
  {
    name: 'an answer of any size is fetched',
    file: `${src}/safe-fetch/safe-fetch.ts`,
    symbol: 'createOutbound',
    guard: 'if (length > longest) {',
    without: 'if (length > longest * 1e6) {',
    tests: outbound,
  },
  {
    name: 'a shared provider address counts as public',
    file: `${src}/domain/address.ts`,
    symbol: 'isPublic',
    guard: "[100, 64, 127], // shared by a provider's customers",
    without: '',
    tests: [`${src}/domain/address.test.ts`],
  },
  {
    name: 'private IPv6 counts as public',
    file: `${src}/domain/address.ts`,
    symbol: 'isPublic',
    guard: '(first & 0xe000) === 0x2000 && ',
    without: '',
    tests: [`${src}/domain/address.test.ts`],
  },
];
