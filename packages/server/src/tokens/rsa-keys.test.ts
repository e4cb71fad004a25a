import assert from 'node:assert/strict';
import { checkPrimeSync, createPublicKey, sign, verify } from 'node:crypto';
import { it } from 'node:test';
import { calculateJwkThumbprint } from 'jose';
import { makeSecretKey } from './keys.ts';
import { createRsaKeys } from './rsa-keys.ts';

const ring = [makeSecretKey(), makeSecretKey()];
const fixed = { kid: 'fixed', secret: Buffer.alloc(32, 7).toString('base64url') };

it('the RSA keys of a ring are the same wherever they are derived, the newest first, and nobody else’s', async () => {
  const [keys, again, other] = await Promise.all([
    createRsaKeys(ring),
    createRsaKeys(ring),
    createRsaKeys([makeSecretKey()]),
  ]);
  assert.deepEqual(again.publicKeys, keys.publicKeys);
  assert.equal(keys.publicKeys.length, 2);
  assert.equal(keys.current.kid, keys.publicKeys[0]?.kid);
  assert.equal(new Set([...keys.publicKeys, ...other.publicKeys].map(({ n }) => n)).size, 3);
  const [, older] = await Promise.all([createRsaKeys(ring), createRsaKeys(ring.slice(1))]);
  assert.equal(older.current.kid, keys.publicKeys[1]?.kid);
});

it('a key has 2048 bits from two primes, signs what its public half verifies, and is known by its thumbprint', async () => {
  const { current, publicKeys } = await createRsaKeys(ring);
  const [jwk] = publicKeys;
  const { n = '', p = '', q = '' } = current.privateKey.export({ format: 'jwk' });
  const number = (text: string): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
  assert.equal(number(n).toString(2).length, 2048);
  assert.equal(number(p) * number(q), number(n));
  for (const prime of [p, q]) assert.equal(checkPrimeSync(number(prime), { checks: 64 }), true);
  const data = Buffer.from('signed');
  const publicKey = createPublicKey({ key: { kty: 'RSA', n: String(jwk?.n), e: String(jwk?.e) }, format: 'jwk' });
  assert.equal(verify('sha256', data, publicKey, sign('sha256', data, current.privateKey)), true);
  assert.equal(jwk?.kid, await calculateJwkThumbprint({ kty: 'RSA', n: String(jwk?.n), e: String(jwk?.e) }));
  assert.deepEqual(Object.keys(jwk ?? {}).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use'], 'nothing private');
});

it('what a secret derives never changes: an update would end every ID token', async () => {
  const { current } = await createRsaKeys([fixed]);
  assert.equal(current.kid, 'b10_V3mifXelP8GQ0U4vg6v2DqrU7T1ZVW_-hwbqaMg');
});
