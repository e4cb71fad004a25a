import assert from 'node:assert/strict';
import { it } from 'node:test';
import { joined, nobody, nobodyInMessage, planTrim, truncateAddress } from './audit-log.ts';

it('an entry of a person who is forgotten names nobody and nothing', () => {
  const names = ['account', 'pin', 'client', 'device', 'address', 'country'];
  assert.deepEqual(nobody, Object.fromEntries(names.map((name) => [name, null])));
});

it('a message about a person who is forgotten names nobody and nothing', () => {
  const names = ['account', 'pin', 'client', 'network', 'country'];
  assert.deepEqual(nobodyInMessage, Object.fromEntries(names.map((name) => [name, null])));
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

it('too many entries go, aggregates before others, and no more at once than asked', () => {
  const stored = { aggregates: 3, singles: 4 };
  const nothing = { aggregates: 0, singles: 0 };
  assert.deepEqual(planTrim(stored, 8, 10), nothing);
  assert.deepEqual(planTrim(stored, 7, 10), nothing);
  assert.deepEqual(planTrim(stored, 6, 10), { aggregates: 1, singles: 0 });
  assert.deepEqual(planTrim(stored, 4, 10), { aggregates: 3, singles: 0 });
  assert.deepEqual(planTrim(stored, 2, 10), { aggregates: 3, singles: 2 });
  assert.deepEqual(planTrim(stored, 0, 2), { aggregates: 2, singles: 0 });
  assert.deepEqual(planTrim(stored, 0, 4), { aggregates: 3, singles: 1 });
});
