import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { oddsADay } from './code-length.ts';
import { nextWeakLength, placesAt, weakCodes, type WeakCodes } from './code-places.ts';
import { plexCodes } from './code.ts';

const usual = weakCodes(plexCodes.weak, 160);

/** A code that was asked for from the network of this number; two networks are in a wide one. */
interface Waiting {
  readonly length: number;
  readonly network: number;
}

const wideOf = (network: number): number => Math.floor(network / 2);

function nextFor(
  codes: WeakCodes,
  waiting: readonly Waiting[],
  network: number,
  { least = codes.short, longer = codes.short + 1, isV6 = false } = {},
) {
  const count = (fits: (code: Waiting) => boolean): number => waiting.filter(fits).length;
  return nextWeakLength(codes, {
    waitingAt: (length) => ({
      overall: count((code) => code.length === length),
      network: count((code) => code.length === length && code.network === network),
    }),
    wide: count((code) => wideOf(code.network) === wideOf(network)),
    isV6,
    least,
    longer,
  });
}

/** What all guesses of a day hit of these, at worst: those of the short length, and the others all at one length. */
function worst({ symbols, short, guesses }: WeakCodes, waiting: readonly Waiting[]): number {
  const density = (length: number): number =>
    waiting.filter((code) => code.length === length).length / symbols ** length;
  const longer = waiting.map(({ length }) => length).filter((length) => length > short);
  return guesses.short * density(short) + guesses.long * Math.max(0, ...longer.map(density));
}

/** Asks from networks in turn; answers the lengths. */
function ask(codes: WeakCodes, networks: readonly number[], parts: Parameters<typeof nextFor>[3] = {}) {
  const waiting: Waiting[] = [];
  return networks.map((network) => {
    const length = nextFor(codes, waiting, network, parts);
    if (length !== undefined) waiting.push({ length, network });
    return length;
  });
}

describe('weak codes (X6)', () => {
  it('have four symbols while eight wait, of which one network has four: the sums of decision 23', () => {
    assert.deepEqual(usual.guesses, { short: 35, long: 160 });
    assert.deepEqual(
      [4, 5, 6, 7, 8].map((length) => placesAt(usual, length)),
      [8, 8, 294, 10_018, 340_613],
    );
    assert.deepEqual(ask(usual, [1, 1, 1, 1, 1, 2, 2, 3, 3]), [4, 4, 4, 4, 5, 4, 4, 4, 4]);
    assert.deepEqual(ask(usual, [1, 2, 3, 4, 5, 6, 7, 8, 9]), [4, 4, 4, 4, 4, 4, 4, 4, 5]);
  });

  it('leave two places of four symbols to others when one /48 asks, which a customer may have whole', () => {
    assert.deepEqual(ask(usual, [2, 2, 2, 3, 3, 3, 3, 8], { isV6: true }), [4, 4, 4, 4, 4, 4, 6, 4]);
  });

  it('grow when no guesses of four symbols are left', () => {
    assert.deepEqual(ask(usual, [1, 2, 3], { least: 5 }), [5, 5, 5]);
    assert.deepEqual(ask(usual, [1], { least: 7 }), [7]);
  });

  it('have the longer length that was chosen where they find no short place, and never the short one again', () => {
    assert.deepEqual(ask(usual, [1, 1, 1, 1, 1], { longer: 6 }), [4, 4, 4, 4, 6]);
    assert.deepEqual(ask(usual, [1, 1, 1, 1, 1], { longer: 3 }), [4, 4, 4, 4, 5]);
    assert.deepEqual(ask(usual, [1, 1, 1, 1, 1], { longer: 4 }), [4, 4, 4, 4, 5]);
  });

  it('have the first length with a place: the short one, else one of the longer, whatever those begin with', () => {
    const full = fc.record({
      network: fc.array(fc.nat(400), { minLength: 16, maxLength: 16 }),
      others: fc.array(fc.nat(400), { minLength: 16, maxLength: 16 }),
    });
    const formats = fc.constantFrom(
      { alphabet: '0123456789', length: 5 },
      { alphabet: '01', length: 14 },
      plexCodes.weak,
    );
    const given = [formats, fc.constantFrom(3, 35, 160, 4000), fc.nat(4), fc.nat(20), full] as const;
    fc.assert(
      fc.property(...given, (format, perDay, above, longer, { network, others }) => {
        const codes = weakCodes(format, perDay);
        const { short } = codes;
        const least = short + above;
        const waitingAt = (length: number) => {
          const own = network[length % 16] ?? 0;
          return { overall: own + (others[length % 16] ?? 0), network: own };
        };
        const hasPlace = (length: number): boolean => {
          const places = placesAt(codes, length);
          const waiting = waitingAt(length);
          return waiting.overall < places && waiting.network < Math.max(1, Math.floor(places / 2));
        };
        const lengths = Array.from({ length: 64 }, (_, index) => index + 1);
        const from = Math.max(short + 1, least, longer);
        const first =
          least === short && hasPlace(short) ? short : lengths.find((length) => length >= from && hasPlace(length));
        assert.equal(nextWeakLength(codes, { waitingAt, wide: 0, isV6: false, least, longer }), first);
      }),
      { numRuns: 500 },
    );
  });

  it('are never shorter than the short length, though a shorter one would have places', () => {
    const six = weakCodes({ ...plexCodes.weak, length: 6 }, 160);
    const waitingAt = (length: number) => ({ overall: length === 6 ? placesAt(six, 6) : 0, network: 0 });
    assert.ok(placesAt(six, 5) > 0);
    assert.equal(nextWeakLength(six, { waitingAt, wide: 0, isV6: false, least: 6, longer: 5 }), 7);
  });

  it('leave the only place of a length to whoever comes first, from one network or one /48', () => {
    const many = weakCodes(plexCodes.weak, 1000);
    assert.equal(placesAt(many, 5), 1);
    assert.deepEqual(ask(many, [1, 1], { least: 5 }), [5, 6]);
    assert.deepEqual(ask(many, [1, 1], { least: 5, isV6: true }), [5, 6]);
  });

  it('have no more guesses than a day has, and places without end where there are none', () => {
    assert.deepEqual(weakCodes(plexCodes.weak, 3).guesses, { short: 3, long: 3 });
    const two = weakCodes({ alphabet: '0123', length: 2 }, 160);
    assert.equal(two.guesses.short, 0);
    assert.equal(placesAt(two, 2), Infinity);
  });

  it('of a pinned length are that or none, with fewer guesses rather than worse odds', () => {
    const four = weakCodes(plexCodes.weak, 160, 4);
    assert.equal(four.guesses.short, 40);
    assert.deepEqual(ask(four, [1, 1, 1, 1, 1, 2, 3, 4, 5, 6]), [4, 4, 4, 4, undefined, 4, 4, 4, 4, undefined]);
    assert.equal(placesAt(four, 5), 0);
    assert.deepEqual(ask(weakCodes(plexCodes.weak, 160, 6), [1]), [6]);
  });

  it('are never hit with better odds than 2^-12 a day, over any history of those that come and go', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ from: fc.nat(8), isV6: fc.boolean(), spent: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ gone: fc.nat() }) },
    );
    const settings = fc.record({
      format: fc.constantFrom(
        plexCodes.weak,
        { alphabet: '0123456789', length: 5 },
        { alphabet: '01', length: 14 },
        { alphabet: '0123', length: 2 },
      ),
      perDay: fc.constantFrom(1, 3, 16, 35, 160, 100_000),
      pinned: fc.constantFrom(undefined, undefined, 4, 5, 6, 14),
    });
    fc.assert(
      fc.property(settings, fc.array(step, { minLength: 40, maxLength: 60 }), ({ format, perDay, pinned }, history) => {
        const codes = weakCodes(format, perDay, pinned);
        const waiting: Waiting[] = [];
        for (const now of history) {
          if ('gone' in now) waiting.splice(now.gone % (waiting.length + 1), 1);
          else {
            const least = now.spent ? codes.short + 1 : codes.short;
            const next = nextFor(codes, waiting, now.from, { least, isV6: now.isV6 });
            if (next !== undefined) waiting.push({ length: next, network: now.from });
          }
          assert.ok(worst(codes, waiting) <= oddsADay.weak);
        }
      }),
      { numRuns: 300 },
    );
  });
});
