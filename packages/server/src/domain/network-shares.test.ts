import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sharesFor } from './network-shares.ts';

const named = (from: string | null): readonly string[] => sharesFor(from, 5).map(({ of, limit }) => `${of}: ${limit}`);

it('an address draws on its network and its wide network, which has four times as much', () => {
  assert.deepEqual(named('203.0.113.9'), ['network 203.0.113.9: 5', 'wide network 203.0.113.0/24: 20']);
  assert.deepEqual(named('2001:db8:7:1::9'), ['network 2001:db8:7:1::/64: 5', 'wide network 2001:db8:7::/48: 20']);
  assert.deepEqual(named('2001:db8:7:1::/64'), named('2001:db8:7:1::9'), 'a network names both as well');
  assert.deepEqual(named(null), ['network unknown: 5', 'wide network anywhere: 20']);
});
