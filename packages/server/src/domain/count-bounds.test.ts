import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { weakCodes } from './code-places.ts';
import { plexCodes } from './code.ts';
import { isWithin, type CountBound } from './count-bounds.ts';
import { classIn, judgeNewPin, newPinBounds, type IssueRules, type LiveCounts } from './issue-limits.ts';

/** Counts as numbers, those of lengths from 4 on. */
interface Counts {
  readonly network: readonly [codes: number, waiting: number];
  readonly wide: readonly [codes: number, waiting: number];
  readonly overall: readonly [codes: number, waiting: number];
  readonly few: number;
  readonly many: number;
  readonly lengths: readonly (readonly [overall: number, network: number])[];
}

const live = ({ network, wide, overall, few, many, lengths }: Counts): LiveCounts => {
  const tally = ([codes, waiting]: readonly [number, number]) => ({ codes, waiting, roomAt: 0 });
  return {
    network: tally(network),
    wide: tally(wide),
    overall: tally(overall),
    codes: { few, many },
    waitingAt(length) {
      const [all, own] = lengths[length - 4] ?? [0, 0];
      return { overall: all, network: own };
    },
  };
};

const countOf = (counts: LiveCounts, { count, of, length = 0 }: CountBound): number => {
  if (count === 'few' || count === 'many') return counts.codes[count];
  if (count === 'length') return counts.waitingAt(length).overall;
  if (count === 'length of network') return counts.waitingAt(length).network;
  return counts[count][of];
};

const about = (...numbers: readonly number[]) =>
  fc.oneof(fc.nat(12), ...numbers.map((number) => fc.integer({ min: number - 2, max: number + 2 })));
const anyCounts: fc.Arbitrary<Counts> = fc.record({
  network: fc.tuple(about(8), about(10)),
  wide: fc.tuple(about(32), about(40)),
  overall: fc.tuple(about(270, 300), about(90, 100)),
  few: about(64, 500, 3000),
  many: about(64, 500, 3000),
  lengths: fc.array(fc.tuple(about(8, 100), about(4, 50)), { minLength: 4, maxLength: 4 }),
});

const sizings: readonly IssueRules['sizing'][] = [
  null,
  { symbols: 20, least: 4, guesses: 10, odds: 2 ** -6 },
  { codes: weakCodes(plexCodes.weak, 40), least: 4, longer: 5 },
  { codes: weakCodes(plexCodes.weak, 40), least: 6, longer: 5 },
  { codes: weakCodes(plexCodes.weak, 40, 4), least: 4, longer: 5 },
];

describe('the range of counts in which a judgement holds', () => {
  it('holds the counts that were judged, and in all of it the pin may be added, in the same class', () => {
    const [seen, beyond] = [{ ok: 0, moved: 0 }, fc.integer({ min: 0, max: 3 })];
    const property = fc.property(
      anyCounts,
      anyCounts,
      fc.constantFrom(...sizings),
      fc.boolean(),
      beyond,
      (first, second, sizing, isV6, near) => {
        const rules = { perNetwork: 10, overall: 100, sizing };
        const judged = live(first);
        const verdict = judgeNewPin(judged, rules, 4, isV6);
        if (verdict?.kind === 'no-room') return;
        const codeLength = verdict?.needs ?? 4;
        seen.ok += 1;
        const bounds = newPinBounds(judged, rules, codeLength, isV6);
        for (const bound of bounds) assert.ok(isWithin(bound, countOf(judged, bound)), JSON.stringify(bound));
        // Other counts, and those just at the ends of each range.
        for (const mixed of mixtures(first, second, bounds, near)) {
          const counts = live(mixed);
          if (!bounds.every((bound) => isWithin(bound, countOf(counts, bound)))) continue;
          seen.moved += 1;
          assert.equal(judgeNewPin(counts, rules, codeLength, isV6), undefined, JSON.stringify({ mixed, bounds }));
          assert.equal(classIn(counts), classIn(judged));
        }
      },
    );
    fc.assert(property, { numRuns: 3000 });
    assert.ok(seen.ok > 100 && seen.moved > 1000, JSON.stringify(seen));
  });

  it('ends where the judgement changes', () => {
    const start: Counts = { network: [0, 0], wide: [0, 0], overall: [0, 0], few: 0, many: 0, lengths: [] };
    const rules = { perNetwork: 10, overall: 100, sizing: { symbols: 20, least: 4, guesses: 10, odds: 2 ** -6 } };
    const few = newPinBounds(live(start), rules, 4, false).find(({ count }) => count === 'few');
    assert.ok(few?.below !== undefined);
    const at = (count: number) => judgeNewPin(live({ ...start, few: count }), rules, 4, false);
    assert.equal(at(few.below - 1), undefined);
    assert.deepEqual(at(few.below), { kind: 'wrong-length', needs: 5, issuer: 'few' });
  });
});

/** Counts of which some are of the first and some of the second, or at the end of a range. */
function* mixtures(first: Counts, second: Counts, bounds: readonly CountBound[], near: number): Generator<Counts> {
  yield second;
  for (const key of Object.keys(first) as (keyof Counts)[]) yield { ...first, [key]: second[key] };
  const end = (name: string, of: string) => {
    const ends = bounds.filter(({ count, of: what }) => count === name && what === of);
    return Math.min(...ends.map(({ below = Infinity }) => below), 1000) - 1 - near;
  };
  const at = (name: 'network' | 'wide' | 'overall') => [end(name, 'codes'), end(name, 'waiting')] as const;
  const ends = { network: at('network'), wide: at('wide'), overall: at('overall') };
  const lengths = first.lengths.map(() => [end('length', 'waiting'), end('length of network', 'waiting')] as const);
  const all = { ...ends, few: end('few', 'codes'), many: end('many', 'codes'), lengths };
  if (near === 0) yield all;
  for (const key of Object.keys(all) as (keyof Counts)[]) yield { ...first, [key]: all[key] };
}
