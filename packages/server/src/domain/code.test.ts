import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { drawCode, foldCode, groupSize, isWellFormed, plexCodes } from './code.ts';

describe('a drawn code', () => {
  it('has the length and symbols of its kind (S8)', () => {
    for (let turn = 0; turn < 200; turn += 1) {
      assert.match(drawCode(plexCodes.weak, randomBytes), /^[A-HJ-NP-Z0-9]{4}$/);
      assert.match(drawCode(plexCodes.strong, randomBytes), /^[a-z0-9]{25}$/);
    }
  });

  it('holds at least 20 bits (the floor of a pairing code)', () => {
    assert.ok(Math.log2(plexCodes.weak.alphabet.length) * plexCodes.weak.length >= 20);
    assert.equal(new Set(plexCodes.weak.alphabet).size, plexCodes.weak.alphabet.length);
  });

  it('lives for 15 minutes if it is typed, and for 30 in a link (S8)', () => {
    assert.deepEqual([plexCodes.weak.life, plexCodes.strong.life], [15 * 60_000, 30 * 60_000]);
  });

  it('draws each symbol equally often, whatever 256 leaves over', () => {
    const everyByteOnce = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { alphabet } = plexCodes.weak;
    const fair = 256 - (256 % alphabet.length);
    const code = drawCode({ alphabet, length: fair, life: 1 }, () => everyByteOnce);
    for (const symbol of alphabet) assert.equal(code.split(symbol).length - 1, fair / alphabet.length, symbol);
  });
});

describe('the bytes that a code is drawn from', () => {
  const { alphabet } = plexCodes.weak;
  const draw = (...bytes: readonly number[]) =>
    drawCode({ alphabet, length: 1, life: 1 }, () => Uint8Array.from(bytes));

  it('are left out from where they would make some symbols likelier', () => {
    assert.equal(draw(237), '9', 'the last of seven rounds');
    assert.equal(draw(238, 255, 5), 'F');
  });
});

describe('what a person types', () => {
  it('is the code whatever its case, spaces, dashes and look-alikes', () => {
    for (const typed of ['7rqz', ' 7R-QZ ', '7 R Q Z', '７ＲＱＺ', '7r.q–z', '\u202E7RQZ\u202C'])
      assert.equal(foldCode(typed), '7RQZ');
    assert.equal(foldCode('oi01'), '0101');
  });

  it('folds to the same whatever was put between and however it was written', () => {
    const code = fc.string({ unit: fc.constantFrom(...plexCodes.weak.alphabet), minLength: 4, maxLength: 8 });
    const between = fc.constantFrom('', ' ', '-', '–', '·', '\u200B', '\t');
    fc.assert(
      fc.property(code, between, fc.boolean(), (drawn, separator, lower) => {
        const typed = [...(lower ? drawn.toLowerCase() : drawn)].join(separator);
        assert.equal(foldCode(typed), drawn);
      }),
    );
  });

  it('is looked at no further than 256 characters', () => {
    assert.equal(foldCode(`${'A'.repeat(256)}B`), 'A'.repeat(256));
  });

  it('folds once and for all, and to nothing but digits and letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const folded = foldCode(typed);
        assert.match(folded, /^[0-9A-HJ-NP-Z]*$/);
        assert.equal(foldCode(folded), folded);
      }),
    );
  });
});

describe('the groups that people read a code in', () => {
  it('come out even where they can', () => {
    const groups = Object.fromEntries([4, 5, 6, 8, 9, 10, 11, 12].map((length) => [length, groupSize(length)]));
    assert.deepEqual(groups, { 4: 4, 5: 5, 6: 3, 8: 4, 9: 3, 10: 5, 11: 4, 12: 4 });
  });
});

describe('a well-formed code', () => {
  it('is letters and digits of a sensible length', () => {
    for (const code of ['7RQZ', 'm6mijjn177ut0qaz02b9iedof']) assert.equal(isWellFormed(code), true);
    for (const code of ['', 'ABC', '../etc', 'A B C D', 'x'.repeat(65), '7RQ%'])
      assert.equal(isWellFormed(code), false);
  });
});
