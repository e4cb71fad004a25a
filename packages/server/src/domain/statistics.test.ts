import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import {
  countsKeptFor,
  countsOf,
  hourOf,
  linkTimeBuckets,
  linkTimeOf,
  oneHour,
  overviewOf,
  startOf,
  type HourlyCount,
} from './statistics.ts';

test('the time to link is counted in the bucket that it just fits in', () => {
  assert.equal(linkTimeOf(0), 'linked-within-5');
  assert.equal(linkTimeOf(5000), 'linked-within-5');
  assert.equal(linkTimeOf(5001), 'linked-within-10');
  assert.equal(linkTimeOf(900_000), 'linked-within-900');
  assert.equal(linkTimeOf(900_001), 'linked-within-longer');
  assert.deepEqual([linkTimeBuckets.length, linkTimeBuckets[0], linkTimeBuckets.at(-1)], [14, 5, 'longer']);
});

test('counts are kept by the hour, for 32 days', () => {
  assert.deepEqual([oneHour, countsKeptFor], [3_600_000, 32 * 86_400_000]);
  assert.equal(hourOf(7_200_000), 7_200_000);
  assert.equal(hourOf(10_799_999), 7_200_000);
});

test('entries add up for each hour and measure, always in one order', () => {
  const entries = [
    { at: oneHour + 1, count: 2, counted: ['opened', 'approved'] },
    { at: 5, count: 1, counted: ['opened'] },
    { at: oneHour + 2, count: 3, counted: ['opened'] },
    { at: 6, count: 4, counted: [] },
  ] as const;
  const counts = [
    { hour: 0, what: 'opened', count: 1 },
    { hour: oneHour, what: 'approved', count: 2 },
    { hour: oneHour, what: 'opened', count: 5 },
  ];
  assert.deepEqual(countsOf(entries), counts);
  assert.deepEqual(countsOf(entries.toReversed()), counts);
});

describe('the overview of a span', () => {
  const span = { step: 2 * oneHour, steps: 3 };
  const now = 100 * oneHour + 1;
  const start = 96 * oneHour;
  const count = (hour: number, what: string, times: number): HourlyCount => ({
    hour: hour * oneHour,
    what,
    count: times,
  });

  it('begins so that its last step holds the present', () => {
    assert.equal(startOf(span, now), start);
    assert.equal(startOf(span, 102 * oneHour - 1), start);
    assert.equal(startOf(span, 102 * oneHour), start + 2 * oneHour);
  });

  it('sums up the way of a sign-in within the span', () => {
    const counts = ['issued', 'opened', 'approved', 'redeemed'].flatMap((what, index) => [
      count(95, what, 1000),
      count(96, what, 10 * index + 1),
      count(100, what, 1),
    ]);
    const { funnel } = overviewOf(counts, span, now);
    assert.deepEqual(funnel, { issued: 2, opened: 12, approved: 22, redeemed: 32 });
  });

  it('tells how many were linked within which time, in the order of the buckets', () => {
    const counts = [
      count(97, 'linked-within-10', 2),
      count(98, 'linked-within-10', 1),
      count(98, 'linked-within-longer', 4),
    ];
    const { linkTimes } = overviewOf(counts, span, now);
    assert.deepEqual(linkTimes, [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
  });

  it('tells of each step the most that waited, the guesses and the refusals', () => {
    const counts = [
      count(95, 'waiting', 99),
      count(96, 'waiting', 3),
      count(97, 'waiting', 5),
      count(98, 'waiting', 9),
      count(97, 'wrong-code', 2),
      count(98, 'wrong-code', 1),
      count(98, 'throttled', 7),
      count(99, 'denied', 1),
      count(100, 'denied', 2),
      count(100, 'issued', 50),
    ];
    assert.deepEqual(overviewOf(counts, span, now).steps, [
      { at: start, waiting: 5, guesses: 2, refusals: 0 },
      { at: start + 2 * oneHour, waiting: 9, guesses: 1, refusals: 8 },
      { at: start + 4 * oneHour, waiting: 0, guesses: 0, refusals: 2 },
    ]);
  });
});
