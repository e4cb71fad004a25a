import assert from 'node:assert/strict';
import { it } from 'node:test';
import { joined, nobody, truncateAddress } from './audit-log.ts';

it('an entry of a person who is forgotten names nobody and nothing', () => {
  const names = ['account', 'pin', 'client', 'device', 'address', 'country'];
  assert.deepEqual(nobody, Object.fromEntries(names.map((name) => [name, null])));
});

it('an entry that more of its aggregate join keeps all else', () => {
  assert.deepEqual(joined({ kind: 'issued', count: 2 }, 3), { kind: 'issued', count: 5 });
});

it('an address is cut to its /24 or /48, and to nothing where it is not known or none', () => {
  assert.equal(truncateAddress('203.0.113.9'), '203.0.113.0/24');
  assert.equal(truncateAddress('2001:db8:7:8::1'), '2001:db8:7::/48');
  assert.equal(truncateAddress('elsewhere'), null);
  assert.equal(truncateAddress(null), null);
});
