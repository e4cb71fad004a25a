import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import { parseRoutes, parseRoutes6, readGateways } from './client-address-gateways.ts';

const routes = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
eth0\t0008000A\t050011AC\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0
`;

const zeros = '0'.repeat(32);
const routes6 = `fd000000000000000000000000000000 40 ${zeros} 00 ${zeros} 00000100 00000001 00000000 00000001     eth0
${zeros} 00 ${zeros} 00 fd000000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
${zeros} 00 ${zeros} 00 ${zeros} ffffffff 00000001 00000000 00200200       lo
`;

describe('the gateways of the machine', () => {
  it('are those of default routes that lead over another machine', () => {
    assert.deepEqual(parseRoutes(routes, 'LE'), ['172.17.0.1']);
    assert.deepEqual(parseRoutes6(routes6), ['fd00::1']);
  });

  it('are written in the byte order of the machine', () => {
    assert.deepEqual(parseRoutes(routes.replaceAll('010011AC', 'AC110001'), 'BE'), ['172.17.0.1']);
  });

  it('are none where the text has none', () => {
    const noAddress = `${zeros} 00 ${zeros} 00 xyz 00000400 00000002 00000000 00000003     eth0`;
    for (const text of ['', '\n', 'Iface\tDestination\n', 'garbage 00000000 x', noAddress]) {
      assert.deepEqual(parseRoutes(text, 'LE'), []);
      assert.deepEqual(parseRoutes6(text), []);
    }
  });

  it('of this very machine are addresses', () => {
    for (const gateway of readGateways()) assert.notEqual(isIP(gateway), 0, gateway);
  });
});
