import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { poll, type Pace, type PollKind } from './polling.ts';

describe('the pace of polling', () => {
  it('accepts the first poll at once, and one after the record was lost (D33, trap 5)', () => {
    assert.deepEqual(poll(undefined, 5000, 100), {
      pace: { lastAt: 100, interval: 5000, waited: false },
      tooSoon: false,
    });
  });

  it('accepts polls that keep the interval, however long they go on (D32)', () => {
    let pace: Pace | undefined;
    for (let now = 0; now < 600_000; now += 5000) {
      const turn = poll(pace, 5000, now);
      assert.equal(turn.tooSoon, false);
      pace = turn.pace;
    }
  });

  it('adds five seconds for each early poll, remembers them, and stops at sixty (D33 D34)', () => {
    let { pace } = poll(undefined, 5000, 0);
    const intervals = Array.from({ length: 13 }, (_, turn) => {
      const result = poll(pace, 5000, turn);
      assert.equal(result.tooSoon, true);
      pace = result.pace;
      return pace.interval / 1000;
    });
    assert.deepEqual(intervals, [10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 60, 60]);
    assert.equal(pace.lastAt, 0);
  });

  it('is never frozen: whoever waits the interval after an early poll is accepted (trap 4)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70_000 })), (waits) => {
        let now = 0;
        let { pace } = poll(undefined, 5000, now);
        for (const wait of waits) {
          now += wait;
          pace = poll(pace, 5000, now).pace;
        }
        assert.equal(poll(pace, 5000, now + pace.interval).tooSoon, false);
        assert.ok(pace.interval <= 60_000);
      }),
    );
  });

  it('keeps the longer interval after a poll that kept it', () => {
    const early = poll(poll(undefined, 5000, 0).pace, 5000, 1).pace;
    const { pace, tooSoon } = poll(early, 5000, 10_000);
    assert.deepEqual([pace, tooSoon], [{ lastAt: 10_000, interval: 10_000, waited: false }, false]);
  });

  it('accepts a poll after the clock was set back', () => {
    const { pace } = poll(undefined, 5000, 1_000_000);
    assert.deepEqual(poll(pace, 5000, 10), { pace: { lastAt: 10, interval: 5000, waited: false }, tooSoon: false });
  });

  it('forgives a timer that fires a little early (trap 12)', () => {
    const { pace } = poll(undefined, 5000, 0);
    assert.equal(poll(pace, 5000, 4750).tooSoon, false);
    assert.equal(poll(pace, 5000, 4749).tooSoon, true);
  });

  it('counts the pace from the end of a wait, which is never too soon itself', () => {
    const { pace } = poll(undefined, 5000, 0, 'waiting');
    const end = poll(pace, 5000, 2000, 'waited');
    assert.deepEqual(end, { pace: { lastAt: 2000, interval: 5000, waited: false }, tooSoon: false });
    assert.equal(poll(end.pace, 5000, 6700).tooSoon, true);
    assert.equal(poll(end.pace, 5000, 6750).tooSoon, false);
  });

  it('welcomes one that waits directly after a wait of the interval or longer, and no plain one', () => {
    const { pace } = poll(undefined, 5000, 0, 'waiting');
    const end = poll(pace, 5000, 25_000, 'waited');
    assert.equal(poll(end.pace, 5000, 25_001).tooSoon, true);
    const next = poll(end.pace, 5000, 25_001, 'waiting');
    assert.deepEqual(next, { pace: { lastAt: 25_001, interval: 5000, waited: false }, tooSoon: false });
    assert.equal(poll(next.pace, 5000, 25_002, 'waiting').tooSoon, true, 'once');
  });

  it('takes a wait for one of the interval where its timer fired a little early, and not before', () => {
    const { pace } = poll(undefined, 5000, 0, 'waiting');
    assert.equal(poll(pace, 5000, 4750, 'waited').pace.waited, true);
    assert.equal(poll(pace, 5000, 4749, 'waited').pace.waited, false);
  });

  it('takes the end of a wait whose record was lost for one of no length', () => {
    const end = poll(undefined, 5000, 100, 'waited');
    assert.deepEqual(end, { pace: { lastAt: 100, interval: 5000, waited: false }, tooSoon: false });
  });

  it('welcomes one that waits directly after one that was woken, even when that was held on a little', () => {
    const { pace } = poll(undefined, 5000, 0, 'waiting');
    const woken = poll(pace, 5000, 100, 'woken');
    assert.equal(poll(woken.pace, 5000, 101, 'waiting').tooSoon, false);
    const end = poll(woken.pace, 5000, 200, 'waited');
    assert.equal(poll(end.pace, 5000, 201, 'waiting').tooSoon, false);
    assert.equal(poll(end.pace, 5000, 201).tooSoon, true);
  });

  it('never lets more than one poll in five seconds through while there is no news', () => {
    const kinds = fc.constantFrom<PollKind[]>('plain', 'waiting', 'waited');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 8000 }), kinds)), (turns) => {
        let now = 0;
        let pace: Pace | undefined;
        let held = false;
        const through: number[] = [];
        for (const [wait, kind] of turns) {
          now += wait;
          if (kind === 'waited' && !held) continue; // a wait ends only if it has begun
          const turn = poll(pace, 5000, now, kind);
          pace = turn.pace;
          held = kind === 'waiting' && !turn.tooSoon;
          if (kind !== 'waited' && !turn.tooSoon) through.push(now);
        }
        for (const [index, at] of through.entries()) {
          const before = through[index - 1];
          assert.ok(before === undefined || at - before >= 4750);
        }
      }),
    );
  });
});
