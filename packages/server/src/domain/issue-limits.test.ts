import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { weakCodes } from './code-places.ts';
import { plexCodes } from './code.ts';
import { judgeNewPin, minuteOf, type IssueRules, type LiveCounts, type Tally } from './issue-limits.ts';

const tally = (waiting: number, roomAt = 0, codes = waiting): Tally => ({ waiting, roomAt, codes });

const counts = (parts: Partial<LiveCounts> = {}): LiveCounts => ({
  network: tally(0),
  wide: tally(0),
  overall: tally(0),
  codes: { few: 0, many: 0 },
  waitingAt: () => ({ overall: 0, network: 0 }),
  ...parts,
});

const rules: IssueRules = { perNetwork: 10, overall: 1000, sizing: null };

describe('a new pin', () => {
  it('has room while fewer of its network wait than may, and of its wide network fewer than four times that', () => {
    assert.equal(judgeNewPin(counts({ network: tally(9), wide: tally(39) }), rules, 4, false), undefined);
    const full = judgeNewPin(counts({ network: tally(10, 60_000), wide: tally(10) }), rules, 4, false);
    assert.deepEqual(full, { kind: 'no-room', roomAt: 60_000 });
    const wide = judgeNewPin(counts({ network: tally(0), wide: tally(40, 120_000) }), rules, 4, false);
    assert.deepEqual(wide, { kind: 'no-room', roomAt: 120_000 });
  });

  it('has the last tenth of all room only where its network has none waiting', () => {
    const crowded = { overall: tally(900, 180_000) };
    const refused = { kind: 'no-room', roomAt: 180_000 };
    assert.equal(
      judgeNewPin(counts({ overall: tally(899), network: tally(1), wide: tally(1) }), rules, 4, false),
      undefined,
    );
    assert.deepEqual(judgeNewPin(counts({ ...crowded, network: tally(1), wide: tally(1) }), rules, 4, false), refused);
    assert.equal(judgeNewPin(counts({ ...crowded, wide: tally(5) }), rules, 4, false), undefined);
    assert.deepEqual(
      judgeNewPin(counts({ ...crowded, wide: tally(5) }), rules, 4, true),
      refused,
      'a /48 is one customer',
    );
    assert.equal(judgeNewPin(counts(crowded), rules, 4, true), undefined, 'a /48 that has none');
    assert.equal(judgeNewPin(counts({ overall: tally(999) }), rules, 4, false), undefined);
    assert.deepEqual(judgeNewPin(counts({ overall: tally(1000, 180_000) }), rules, 4, false), refused);
  });

  it('has no room once three times as many as may wait were issued and have not expired', () => {
    const refused = { kind: 'no-room', roomAt: 180_000 };
    const issued = (codes: number) => ({ overall: tally(0, 180_000, codes) });
    const has = { network: tally(0, 0, 1), wide: tally(0, 0, 1) };
    assert.equal(judgeNewPin(counts({ ...issued(2699), ...has }), rules, 4, false), undefined);
    assert.deepEqual(judgeNewPin(counts({ ...issued(2700), ...has }), rules, 4, false), refused);
    assert.equal(judgeNewPin(counts(issued(2999)), rules, 4, false), undefined);
    assert.deepEqual(judgeNewPin(counts(issued(3000)), rules, 4, false), refused);
  });

  it('needs a weak code of the shortest length that has a place, and is refused where the length is pinned', () => {
    const full = counts({
      overall: tally(8, 60_000),
      waitingAt: (length) => ({ overall: length === 4 ? 8 : 0, network: 0 }),
    });
    const sized = (pinned?: number) => ({
      ...rules,
      sizing: { codes: weakCodes(plexCodes.weak, 160, pinned), least: 4, longer: 5 },
    });
    assert.equal(judgeNewPin(counts(), sized(), 4, false), undefined);
    assert.deepEqual(judgeNewPin(full, sized(), 4, false), { kind: 'wrong-length', needs: 5, issuer: 'few' });
    assert.deepEqual(judgeNewPin(full, sized(4), 4, false), { kind: 'no-room', roomAt: 60_000 });
    assert.equal(judgeNewPin(full, sized(5), 5, false), undefined);
  });

  it('needs a code of exactly the length of its class', () => {
    const sizing = { symbols: 34, least: 4, guesses: 160, odds: 2 ** -12 };
    const sized = { ...rules, perNetwork: 100, sizing };
    assert.equal(judgeNewPin(counts(), sized, 4, false), undefined);
    assert.deepEqual(judgeNewPin(counts(), sized, 5, false), { kind: 'wrong-length', needs: 4, issuer: 'few' });
    const busy = counts({ network: tally(0, 0, 8), codes: { few: 8, many: 40 } });
    assert.deepEqual(judgeNewPin(busy, sized, 5, false), { kind: 'wrong-length', needs: 6, issuer: 'many' });
    const settled = counts({ network: tally(0, 0, 7), codes: { few: 8, many: 40 } });
    assert.equal(judgeNewPin(settled, sized, 5, false), undefined);
  });
});

it('minutes are numbered from the epoch', () => {
  assert.deepEqual([0, 59_999, 60_000].map(minuteOf), [0, 0, 1]);
});
