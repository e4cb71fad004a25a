import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LiveCounts, Tally } from './issue-limits.ts';
import { countedAs, scopesOf } from './live-counts.ts';
import { planNewPin, type AddingPin } from './new-pin.ts';
import { aPin } from './pin.testing.ts';
import { publicIdRest } from './pin.ts';

const now = 1_000_000;
const none: Tally = { codes: 0, waiting: 0, roomAt: 0 };

const counts = (parts: Partial<LiveCounts> = {}): LiveCounts => ({
  network: none,
  wide: none,
  overall: none,
  codes: { few: 0, many: 0 },
  waitingAt: () => ({ overall: 0, network: 0 }),
  ...parts,
});

const full = counts({ network: { codes: 9, waiting: 9, roomAt: 1_020_000 } });
const scopes = scopesOf('weak', '203.0.113.7');
const rules = { perNetwork: 9, overall: 1000, sizing: null };

/** Plans a pin beside what a store has. */
const plan = (found: Partial<AddingPin> = {}) =>
  planNewPin(countedAs(aPin()), now, rules, {
    publicIdEndsAt: undefined,
    codeEndsAt: [],
    scopes,
    counts: counts(),
    ...found,
  });

const refusalOf = (found: Partial<AddingPin>) => {
  const planned = plan(found);
  return planned.ok ? undefined : planned.refusal;
};

describe('a new pin', () => {
  it('is counted under the scopes of its requester, its length and its issuer', () => {
    const lengths = ['weak of 4', 'weak of 4 from 203.0.113.7'];
    const places = { network: 'from 203.0.113.7', wide: 'from 203.0.113.0/24', overall: 'all' };
    assert.deepEqual(plan(), { ok: true, value: { ...places, lengths, codes: 'weak few' } });
    const eight = counts({ network: { codes: 8, waiting: 0, roomAt: 0 } });
    assert.deepEqual(plan({ counts: eight }), {
      ok: true,
      value: { ...places, lengths, codes: 'weak many' },
    });
  });

  it('does not get a public id whose pin is live, or ended less than a day ago', () => {
    assert.equal(refusalOf({ publicIdEndsAt: now + 1 }), 'public-id-taken');
    assert.equal(refusalOf({ publicIdEndsAt: now }), 'public-id-taken');
    assert.equal(refusalOf({ publicIdEndsAt: now - publicIdRest + 1 }), 'public-id-taken');
    assert.equal(refusalOf({ publicIdEndsAt: now - publicIdRest }), undefined);
  });

  it('does not get a code that any live pin has', () => {
    assert.equal(refusalOf({ codeEndsAt: [now + 1] }), 'code-taken');
    assert.equal(refusalOf({ codeEndsAt: [now - 1, now + 1] }), 'code-taken');
    assert.equal(refusalOf({ codeEndsAt: [now - 1, now] }), undefined);
  });

  it('keeps to the limits, and without any is counted alone', () => {
    const found = { counts: full };
    assert.deepEqual(refusalOf(found), { kind: 'no-room', roomAt: 1_020_000 });
    const unlimited = planNewPin(countedAs(aPin()), now, undefined, {
      publicIdEndsAt: undefined,
      codeEndsAt: [],
      scopes,
      ...found,
    });
    assert.equal(unlimited.ok, true);
  });

  it('is told the first reason', () => {
    const taken = { publicIdEndsAt: now, codeEndsAt: [now + 1], counts: full };
    assert.equal(refusalOf(taken), 'public-id-taken');
    assert.equal(refusalOf({ ...taken, publicIdEndsAt: undefined }), 'code-taken');
  });
});
