// Keys that devices register, and nonces (wire 1.9).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceKeyOf } from '../../packages/server/src/tokens/device-key.ts';
import { aDevice, deviceClaims } from '../support/device.ts';
import { ask, link, lives } from './asking.ts';
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
} from './keyed.ts';

describe('a key that a device registers', () => {
  it('ends the old token with the first JWT, not before (C11)', async () => {
    const harness = aHarness('C11');
    const token = await link(harness, await harness.person('ada'), 'tv');
    const device = aDevice('tv');
    assert.equal((await register(harness, device, 'tv', token)).status, 201);
    assert.ok(await lives(harness, token));
    const jwt = await renew(harness, device, 'tv');
    assert.equal(await lives(harness, token), false);
    assert.ok(await lives(harness, jwt));
  });

  it("signs as its own client identifier only: its siblings' tokens live on, and no identifier is squatted", async () => {
    const harness = aHarness('another identifier');
    const ada = await harness.person('ada');
    const [own, siblings] = [await link(harness, ada, 'browser'), await link(harness, ada, 'tv')];
    const device = aDevice('browser');
    for (const other of ['tv', 'of-nobody', 'BROWSER']) {
      refusedWith(await register(harness, device, other, own), 403, 1068);
      refusedWith(await exchange(harness, await prove(harness, device, other)), 422, 1008);
    }
    for (const token of [own, siblings]) assert.ok(await lives(harness, token));
    assert.equal((await register(harness, device, 'browser', own)).status, 201);
    assert.deepEqual(claimsOf(await renew(harness, device, 'browser'))['aud'], ['plex.tv', 'browser']);
    assert.deepEqual([await lives(harness, own), await lives(harness, siblings)], [false, true]);
  });

  it('with a JWT for a token registers for its own client identifier only', async () => {
    const harness = aHarness('another identifier by JWT');
    const sibling = await link(harness, await harness.person('ada'), 'tv');
    const jwt = await signInByPin(harness, aDevice('browser'), 'browser');
    refusedWith(await register(harness, aDevice('new'), 'tv', jwt), 403, 1068);
    assert.equal((await register(harness, aDevice('new'), 'browser', jwt)).status, 201);
    assert.ok(await lives(harness, sibling));
  });

  it('that an earlier release took for another identifier than its device has is good for nothing', async () => {
    const harness = aHarness('left over');
    const ada = await harness.person('ada');
    const [own, siblings] = [await link(harness, ada, 'browser'), await link(harness, ada, 'tv')];
    const device = aDevice('browser');
    const [grant] = await harness.ports.grants.listOf('plex', 'browser');
    assert.ok(grant);
    const key = { ...(await deviceKeyOf(device.jwk)), grantId: grant.id, account: ada.id, clientId: 'tv' };
    assert.equal(await harness.ports.deviceKeys.register({ ...key, registeredAt: 0 }, false), 'ok');
    refusedWith(await exchange(harness, await prove(harness, device, 'tv')), 401, 1001);
    for (const token of [own, siblings]) assert.ok(await lives(harness, token));
  });

  it("ends the tokens of the account's other devices of that identifier, as a pin with a key does", async () => {
    const harness = aHarness('same identifier');
    const [ada, ben] = [await harness.person('ada'), await harness.person('ben')];
    const [hers, elsewhere, his] = [
      await link(harness, ada, 'tv'),
      await link(harness, ada, 'pc'),
      await link(harness, ben, 'tv'),
    ];
    await signInByPin(harness, aDevice('tv'), 'tv');
    assert.deepEqual(
      [await lives(harness, hers), await lives(harness, elsewhere), await lives(harness, his)],
      [false, true, true],
    );
  });

  it('is refused to another account, for the key and for the client identifier', async () => {
    const harness = aHarness('taken');
    const [ada, ben] = [await harness.person('ada'), await harness.person('ben')];
    const device = aDevice('tv');
    assert.equal((await register(harness, device, 'tv', await link(harness, ada, 'tv'))).status, 201);
    const his = await link(harness, ben, 'tv');
    refusedWith(await register(harness, aDevice('his'), 'tv', his), 422, 1014);
    const hisOther = await link(harness, ben, 'elsewhere');
    refusedWith(await register(harness, device, 'elsewhere', hisOther), 422, 1014);
    assert.equal((await register(harness, aDevice('his'), 'elsewhere', hisOther)).status, 201);
    const again = await link(harness, ada, 'tv');
    assert.equal((await register(harness, device, 'tv', again)).status, 201, 'her own other device takes it over');
  });

  it('is taken over by whoever signs in by a pin with it: the device changes hands', async () => {
    const harness = aHarness('changes hands');
    const device = aDevice('tv');
    const hers = await signInByPin(harness, device, 'tv', 'ada');
    const his = await signInByPin(harness, device, 'tv', 'ben');
    assert.deepEqual([await lives(harness, hers), await lives(harness, his)], [false, true]);
    const user = claimsOf(await renew(harness, device, 'tv'))['user'] as { username: string };
    assert.equal(user.username, 'ben');
  });

  it('is not taken over by a pin alone: who names a key must prove it', async () => {
    const harness = aHarness('unproven');
    const device = aDevice('tv');
    const hers = await signInByPin(harness, device, 'tv', 'ada');
    const thief = await askForPin(harness, device, 'tv');
    await approve(harness, thief, 'ben');
    assert.equal((await poll(harness, thief, 'tv')).status, 200);
    assert.ok(await lives(harness, hers));
    assert.equal((claimsOf(await renew(harness, device, 'tv'))['user'] as { username: string }).username, 'ada');
  });

  it('is found by what it is, not by what it is called', async () => {
    const harness = aHarness('kid');
    const token = await link(harness, await harness.person('ada'), 'tv');
    const device = aDevice('tv');
    const { kid: _, ...nameless } = device.jwk;
    const said = { headers: { ...as('tv'), 'x-plex-token': token }, body: JSON.stringify({ jwk: nameless }) };
    assert.equal((await ask(harness, 'POST', '/api/v2/auth/jwk', said)).status, 201);
    const deviceInfo = deviceClaims(await nonceOf(harness), 'tv', harness.ports.clock.now());
    const answer = await exchange(harness, device.sign(deviceInfo, { kid: 'whatever' }));
    assert.equal(answer.status, 200);
    const jwt = (answer.json as { auth_token: string }).auth_token;
    assert.match(
      String(claimsOf(jwt)['thumbprint']),
      /^[\w-]{43}$/,
      'the RFC 7638 thumbprint, when it is called nothing',
    );
  });

  it('needs a token, a client identifier and a key', async () => {
    const harness = aHarness('needs');
    const token = await link(harness, await harness.person('ada'), 'tv');
    const device = aDevice('tv');
    refusedWith(await register(harness, device, 'tv', 'AAAAAAAAAAAAAAAAAAAA'), 401, 1001);
    const body = JSON.stringify({ jwk: device.jwk });
    const headers = { ...json, 'x-plex-token': token };
    refusedWith(await ask(harness, 'POST', '/api/v2/auth/jwk', { headers, body }), 400, 1000);
    const named = { ...headers, 'x-plex-client-identifier': 'tv' };
    refusedWith(await ask(harness, 'POST', '/api/v2/auth/jwk', { headers: named, body: '{}' }), 400, 1004);
    refusedWith(await register(harness, { jwk: { ...device.jwk, crv: 'Ed448' } }, 'tv', token), 422, 1008);
  });
});

describe('nonces and exchanges', () => {
  it('have a budget of their own: 429/1003 with Retry-After, and pins go on', async () => {
    const harness = aHarness('budget', { issuesPerMinute: 3 });
    for (let count = 0; count < 3; count += 1) await nonceOf(harness);
    for (const [method, path, body] of [
      ['GET', 'nonce', ''],
      ['POST', 'token', '{"jwt":"a.b.c"}'],
    ] as const) {
      const said = method === 'GET' ? { headers: json } : { headers: json, body };
      const answer = await ask(harness, method, `/api/v2/auth/${path}`, said);
      refusedWith(answer, 429, 1003);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    }
    assert.equal(
      (await ask(harness, 'GET', '/api/v2/auth/nonce', { headers: json, peer: '198.51.100.7' })).status,
      200,
    );
    await askForPin(harness, aDevice('tv'), 'tv');
  });

  it('once only: of many exchanges of one device JWT at once exactly one succeeds', async () => {
    const harness = aHarness('race');
    const device = aDevice('tv');
    await signInByPin(harness, device, 'tv');
    const jwt = await prove(harness, device, 'tv');
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(harness, jwt)));
    assert.deepEqual(
      answers.map(({ status }) => status).sort((one, other) => one - other),
      [200, ...Array<number>(7).fill(422)],
    );
  });

  it('lapse: a nonce after five minutes with 422, a device JWT with 498', async () => {
    const harness = aHarness('lapse');
    const device = aDevice('tv');
    await signInByPin(harness, device, 'tv');
    const long = await prove(harness, device, 'tv', { exp: 9_999_999_999 });
    const short = await prove(harness, device, 'tv');
    harness.clock.pass(300_000);
    refusedWith(await exchange(harness, long), 422, 1008);
    harness.clock.pass(60_000);
    refusedWith(await exchange(harness, short), 498, 1001);
  });
});
