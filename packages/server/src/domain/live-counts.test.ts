import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IssuerClass } from './code-length.ts';
import type { Tally } from './issue-limits.ts';
import {
  countedAs,
  countedScopes,
  isWaiting,
  lengthScopes,
  liveCounts,
  makesRoom,
  mostScopes,
  retentionCutoff,
  scopesOf,
  waitingScopes,
  type CountedPin,
} from './live-counts.ts';
import { aPin } from './pin.testing.ts';

describe('what a pin is counted under', () => {
  it('is its network, its /24 or /48, all pins, and the codes of its kind', () => {
    assert.deepEqual(scopesOf('weak', '203.0.113.9'), {
      network: 'from 203.0.113.9',
      wide: 'from 203.0.113.0/24',
      overall: 'all',
      codes: { few: 'weak few', many: 'weak many' },
      isV6: false,
    });
    assert.deepEqual(scopesOf('user', '2001:db8:7:8::1'), {
      network: 'from 2001:db8:7:8::/64',
      wide: 'from 2001:db8:7::/48',
      overall: 'all',
      codes: { few: 'user few', many: 'user many' },
      isV6: true,
    });
  });

  it('is one network for all addresses that nobody knows', () => {
    const { network, wide, isV6 } = scopesOf('strong', null);
    assert.deepEqual([network, wide, isV6], ['from unknown', 'from anywhere', false]);
  });

  it('is the length, in all and of its network, for a weak code that waits', () => {
    const network = 'from 203.0.113.9';
    assert.deepEqual(lengthScopes('weak', 4, { network }), ['weak of 4', 'weak of 4 from 203.0.113.9']);
    assert.deepEqual(lengthScopes('user', 8, { network }), []);
    assert.deepEqual(lengthScopes('strong', 25, { network }), []);
  });
});

describe('a pin', () => {
  const places = { network: 'from 203.0.113.7', wide: 'from 203.0.113.0/24', overall: 'all' };
  const lengths = ['weak of 4', 'weak of 4 from 203.0.113.7'];
  const scopesWith = (pin: CountedPin, issuer: IssuerClass) =>
    countedScopes(pin, scopesOf(pin.kind, pin.address), issuer);

  it('counts as waiting where it was requested from, and among the codes of its length', () => {
    const counted = countedAs(aPin());
    assert.deepEqual(counted, { kind: 'weak', codeLength: 4, address: '203.0.113.7' });
    assert.deepEqual(waitingScopes(counted), { ...places, lengths });
  });

  it('has its code counted with those of its kind and of issuers of the class', () => {
    assert.deepEqual(scopesWith(countedAs(aPin()), 'many'), { ...places, lengths, codes: 'weak many' });
    const user = countedAs(aPin({ kind: 'user', code: 'BCDFGHJK' }));
    assert.deepEqual(scopesWith(user, 'few'), { ...places, lengths: [], codes: 'user few' });
  });

  it('is counted under no more scopes than are swept for it', () => {
    const { lengths: own, ...others } = scopesWith(countedAs(aPin()), 'few');
    assert.equal(own.length + Object.keys(others).length, mostScopes);
  });

  it('counts as waiting while nobody has decided', () => {
    assert.equal(isWaiting(aPin()), true);
    assert.equal(isWaiting(aPin({ state: { at: 'cancelled', cancelledAt: 1 } })), false);
  });

  it('makes room once, when it stops waiting', () => {
    assert.equal(makesRoom(true, false), true);
    assert.equal(makesRoom(true, true), false);
    assert.equal(makesRoom(false, false), false);
  });
});

describe('the counts of what lives', () => {
  const scopes = scopesOf('weak', '203.0.113.9');
  const tally = (codes: number): Tally => ({ codes, waiting: codes, roomAt: 60_000 * codes });

  it('are those of each scope', () => {
    const tallies = new Map([
      [scopes.network, tally(1)],
      [scopes.wide, tally(2)],
      [scopes.overall, tally(3)],
      [scopes.codes.few, tally(4)],
      [scopes.codes.many, tally(5)],
    ]);
    const waiting = new Map([
      ['weak of 4', 7],
      ['weak of 4 from 203.0.113.9', 6],
    ]);
    const { waitingAt, ...counts } = liveCounts(
      scopes,
      (scope) => tallies.get(scope),
      (scope) => waiting.get(scope) ?? 0,
    );
    assert.deepEqual(counts, { network: tally(1), wide: tally(2), overall: tally(3), codes: { few: 4, many: 5 } });
    assert.deepEqual(waitingAt(4), { overall: 7, network: 6 });
    assert.deepEqual(waitingAt(5), { overall: 0, network: 0 });
  });

  it('are none where nothing is counted', () => {
    const none = { codes: 0, waiting: 0, roomAt: 0 };
    const { waitingAt: _, ...counts } = liveCounts(
      scopes,
      () => undefined,
      () => 0,
    );
    assert.deepEqual(counts, { network: none, wide: none, overall: none, codes: { few: 0, many: 0 } });
  });
});

describe('the minute up to which pins are forgotten early', () => {
  const minutes = [
    [12, 3],
    [11, 2],
    [10, 4],
  ] as const;

  it('is none while no more are kept than may be', () => {
    assert.equal(retentionCutoff(minutes, 9), 0);
    assert.equal(retentionCutoff([], 0), 0);
  });

  it('is over at the end of the latest minute that does not fit', () => {
    assert.equal(retentionCutoff(minutes, 8), 11 * 60_000);
    assert.equal(retentionCutoff(minutes, 5), 11 * 60_000);
    assert.equal(retentionCutoff(minutes, 4), 12 * 60_000);
    assert.equal(retentionCutoff(minutes, 2), 13 * 60_000);
  });
});
