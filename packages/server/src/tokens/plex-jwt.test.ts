import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { SignJWT } from 'jose';
import { makeSecretKey } from './keys.ts';
import { looksLikeJwt } from '../service/tokens/find-token-owner.ts';
import { createPlexJwts } from './plex-jwt.ts';
import { createSigningKeys } from './signing-keys.ts';

const time = { now: 1_795_262_400_400 };
const clock = { now: () => time.now };
const random = { bytes: (count: number) => randomBytes(count), id: () => randomBytes(16).toString('base64url') };
const [older, newer] = [makeSecretKey(), makeSecretKey()];
const order = {
  grantId: 'grant-1',
  clientId: 'a tv, "quoted"',
  kid: 'any text',
  nonce: 'n',
  user: { id: 1, uuid: 'u' },
};

const jwtsOf = async (...ring: Parameters<typeof createSigningKeys>[0]): Promise<ReturnType<typeof createPlexJwts>> =>
  createPlexJwts(await createSigningKeys(ring, 'plex'), clock, random);

describe('a Plex JWT', () => {
  it('is read as it was made, and none is like another', async () => {
    const jwts = await jwtsOf(older);
    const [jwt, other] = [await jwts.make(order), await jwts.make(order)];
    assert.notEqual(jwt, other);
    assert.ok(looksLikeJwt(jwt));
    assert.deepEqual(await jwts.read(jwt), { grantId: 'grant-1', clientId: order.clientId, kid: 'any text' });
  });

  it('is read when the client calls itself plex.tv', async () => {
    const jwts = await jwtsOf(older);
    assert.equal((await jwts.read(await jwts.make({ ...order, clientId: 'plex.tv' })))?.clientId, 'plex.tv');
  });

  it('is over after seven days', async () => {
    const jwts = await jwtsOf(older);
    const jwt = await jwts.make(order);
    time.now += 604_800_000 - 1000;
    assert.notEqual(await jwts.read(jwt), undefined);
    time.now += 1000;
    assert.equal(await jwts.read(jwt), undefined);
  });

  it('outlives a rotation, and is signed by the newest key', async () => {
    const jwt = await (await jwtsOf(older)).make(order);
    const rotated = await jwtsOf(newer, older);
    assert.equal(rotated.publicKeys.length, 2);
    assert.notEqual(await rotated.read(jwt), undefined);
    assert.equal(await (await jwtsOf(newer)).read(jwt), undefined);
    assert.notEqual(await (await jwtsOf(newer)).read(await rotated.make(order)), undefined);
  });

  it('is not what the keys of OAuth signed, nor another kind of JWT', async () => {
    const jwts = await jwtsOf(older);
    const claims = { iss: 'plex.tv', aud: ['plex.tv', 'tv'], exp: 9_999_999_999, jti: 'grant-1.x', thumbprint: 'k' };
    const { exp: _, ...endless } = claims;
    for (const [isGood, use, typ, body] of [
      [true, 'plex', 'JWT', claims],
      [false, 'oauth', 'JWT', claims],
      [false, 'plex', 'at+jwt', claims],
      [false, 'plex', 'JWT', { ...claims, iss: 'another' }],
      [false, 'plex', 'JWT', { ...claims, aud: 'tv' }],
      [false, 'plex', 'JWT', { ...claims, exp: 1 }],
      [false, 'plex', 'JWT', endless],
    ] as const) {
      const { kid, privateKey } = (await createSigningKeys([older], use)).current('EdDSA');
      const jwt = await new SignJWT({ ...body, aud: [body.aud].flat() })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid })
        .sign(privateKey);
      assert.equal((await jwts.read(jwt)) !== undefined, isGood, JSON.stringify([use, typ, body]));
    }
    assert.equal(looksLikeJwt('QxQ8psAIR9luSmjSE8bN'), false);
  });
});
