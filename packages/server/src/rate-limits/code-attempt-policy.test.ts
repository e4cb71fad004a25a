import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { plexCodes } from '../domain/code.ts';
import { aPin, anAccount } from '../stores/contract/samples.ts';
import { weakCodes } from '../domain/code-places.ts';
import {
  isInGoodStanding,
  isStrong,
  lengthened,
  poolsFor,
  reaches,
  shareOut,
  budgetLimitsOf,
  type AttemptBudget,
} from './code-attempt-policy.ts';

const day = 86_400_000;
const { short, others } = poolsFor(weakCodes(plexCodes.weak, 160));
const attemptSource = { account: { id: 'ada', createdAt: 0 }, address: '203.0.113.9' };
const at = (address: string | null) => ({ ...aPin().requester, address });

describe('the guesses of a day', () => {
  it('are half for anybody, three eighths for good standing, an eighth for each network at home', () => {
    assert.deepEqual(shareOut(160), { general: 80, reserve: 60, home: 20, network: 20, wide: 40 });
  });

  it('are never more than were meant, over everybody and any one pin (X6)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 1_000_000 }), (perDay) => {
        const { general, reserve, home, network } = shareOut(perDay);
        assert.equal(general + reserve + home, perDay);
        for (const share of [general, reserve, home, network]) assert.ok(share >= 3);
        assert.ok(network < general || perDay === 16, 'one network cannot take the general half');
      }),
    );
  });
});

describe('what a guess is paid with', () => {
  it('begins with the account, which alone is ever refused', () => {
    const purses: readonly AttemptBudget[] = ['general', 'reserve', 'home', 'long'];
    for (const attemptBudget of purses)
      assert.equal(budgetLimitsOf(attemptBudget, attemptSource, others)[0].key, 'guess/account ada');
    assert.equal(budgetLimitsOf('long', attemptSource, others).length, 1);
  });

  it('has counts of its own for the short length of weak codes, but for the account’s', () => {
    assert.deepEqual([short.shares.general, short.shares.reserve, short.shares.home], [17, 13, 5]);
    for (const attemptBudget of ['general', 'reserve', 'home'] as const) {
      const [own, ...counts] = budgetLimitsOf(attemptBudget, attemptSource, short);
      const [sameOwn, ...otherCounts] = budgetLimitsOf(attemptBudget, attemptSource, others);
      assert.deepEqual(own, sameOwn);
      const keys = new Set(otherCounts.map(({ key }) => key));
      assert.ok(counts.length > 0 && counts.every(({ key }) => !keys.has(key)));
    }
  });

  it('counts unknown addresses as one network, and an IPv6 household as one', () => {
    const keys = (address: string | null) => budgetLimitsOf('home', { ...attemptSource, address }, others).at(-1)?.key;
    assert.equal(keys(null), 'guess/home unknown');
    assert.equal(keys('2001:db8::1'), keys('2001:db8::2'));
    assert.notEqual(keys('2001:db8::1'), keys('2001:db8:0:1::1'));
    assert.equal(keys('::ffff:203.0.113.9'), keys('203.0.113.9'));
  });
});

describe('good standing', () => {
  it('is a day of age, and no wrong guess from the general half', () => {
    const { id } = anAccount();
    const made = { ...attemptSource, account: { id, createdAt: 5 } };
    assert.equal(isInGoodStanding(made, 0, day + 4), false);
    assert.equal(isInGoodStanding(made, 0, day + 5), true);
    assert.equal(isInGoodStanding(made, 1, day + 5), false);
  });
});

describe('what a guess can hit', () => {
  const bitsOf = (bits: number) => () => bits;
  it('is every pin while there are guesses, then those of the own network, then those with long codes', () => {
    const pins = { near: aPin({ requester: at('203.0.113.9') }), far: aPin({ requester: at('203.0.113.10') }) };
    const hits = (attemptBudget: AttemptBudget, bits: number) =>
      Object.entries(pins).flatMap(([name, pin]) =>
        reaches(attemptBudget, attemptSource, pin, bitsOf(bits)) ? [name] : [],
      );
    for (const attemptBudget of ['general', 'reserve'] as const)
      assert.deepEqual(hits(attemptBudget, 20), ['near', 'far']);
    assert.deepEqual(hits('home', 20), ['near']);
    assert.deepEqual(hits('long', 39.9), []);
    assert.deepEqual(hits('long', 40), ['near']);
  });

  it('knows all unknown addresses as one network', () => {
    const unknown = aPin({ requester: at(null) });
    assert.equal(reaches('home', { ...attemptSource, address: null }, unknown, bitsOf(20)), true);
    assert.equal(reaches('home', attemptSource, unknown, bitsOf(20)), false);
  });
});

describe('a long code', () => {
  it('holds 40 bits at least, and is never shorter than it was', () => {
    const symbols = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'),
      minLength: 8,
      maxLength: 34,
    });
    fc.assert(
      fc.property(symbols, fc.integer({ min: 4, max: 32 }), (alphabet, length) => {
        const longer = lengthened({ alphabet, length, life: 1 });
        assert.ok(Math.log2(alphabet.length) * longer.length >= 40);
        assert.ok(longer.length >= length && longer.length <= Math.max(length, 14));
      }),
    );
    assert.equal(lengthened(plexCodes.weak).length, 8);
  });
});

describe('a strong entry', () => {
  it('is as long as a strong code', () => {
    assert.equal(isStrong('X'.repeat(24)), false);
    assert.equal(isStrong('X'.repeat(25)), true);
  });
});
