import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { issuerClass, lengthFor, nextLength, oddsADay, type IssuerClass, type Sizing } from './code-length.ts';

const weak: Sizing = { symbols: 34, least: 4, guesses: 160, odds: oddsADay.weak };
const user: Sizing = { symbols: 20, least: 8, guesses: 160, odds: oddsADay.user };

const anySizing: fc.Arbitrary<Sizing> = fc.record({
  symbols: fc.integer({ min: 2, max: 36 }),
  least: fc.integer({ min: 1, max: 12 }),
  guesses: fc.integer({ min: 1, max: 1_000_000 }),
  odds: fc.constantFrom(...Object.values(oddsADay)),
});

describe('the length of a code (X6)', () => {
  it('is that of its kind while few live, and grows by one symbol when another guess would be too many', () => {
    assert.deepEqual(
      [1, 2, 34, 35, 1178, 1179].map((live) => lengthFor(weak, live)),
      [4, 5, 5, 6, 6, 7],
    );
    assert.deepEqual(
      [1, 76, 77, 1525, 1526].map((live) => lengthFor(user, live)),
      [8, 8, 9, 9, 10],
    );
  });

  it('takes just half the odds, no less', () => {
    assert.equal(lengthFor({ symbols: 2, least: 1, guesses: 1, odds: oddsADay.weak }, 1), 13);
  });

  it('counts the new code among those of its class, and the other class not at all', () => {
    const next = (issuer: IssuerClass, few: number, many: number) => nextLength(weak, issuer, { few, many });
    assert.deepEqual([next('few', 0, 0), next('few', 1, 0), next('few', 0, 100), next('few', 33, 0)], [4, 5, 4, 5]);
    assert.deepEqual([next('many', 0, 0), next('many', 0, 1), next('many', 0, 33), next('many', 0, 34)], [4, 5, 5, 6]);
    assert.equal(next('many', 34, 0), 6, 'but it is never shorter for many');
  });

  it('keeps half the odds, is never below the least and never longer than it must be', () => {
    fc.assert(
      fc.property(anySizing, fc.integer({ min: 1, max: 10_000_000 }), (sizing, live) => {
        const { symbols, least, guesses, odds } = sizing;
        const length = lengthFor(sizing, live);
        const chance = (symbolsMany: number): number => (guesses * live) / symbols ** symbolsMany;
        assert.ok(length >= least && chance(length) <= odds / 2);
        assert.ok(length === least || chance(length - 1) > odds / 2);
      }),
    );
  });

  it('is never shorter for many than for few', () => {
    const live = fc.record({ few: fc.nat(100_000), many: fc.nat(100_000) });
    fc.assert(
      fc.property(anySizing, live, (sizing, counts) => {
        assert.ok(nextLength(sizing, 'many', counts) >= nextLength(sizing, 'few', counts));
      }),
    );
  });

  it('keeps the odds over any history of codes that come and go, for guesses of any length', () => {
    const step = fc.oneof(
      fc.constantFrom<IssuerClass>('few', 'many').map((issuer) => ({ issuer })),
      fc.record({ gone: fc.nat() }),
    );
    const small = fc.record({
      symbols: fc.integer({ min: 2, max: 4 }),
      least: fc.integer({ min: 1, max: 3 }),
      guesses: fc.integer({ min: 1, max: 9 }),
      odds: fc.constantFrom(0.5, 0.1, 2 ** -12),
    });
    fc.assert(
      fc.property(small, fc.array(step, { maxLength: 120 }), (sizing, history) => {
        const live: { issuer: IssuerClass; length: number }[] = [];
        const of = (issuer: IssuerClass): number => live.filter((code) => code.issuer === issuer).length;
        for (const now of history) {
          if ('gone' in now) live.splice(now.gone % (live.length + 1), 1);
          else {
            const length = nextLength(sizing, now.issuer, { few: of('few'), many: of('many') });
            live.push({ issuer: now.issuer, length });
          }
          for (const length of new Set(live.map((code) => code.length))) {
            const targets = live.filter((code) => code.length === length).length;
            assert.ok((sizing.guesses * targets) / sizing.symbols ** length <= sizing.odds);
          }
        }
      }),
    );
  });
});

describe('an issuer', () => {
  it('has many with eight live codes in its network, or four times that in the wide one', () => {
    assert.equal(issuerClass(7, 31), 'few');
    assert.equal(issuerClass(8, 8), 'many');
    assert.equal(issuerClass(0, 32), 'many');
  });
});
