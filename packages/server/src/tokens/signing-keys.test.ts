import assert from 'node:assert/strict';
import { sign, verify, createPublicKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { makeSecretKey } from './keys.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

const signed = (keys: SigningKeys, algorithm: 'EdDSA' | 'ES256'): Promise<string> => {
  const { kid, privateKey } = keys.current(algorithm);
  return new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
};

const isKnownTo = async ({ publicKeys }: SigningKeys, token: string): Promise<boolean> =>
  jwtVerify(token, createLocalJWKSet({ keys: [...publicKeys] })).then(
    () => true,
    () => false,
  );

describe('the signing keys', () => {
  it('come out the same from the same secret keys, in every process', async () => {
    const ring = [makeSecretKey()];
    const [one, other] = [await createSigningKeys(ring, 'oauth'), await createSigningKeys(ring, 'oauth')];
    assert.deepEqual(one.publicKeys, other.publicKeys);
    assert.equal(await isKnownTo(other, await signed(one, 'EdDSA')), true);
  });

  it('differ between secret keys, and between uses: an OAuth token says nothing to a plex verifier', async () => {
    const ring = [makeSecretKey()];
    const sets = [
      await createSigningKeys(ring, 'oauth'),
      await createSigningKeys(ring, 'plex'),
      await createSigningKeys([makeSecretKey()], 'oauth'),
    ];
    const kids = sets.flatMap(({ publicKeys }) => publicKeys.map(({ kid }) => kid));
    assert.equal(new Set(kids).size, 5);
    const [oauth, plex] = sets;
    assert.ok(oauth && plex);
    assert.equal(await isKnownTo(plex, await signed(oauth, 'EdDSA')), false);
    assert.throws(() => plex.current('ES256'), TypeError);
  });

  it('sign so that anybody with the public half can check it, with either algorithm', async () => {
    for (let round = 0; round < 20; round += 1) {
      const keys = await createSigningKeys([makeSecretKey()], 'oauth');
      for (const algorithm of ['EdDSA', 'ES256'] as const) {
        const { privateKey } = keys.current(algorithm);
        const data = Buffer.from('anything');
        const digest = algorithm === 'EdDSA' ? null : 'sha256';
        assert.ok(verify(digest, data, createPublicKey(privateKey), sign(digest, data, privateKey)));
        assert.equal(await isKnownTo(keys, await signed(keys, algorithm)), true);
      }
    }
  });

  it('publish no private part, and name each key by its RFC 7638 thumbprint', async () => {
    const { publicKeys } = await createSigningKeys([makeSecretKey(), makeSecretKey()], 'oauth');
    assert.equal(publicKeys.length, 4);
    for (const key of publicKeys) {
      assert.ok(!('d' in key));
      assert.equal(key.kid, await calculateJwkThumbprint(key));
      assert.equal(key.use, 'sig');
    }
  });

  it('rotate with overlap: the newest signs, the old are still known, and gone when the secret key is', async () => {
    const [old, young] = [makeSecretKey(), makeSecretKey()];
    const before = await createSigningKeys([old], 'oauth');
    const during = await createSigningKeys([young, old], 'oauth');
    const after = await createSigningKeys([young], 'oauth');
    const token = await signed(before, 'ES256');
    assert.equal(await isKnownTo(during, token), true);
    assert.equal(await isKnownTo(after, token), false);
    assert.notEqual(during.current('EdDSA').kid, before.current('EdDSA').kid);
    assert.equal(during.current('EdDSA').kid, after.current('EdDSA').kid);
  });
});
