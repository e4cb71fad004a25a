// Plex JWTs (wire 1.9): what they say, where they work and when they end.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { aDevice, deviceClaims } from '../support/device.ts';
import { ask, lives, signIn } from './asking.ts';
import {
  approve,
  as,
  askForPin,
  aWorld,
  claimsOf,
  exchange,
  json,
  nonceOf,
  poll,
  prove,
  refusedWith,
  register,
  renew,
  signInByPin,
  tokenIn,
} from './keyed.ts';

describe('a Plex JWT', () => {
  it('is as clients verify it: signed by a published key, for plex.tv and the client, seven days', async () => {
    const world = aWorld('claims');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const nonce = await nonceOf(world);
    const now = world.ports.clock.now();
    await approve(world, pin);
    const scope = 'username,restricted,anonymous,joinedAt';
    const token = tokenIn(await poll(world, pin, 'tv', device.sign({ ...deviceClaims(nonce, 'tv', now), scope })));
    const { iss, aud, iat, exp, thumbprint, nonce: told, user } = claimsOf(token);
    assert.deepEqual([iss, aud, told, thumbprint], ['plex.tv', ['plex.tv', 'tv'], nonce, device.jwk.kid]);
    assert.deepEqual([iat, exp], [Math.floor(now / 1000), Math.floor(now / 1000) + 604_800]);
    const ada = await world.person('ada');
    const { uuid, ...members } = user as Record<string, unknown>;
    assert.match(String(uuid), /^[\da-f]{16}$/);
    const joinedAt = Math.floor(ada.createdAt / 1000);
    assert.deepEqual(members, { id: ada.number, username: 'ada', restricted: false, anonymous: false, joinedAt });

    const { keys } = (await ask(world, 'GET', '/api/v2/auth/keys', { headers: json })).json as {
      keys: { kid: string }[];
    };
    const [head = '', body = '', signature = ''] = token.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
    assert.deepEqual([header['typ'], header['alg']], ['JWT', 'EdDSA']);
    const key = keys.find(({ kid }) => kid === header['kid']);
    assert.ok(key !== undefined && /^[\w-]{43}$/.test(key.kid));
    const publicKey = createPublicKey({ key: key as never, format: 'jwk' });
    assert.ok(verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')));
    const { keys: others } = (await ask(world, 'GET', '/oauth/jwks')).json as { keys: { kid: string }[] };
    assert.ok(
      keys.every(({ kid }) => !others.some((other) => other.kid === kid)),
      'not the keys of OAuth',
    );
  });

  it('works wherever a token does, until its device is revoked, signs out, or changes its key', async () => {
    const world = aWorld('everywhere');
    const device = aDevice('tv');
    for (const end of ['revoke', 'sign out', 'other key'] as const) {
      const token = await signInByPin(world, device, 'tv');
      const headers = { ...as('tv'), 'x-plex-token': token };
      for (const path of ['/api/v2/user', '/users/account.json', '/devices.xml', '/api/v2/resources', '/api/v2/ping']) {
        assert.equal((await ask(world, 'GET', path, { headers })).status, 200, path);
      }
      const { json: user } = await ask(world, 'GET', `/api/v2/user?X-Plex-Token=${token}`, { headers: json });
      assert.equal((user as { authToken: string }).authToken, token);
      const ada = await world.person('ada');
      const [grant] = await world.store.grants.listFor(ada.id);
      if (end === 'revoke') await world.store.grants.revoke(grant?.id ?? '', ada.id, 0);
      if (end === 'sign out')
        assert.equal((await ask(world, 'DELETE', '/api/v2/users/signout', { headers })).status, 204);
      if (end === 'other key') assert.equal((await register(world, aDevice('new'), 'tv', token)).status, 201);
      assert.equal(await lives(world, token), false, end);
      refusedWith(await exchange(world, await prove(world, device, 'tv')), 422, 1008);
    }
    assert.ok(await lives(world, await renew(world, aDevice('new'), 'tv')));
  });

  it('cannot be forged', async () => {
    const world = aWorld('forged');
    const device = aDevice('tv');
    const token = await signInByPin(world, device, 'tv');
    const [head = '', body = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), exp: 9_999_999_999 })).toString('base64url');
    const own = device.sign(claimsOf(token), { kid: 'L373' });
    for (const jwt of [`${head}.${forged}.${signature}`, `${head}.${body}.`, `${head}.${body}.AA`, own, 'a.b.c']) {
      assert.equal(await lives(world, jwt), false, jwt);
    }
    assert.ok(await lives(world, token));
  });

  it('is over after seven days, and renewed for as long as the device is used', async () => {
    const world = aWorld('renewed', { tokenLapseDays: 10 });
    const device = aDevice('tv');
    let token = await signInByPin(world, device, 'tv');
    for (let week = 0; week < 4; week += 1) {
      world.wait(7 * 86_400_000);
      assert.equal(await lives(world, token), false);
      token = await renew(world, device, 'tv');
      assert.ok(await lives(world, token));
    }
    world.wait(10 * 86_400_000);
    refusedWith(await exchange(world, await prove(world, device, 'tv')), 401, 1001);
  });

  it('ends with the approver of its device', async () => {
    const world = aWorld('approver');
    const ada = await world.person('ada');
    const approver = await signIn(world, ada, 'phone');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    const yes = await ask(world, 'PUT', `/api/v2/pins/link?code=${pin.code}`, {
      headers: { 'x-plex-token': approver },
    });
    assert.equal(yes.status, 204);
    const token = tokenIn(await poll(world, pin, 'tv', jwt));
    await ask(world, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': approver } });
    assert.equal(await lives(world, token), false);
    refusedWith(await exchange(world, await prove(world, device, 'tv')), 422, 1008);
  });
});
