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
  aHarness,
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
    const harness = aHarness('claims');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    const nonce = await nonceOf(harness);
    const now = harness.ports.clock.now();
    await approve(harness, pin);
    const scope = 'username,restricted,anonymous,joinedAt';
    const token = tokenIn(await poll(harness, pin, 'tv', device.sign({ ...deviceClaims(nonce, 'tv', now), scope })));
    const { iss, aud, iat, exp, thumbprint, nonce: told, user } = claimsOf(token);
    assert.deepEqual([iss, aud, told, thumbprint], ['plex.tv', ['plex.tv', 'tv'], nonce, device.jwk.kid]);
    assert.deepEqual([iat, exp], [Math.floor(now / 1000), Math.floor(now / 1000) + 604_800]);
    const ada = await harness.person('ada');
    const { uuid, ...members } = user as Record<string, unknown>;
    assert.match(String(uuid), /^[\da-f]{16}$/);
    const joinedAt = Math.floor(ada.createdAt / 1000);
    assert.deepEqual(members, { id: ada.number, username: 'ada', restricted: false, anonymous: false, joinedAt });

    const { keys } = (await ask(harness, 'GET', '/api/v2/auth/keys', { headers: json })).json as {
      keys: { kid: string }[];
    };
    const [head = '', body = '', signature = ''] = token.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
    assert.deepEqual([header['typ'], header['alg']], ['JWT', 'EdDSA']);
    const key = keys.find(({ kid }) => kid === header['kid']);
    assert.ok(key !== undefined && /^[\w-]{43}$/.test(key.kid));
    const publicKey = createPublicKey({ key: key as never, format: 'jwk' });
    assert.ok(verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')));
    const { keys: others } = (await ask(harness, 'GET', '/oauth/jwks')).json as { keys: { kid: string }[] };
    assert.ok(
      keys.every(({ kid }) => !others.some((other) => other.kid === kid)),
      'not the keys of OAuth',
    );
  });

  it('works wherever a token does, until its device is revoked, signs out, or changes its key', async () => {
    const harness = aHarness('everywhere');
    const device = aDevice('tv');
    for (const end of ['revoke', 'sign out', 'other key'] as const) {
      const token = await signInByPin(harness, device, 'tv');
      const headers = { ...as('tv'), 'x-plex-token': token };
      for (const path of ['/api/v2/user', '/users/account.json', '/devices.xml', '/api/v2/resources', '/api/v2/ping']) {
        assert.equal((await ask(harness, 'GET', path, { headers })).status, 200, path);
      }
      const { json: user } = await ask(harness, 'GET', `/api/v2/user?X-Plex-Token=${token}`, { headers: json });
      assert.equal((user as { authToken: string }).authToken, token);
      const ada = await harness.person('ada');
      const [grant] = await harness.store.grants.listFor(ada.id);
      if (end === 'revoke') await harness.store.grants.revoke(grant?.id ?? '', ada.id, 0);
      if (end === 'sign out')
        assert.equal((await ask(harness, 'DELETE', '/api/v2/users/signout', { headers })).status, 204);
      if (end === 'other key') assert.equal((await register(harness, aDevice('new'), 'tv', token)).status, 201);
      assert.equal(await lives(harness, token), false, end);
      refusedWith(await exchange(harness, await prove(harness, device, 'tv')), 422, 1008);
    }
    assert.ok(await lives(harness, await renew(harness, aDevice('new'), 'tv')));
  });

  it('cannot be forged', async () => {
    const harness = aHarness('forged');
    const device = aDevice('tv');
    const token = await signInByPin(harness, device, 'tv');
    const [head = '', body = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), exp: 9_999_999_999 })).toString('base64url');
    const own = device.sign(claimsOf(token), { kid: 'L373' });
    for (const jwt of [`${head}.${forged}.${signature}`, `${head}.${body}.`, `${head}.${body}.AA`, own, 'a.b.c']) {
      assert.equal(await lives(harness, jwt), false, jwt);
    }
    assert.ok(await lives(harness, token));
  });

  it('is over after seven days, and renewed for as long as the device is used', async () => {
    const harness = aHarness('renewed', { tokenLapseDays: 10 });
    const device = aDevice('tv');
    let token = await signInByPin(harness, device, 'tv');
    for (let week = 0; week < 4; week += 1) {
      harness.clock.pass(7 * 86_400_000);
      assert.equal(await lives(harness, token), false);
      token = await renew(harness, device, 'tv');
      assert.ok(await lives(harness, token));
    }
    harness.clock.pass(10 * 86_400_000);
    refusedWith(await exchange(harness, await prove(harness, device, 'tv')), 401, 1001);
  });

  it('ends with the approver of its device', async () => {
    const harness = aHarness('approver');
    const ada = await harness.person('ada');
    const approver = await signIn(harness, ada, 'phone');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    const jwt = await prove(harness, device, 'tv');
    const yes = await ask(harness, 'PUT', `/api/v2/pins/link?code=${pin.code}`, {
      headers: { 'x-plex-token': approver },
    });
    assert.equal(yes.status, 204);
    const token = tokenIn(await poll(harness, pin, 'tv', jwt));
    await ask(harness, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': approver } });
    assert.equal(await lives(harness, token), false);
    refusedWith(await exchange(harness, await prove(harness, device, 'tv')), 422, 1008);
  });
});
