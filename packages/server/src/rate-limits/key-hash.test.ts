import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hashKey } from './key-hash.ts';

const hashOf = (text: string, seed0 = 0x03020100, seed1 = 0x07060504): string => {
  const halves = new Int32Array(2);
  hashKey(text, seed0, seed1, halves);
  return Buffer.from(halves.buffer).toString('hex');
};

describe('the hash of a key', () => {
  it('is HalfSipHash-2-4: the vectors of its authors, for the even lengths that UTF-16 can have', () => {
    const vectors: Readonly<Record<number, string>> = {
      0: '218d1f59b9b83cc8',
      2: '064f39ef7c50eb57',
      4: 'd5e78a175be52ea1',
      6: 'ce3e91358aa2bc25',
      8: 'edfee820bce4858c',
      10: '95b0469f06a6f2ee',
      62: 'f90b3ab572d46693',
    };
    for (const [length, hash] of Object.entries(vectors)) {
      const bytes = Buffer.from(Array.from({ length: Number(length) }, (_, index) => index));
      assert.equal(hashOf(bytes.toString('utf16le')), hash, length);
    }
  });

  it('is another for another text and for another seed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        assert.equal(hashOf(one) === hashOf(other), one === other);
        assert.notEqual(hashOf(one), hashOf(one, 1, 2));
      }),
    );
  });
});
