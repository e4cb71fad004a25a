import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { makeSecretKey } from './keys.ts';
import { createNonces } from './nonces.ts';

const time = { now: 1_795_262_400_400 };
const clock = { now: () => time.now };
const random = { bytes: (count: number) => randomBytes(count), id: () => randomBytes(16).toString('base64url') };

describe('a nonce', () => {
  const key = makeSecretKey();
  const nonces = createNonces([key], clock, random);

  it('is a UUID of version 8 and tells when it was made', () => {
    for (let count = 0; count < 200; count += 1) {
      const nonce = nonces.make();
      assert.match(nonce, /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      assert.equal(nonces.madeAt(nonce), 1_795_262_400_000);
    }
  });

  it('is another each time', () => {
    const made = Array.from({ length: 200 }, () => nonces.make());
    assert.equal(new Set(made).size, made.length);
  });

  it('is recognised after its key was rotated, and not without it', () => {
    const nonce = nonces.make();
    assert.equal(createNonces([makeSecretKey(), key], clock, random).madeAt(nonce), 1_795_262_400_000);
    assert.equal(createNonces([makeSecretKey()], clock, random).madeAt(nonce), undefined);
  });

  it('is none of ours once any digit of it is another', () => {
    const nonce = nonces.make();
    for (const [index, digit] of [...nonce].entries()) {
      if (digit === '-') continue;
      const other = digit === '0' ? '1' : '0';
      const changed = `${nonce.slice(0, index)}${other}${nonce.slice(index + 1)}`;
      assert.equal(nonces.madeAt(changed), undefined, changed);
    }
    for (const odd of ['', nonce.toUpperCase(), ` ${nonce}`, nonce.replaceAll('-', ''), `${nonce}0`, 'é'.repeat(36)]) {
      assert.equal(nonces.madeAt(odd), undefined, odd);
    }
  });
});
