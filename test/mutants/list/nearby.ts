import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const pages = [`${src}/http/pages/nearby.test.ts`];
const pins = `${src}/service/pins/nearby-pins.ts`;

/** Devices that are picked from the list of those nearby. */
export const nearbyMutants: readonly Mutant[] = [
  {
    name: 'a device is linked without the end of its code',
    file: pins,
    symbol: 'pickNearby',
    guard: 'foldCode(ending) !== code.slice(-length)',
    without: 'false',
    tests: pages,
    named: 'need the end of their code',
  },
  {
    name: 'any number of endings may be tried for one device',
    file: pins,
    symbol: 'pickNearby',
    guard: '(await ports.budgets.hold(tries, now)) !== undefined',
    without: 'false',
    tests: pages,
    named: 'at once',
  },
  {
    name: 'wrong endings cost the account nothing',
    file: pins,
    symbol: 'pickNearby',
    guard: 'taken.value.confirm()',
    without: 'taken.value.release()',
    tests: pages,
    named: 'count wrong ends',
  },
  {
    name: 'somebody who left the network links its devices',
    file: pins,
    symbol: 'pickNearby',
    guard: '|| !isNear(pin.requester.address, address)',
    without: '',
    tests: pages,
    named: 'left their network',
  },
  {
    name: 'devices are listed to strangers behind one public address',
    file: `${src}/domain/address.ts`,
    symbol: 'localNetworkOf',
    guard: `return isHomeV4(bytes) ? v4Prefix(bytes) : null;`,
    without: 'return v4Prefix(bytes);',
    tests: pages,
    named: 'says nothing of a home',
  },
  {
    name: 'the list is good in a session that did not see it',
    file: `${src}/http/pages/tickets.ts`,
    symbol: 'createTickets',
    guard: `words?.use === 'nearby' && words.session === session.hash`,
    without: `words?.use === 'nearby'`,
    tests: pages,
    named: 'only by the session',
  },
];
