import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import { proveKey } from './dpop.ts';
import { createUsedProofs } from './used-proofs.ts';

const now = Date.UTC(2026, 10, 21, 12);
const seconds = now / 1000;
const target = { method: 'POST', url: 'https://link.example/base/oauth/token' };

let serial = 0;

async function aKey(algorithm: string) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    privateKey,
    jwk,
    thumbprint: await calculateJwkThumbprint(jwk),
    proof: (parts: JWTPayload = {}, header: Record<string, unknown> = {}): Promise<string> =>
      new SignJWT({ jti: `jti-${(serial += 1)}`, htm: 'POST', htu: target.url, iat: seconds, ...parts })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: algorithm, jwk, ...header })
        .sign(privateKey),
  };
}

const setUp = () => {
  const time = { now };
  const clock = { now: () => time.now };
  const ports = { clock, replayCache: createUsedProofs(clock) };
  return { time, prove: (proof: string, at = target) => proveKey(ports, proof, at) };
};

describe('a DPoP proof (RFC 9449 §4.3, B6)', () => {
  for (const algorithm of ['ES256', 'EdDSA', 'RS256', 'PS256', 'ES384']) {
    it(`proves a key of ${algorithm}, named by its RFC 7638 thumbprint`, async () => {
      const key = await aKey(algorithm);
      assert.deepEqual(await setUp().prove(await key.proof()), { ok: true, value: key.thumbprint });
    });
  }

  it('is good once; another key may have the same jti', async () => {
    const { prove } = setUp();
    const [key, other] = [await aKey('ES256'), await aKey('ES256')];
    const proof = await key.proof({ jti: 'same' });
    assert.equal((await prove(proof)).ok, true);
    assert.equal((await prove(proof)).ok, false);
    assert.equal((await prove(await other.proof({ jti: 'same' }))).ok, true);
  });

  it('stays used for as long as it would be young enough', async () => {
    const { prove, time } = setUp();
    const key = await aKey('ES256');
    const proof = await key.proof({ iat: seconds + 60 });
    assert.equal((await prove(proof)).ok, true);
    for (const later of [1, 60, 119, 120, 121]) {
      time.now = now + later * 1000;
      assert.equal((await prove(proof)).ok, false, `${later} s later`);
    }
  });

  it('is for this method and this endpoint; query, fragment and default port do not matter', async () => {
    const { prove } = setUp();
    const key = await aKey('ES256');
    for (const htu of [`${target.url}?a=b`, `${target.url}#x`, 'HTTPS://LINK.example:443/base/oauth/token']) {
      assert.equal((await prove(await key.proof({ htu }))).ok, true, htu);
    }
    for (const htu of [
      'https://link.example/oauth/token',
      'http://link.example/base/oauth/token',
      `${target.url}/`,
      '',
      'x',
    ]) {
      assert.equal((await prove(await key.proof({ htu }))).ok, false, htu);
    }
    for (const htm of ['GET', 'post', '']) assert.equal((await prove(await key.proof({ htm }))).ok, false, htm);
  });

  it('costs no signature check when it is for something else: that is said of a junk signature too', async () => {
    const key = await aKey('ES256');
    for (const [parts, said] of [
      [{ htm: 'GET' }, /htm/],
      [{ htu: 'x' }, /htu/],
      [{ iat: seconds - 61 }, /iat/],
      [{ jti: '' }, /jti/],
    ] as const) {
      const proof = await key.proof(parts);
      const refused = await setUp().prove(`${proof.slice(0, proof.lastIndexOf('.'))}.${'A'.repeat(86)}`);
      assert.match(refused.ok ? '' : refused.refusal.description, said);
    }
  });

  it('is of now, give or take a minute', async () => {
    const key = await aKey('ES256');
    for (const [offset, good] of [
      [-60, true],
      [60, true],
      [-61, false],
      [61, false],
      [3600, false],
    ] as const) {
      assert.equal((await setUp().prove(await key.proof({ iat: seconds + offset }))).ok, good, String(offset));
    }
  });

  it('has all its claims, and no endless ones', async () => {
    const key = await aKey('ES256');
    for (const missing of ['jti', 'htm', 'htu', 'iat']) {
      assert.equal((await setUp().prove(await key.proof({ [missing]: undefined }))).ok, false, missing);
    }
    assert.equal((await setUp().prove(await key.proof({ jti: 'x'.repeat(257) }))).ok, false);
    assert.equal((await setUp().prove(await key.proof({ jti: '' }))).ok, false);
    assert.equal((await setUp().prove(await key.proof({ more: 'x'.repeat(9000) }))).ok, false);
  });

  it('has the public key that signed it, and no private part or secret in its place', async () => {
    const key = await aKey('ES256');
    const other = await aKey('ES256');
    const whole: JWK = await exportJWK(key.privateKey);
    for (const header of [{ jwk: undefined }, { jwk: other.jwk }, { jwk: whole }, { typ: 'JWT' }, { typ: undefined }]) {
      assert.equal((await setUp().prove(await key.proof({}, header))).ok, false, JSON.stringify(header));
    }
    const secret = new Uint8Array(32);
    const secretKey: object = { kty: 'oct', k: Buffer.from(secret).toString('base64url') };
    const symmetric = await new SignJWT({ jti: 'x', htm: 'POST', htu: target.url, iat: seconds })
      .setProtectedHeader({
        typ: 'dpop+jwt',
        alg: 'HS256',
        jwk: secretKey as JWK,
      })
      .sign(secret);
    assert.equal((await setUp().prove(symmetric)).ok, false);
    const [, payload = ''] = (await key.proof()).split('.');
    const none = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg: 'none', jwk: key.jwk })).toString('base64url');
    assert.equal((await setUp().prove(`${none}.${payload}.`)).ok, false);
  });

  it('that is nonsense is refused with a sentence, never with an exception', async () => {
    const key = await aKey('ES256');
    const proof = await key.proof();
    await fc.assert(
      fc.asyncProperty(fc.nat(proof.length - 1), fc.string({ maxLength: 3 }), async (at, put) => {
        const changed = `${proof.slice(0, at)}${put}${proof.slice(at + 1)}`;
        const result = await setUp().prove(changed);
        if (!result.ok) assert.match(result.refusal.description, /^\w/);
        else assert.equal(result.value, key.thumbprint);
      }),
    );
    for (const text of ['', '.', '..', '...', 'a.b.c']) assert.equal((await setUp().prove(text)).ok, false);
  });
});
