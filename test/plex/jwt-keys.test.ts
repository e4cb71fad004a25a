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
} from './keyed.ts';

describe('a key that a device registers', () => {
  it('ends the old token with the first JWT, not before (C11)', async () => {
    const world = aWorld('C11');
    const token = await link(world, await world.person('ada'), 'tv');
    const device = aDevice('tv');
    assert.equal((await register(world, device, 'tv', token)).status, 201);
    assert.ok(await lives(world, token));
    const jwt = await renew(world, device, 'tv');
    assert.equal(await lives(world, token), false);
    assert.ok(await lives(world, jwt));
  });

  it("signs as its own client identifier only: its siblings' tokens live on, and no identifier is squatted", async () => {
    const world = aWorld('another identifier');
    const ada = await world.person('ada');
    const [own, siblings] = [await link(world, ada, 'browser'), await link(world, ada, 'tv')];
    const device = aDevice('browser');
    for (const other of ['tv', 'of-nobody', 'BROWSER']) {
      refusedWith(await register(world, device, other, own), 403, 1068);
      refusedWith(await exchange(world, await prove(world, device, other)), 422, 1008);
    }
    for (const token of [own, siblings]) assert.ok(await lives(world, token));
    assert.equal((await register(world, device, 'browser', own)).status, 201);
    assert.deepEqual(claimsOf(await renew(world, device, 'browser'))['aud'], ['plex.tv', 'browser']);
    assert.deepEqual([await lives(world, own), await lives(world, siblings)], [false, true]);
  });

  it('with a JWT for a token registers for its own client identifier only', async () => {
    const world = aWorld('another identifier by JWT');
    const sibling = await link(world, await world.person('ada'), 'tv');
    const jwt = await signInByPin(world, aDevice('browser'), 'browser');
    refusedWith(await register(world, aDevice('new'), 'tv', jwt), 403, 1068);
    assert.equal((await register(world, aDevice('new'), 'browser', jwt)).status, 201);
    assert.ok(await lives(world, sibling));
  });

  it('that an earlier release took for another identifier than its device has is good for nothing', async () => {
    const world = aWorld('left over');
    const ada = await world.person('ada');
    const [own, siblings] = [await link(world, ada, 'browser'), await link(world, ada, 'tv')];
    const device = aDevice('browser');
    const [grant] = await world.ports.grants.listOf('plex', 'browser');
    assert.ok(grant);
    const key = { ...(await deviceKeyOf(device.jwk)), grantId: grant.id, account: ada.id, holder: 'tv' };
    assert.equal(await world.ports.deviceKeys.register({ ...key, registeredAt: 0 }, false), 'ok');
    refusedWith(await exchange(world, await prove(world, device, 'tv')), 401, 1001);
    for (const token of [own, siblings]) assert.ok(await lives(world, token));
  });

  it("ends the tokens of the account's other devices of that identifier, as a pin with a key does", async () => {
    const world = aWorld('same identifier');
    const [ada, ben] = [await world.person('ada'), await world.person('ben')];
    const [hers, elsewhere, his] = [
      await link(world, ada, 'tv'),
      await link(world, ada, 'pc'),
      await link(world, ben, 'tv'),
    ];
    await signInByPin(world, aDevice('tv'), 'tv');
    assert.deepEqual(
      [await lives(world, hers), await lives(world, elsewhere), await lives(world, his)],
      [false, true, true],
    );
  });

  it('is refused to another account, for the key and for the client identifier', async () => {
    const world = aWorld('taken');
    const [ada, ben] = [await world.person('ada'), await world.person('ben')];
    const device = aDevice('tv');
    assert.equal((await register(world, device, 'tv', await link(world, ada, 'tv'))).status, 201);
    const his = await link(world, ben, 'tv');
    refusedWith(await register(world, aDevice('his'), 'tv', his), 422, 1014);
    const hisOther = await link(world, ben, 'elsewhere');
    refusedWith(await register(world, device, 'elsewhere', hisOther), 422, 1014);
    assert.equal((await register(world, aDevice('his'), 'elsewhere', hisOther)).status, 201);
    const again = await link(world, ada, 'tv');
    assert.equal((await register(world, device, 'tv', again)).status, 201, 'her own other device takes it over');
  });

  it('is taken over by whoever signs in by a pin with it: the device changes hands', async () => {
    const world = aWorld('changes hands');
    const device = aDevice('tv');
    const hers = await signInByPin(world, device, 'tv', 'ada');
    const his = await signInByPin(world, device, 'tv', 'ben');
    assert.deepEqual([await lives(world, hers), await lives(world, his)], [false, true]);
    const user = claimsOf(await renew(world, device, 'tv'))['user'] as { username: string };
    assert.equal(user.username, 'ben');
  });

  it('is not taken over by a pin alone: who names a key must prove it', async () => {
    const world = aWorld('unproven');
    const device = aDevice('tv');
    const hers = await signInByPin(world, device, 'tv', 'ada');
    const thief = await askForPin(world, device, 'tv');
    await approve(world, thief, 'ben');
    assert.equal((await poll(world, thief, 'tv')).status, 200);
    assert.ok(await lives(world, hers));
    assert.equal((claimsOf(await renew(world, device, 'tv'))['user'] as { username: string }).username, 'ada');
  });

  it('is found by what it is, not by what it is called', async () => {
    const world = aWorld('kid');
    const token = await link(world, await world.person('ada'), 'tv');
    const device = aDevice('tv');
    const { kid: _, ...nameless } = device.jwk;
    const said = { headers: { ...as('tv'), 'x-plex-token': token }, body: JSON.stringify({ jwk: nameless }) };
    assert.equal((await ask(world, 'POST', '/api/v2/auth/jwk', said)).status, 201);
    const claims = deviceClaims(await nonceOf(world), 'tv', world.ports.clock.now());
    const answer = await exchange(world, device.sign(claims, { kid: 'whatever' }));
    assert.equal(answer.status, 200);
    const jwt = (answer.json as { auth_token: string }).auth_token;
    assert.match(
      String(claimsOf(jwt)['thumbprint']),
      /^[\w-]{43}$/,
      'the RFC 7638 thumbprint, when it is called nothing',
    );
  });

  it('needs a token, a client identifier and a key', async () => {
    const world = aWorld('needs');
    const token = await link(world, await world.person('ada'), 'tv');
    const device = aDevice('tv');
    refusedWith(await register(world, device, 'tv', 'AAAAAAAAAAAAAAAAAAAA'), 401, 1001);
    const body = JSON.stringify({ jwk: device.jwk });
    const headers = { ...json, 'x-plex-token': token };
    refusedWith(await ask(world, 'POST', '/api/v2/auth/jwk', { headers, body }), 400, 1000);
    const named = { ...headers, 'x-plex-client-identifier': 'tv' };
    refusedWith(await ask(world, 'POST', '/api/v2/auth/jwk', { headers: named, body: '{}' }), 400, 1004);
    refusedWith(await register(world, { jwk: { ...device.jwk, crv: 'Ed448' } }, 'tv', token), 422, 1008);
  });
});

describe('nonces and exchanges', () => {
  it('have a budget of their own: 429/1003 with Retry-After, and pins go on', async () => {
    const world = aWorld('budget', { issuesPerMinute: 3 });
    for (let count = 0; count < 3; count += 1) await nonceOf(world);
    for (const [method, path, body] of [
      ['GET', 'nonce', ''],
      ['POST', 'token', '{"jwt":"a.b.c"}'],
    ] as const) {
      const said = method === 'GET' ? { headers: json } : { headers: json, body };
      const answer = await ask(world, method, `/api/v2/auth/${path}`, said);
      refusedWith(answer, 429, 1003);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    }
    assert.equal((await ask(world, 'GET', '/api/v2/auth/nonce', { headers: json, peer: '198.51.100.7' })).status, 200);
    await askForPin(world, aDevice('tv'), 'tv');
  });

  it('once only: of many exchanges of one device JWT at once exactly one succeeds', async () => {
    const world = aWorld('race');
    const device = aDevice('tv');
    await signInByPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(world, jwt)));
    assert.deepEqual(
      answers.map(({ status }) => status).sort((one, other) => one - other),
      [200, ...Array<number>(7).fill(422)],
    );
  });

  it('lapse: a nonce after five minutes with 422, a device JWT with 498', async () => {
    const world = aWorld('lapse');
    const device = aDevice('tv');
    await signInByPin(world, device, 'tv');
    const long = await prove(world, device, 'tv', { exp: 9_999_999_999 });
    const short = await prove(world, device, 'tv');
    world.wait(300_000);
    refusedWith(await exchange(world, long), 422, 1008);
    world.wait(60_000);
    refusedWith(await exchange(world, short), 498, 1001);
  });
});
