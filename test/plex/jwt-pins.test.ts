// Pins that are tied to a key (wire 1.9), as clients poll them and as thieves would.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aDevice, deviceClaims } from '../support/device.ts';
import { ask, lives } from './asking.ts';
import {
  approve,
  as,
  askForPin,
  aHarness,
  exchange,
  nonceOf,
  poll,
  prove,
  refusedWith,
  signInByPin,
  tokenIn,
} from './keyed.ts';

describe('a pin with a key', () => {
  it('holds to one device JWT for its whole life, whose nonce is good for nothing else', async () => {
    const harness = aHarness('one device JWT');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    const jwt = await prove(harness, device, 'tv');
    for (let minute = 0; minute < 29; minute += 1) {
      const { status, json: said } = await poll(harness, pin, 'tv', jwt);
      assert.deepEqual([status, (said as { authToken: unknown }).authToken], [200, null]);
      harness.clock.pass(60_000);
    }
    await approve(harness, pin);
    const token = tokenIn(await poll(harness, pin, 'tv', jwt));
    assert.ok(await lives(harness, token));
    refusedWith(await exchange(harness, jwt), 498, 1001);
  });

  it('has its nonce refused at the exchange while the device JWT is still good', async () => {
    const harness = aHarness('nonce of a poll');
    const device = aDevice('tv');
    await signInByPin(harness, device, 'tv');
    const pin = await askForPin(harness, device, 'tv');
    const jwt = await prove(harness, device, 'tv');
    assert.equal((await poll(harness, pin, 'tv', jwt)).status, 200);
    refusedWith(await exchange(harness, jwt), 422, 1008);
    assert.equal((await poll(harness, pin, 'tv', jwt)).status, 200, 'the pin goes on with it');
    const other = await askForPin(harness, device, 'tv');
    refusedWith(await poll(harness, other, 'tv', jwt), 422, 1008);
  });

  it('takes another device JWT with a fresh nonce, and two polls at once', async () => {
    const harness = aHarness('more device JWTs');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    const first = await prove(harness, device, 'tv');
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await poll(harness, pin, 'tv', first)).status));
    assert.deepEqual(statuses, [200, 200, 200, 200]);
    harness.clock.pass(400_000);
    assert.equal((await poll(harness, pin, 'tv', await prove(harness, device, 'tv'))).status, 200);
  });

  it('gives its reader the JWT again within ten seconds, and to others nothing (S10)', async () => {
    const harness = aHarness('ten seconds');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    const jwt = await prove(harness, device, 'tv');
    await approve(harness, pin);
    const [first, again] = [tokenIn(await poll(harness, pin, 'tv', jwt)), tokenIn(await poll(harness, pin, 'tv', jwt))];
    for (const token of [first, again]) assert.ok(await lives(harness, token));
    refusedWith(await poll(harness, pin, 'tv'), 404, 1020);
    harness.clock.pass(10_000);
    refusedWith(await poll(harness, pin, 'tv', jwt), 404, 1020);
    const devices = await harness.store.grants.listFor((await harness.person('ada')).id);
    assert.equal(devices.length, 1);
    assert.equal(devices[0]?.tokenHash, null, 'it never had a token of the old kind');
  });

  it('hands nothing out by its old API either', async () => {
    const harness = aHarness('old API');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    await approve(harness, pin);
    const { text, status } = await ask(harness, 'GET', `/pins/${pin.id}.xml`, {
      headers: { 'x-plex-client-identifier': 'tv' },
    });
    assert.equal(status, 200);
    assert.match(text, /<auth_token nil="true"/);
    const thief = await prove(harness, aDevice('thief'), 'tv');
    const bad = await ask(harness, 'GET', `/pins/${pin.id}.xml?deviceJWT=${thief}`, { headers: as('tv') });
    assert.equal(bad.status, 422);
  });

  it('is proved by its own key, for its own client and this service only', async () => {
    const harness = aHarness('not the key');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    await approve(harness, pin);
    refusedWith(await poll(harness, pin, 'tv', await prove(harness, aDevice('thief'), 'tv')), 422, 1008);
    for (const wrong of [
      { iss: 'another' },
      { aud: 'other.tv' },
      { aud: ['other.tv'] },
      { aud: undefined },
      { exp: '9' },
    ]) {
      refusedWith(await poll(harness, pin, 'tv', await prove(harness, device, 'tv', wrong)), 400, 1004);
    }
    refusedWith(await poll(harness, pin, 'tv', await prove(harness, device, 'tv', { exp: 1 })), 498, 1001);
    for (const nonce of ['', '7c415b56-8f48-488a-98ab-847ef4460442', '7c415b56-8f48-888a-98ab-847ef4460442']) {
      refusedWith(await poll(harness, pin, 'tv', await prove(harness, device, 'tv', { nonce })), 422, 1008);
    }
    for (const aud of ['plex.tv', ['x', 'http://127.0.0.1:4747'], '127.0.0.1:4747']) {
      tokenIn(await poll(harness, pin, 'tv', await prove(harness, device, 'tv', { aud })));
    }
  });

  it('is what an unsigned or otherwise signed JWT does not prove', async () => {
    const harness = aHarness('algorithms');
    const device = aDevice('tv');
    const pin = await askForPin(harness, device, 'tv');
    await approve(harness, pin);
    const deviceInfo = deviceClaims(await nonceOf(harness), 'tv', harness.ports.clock.now());
    const [head = '', body = ''] = device.sign(deviceInfo, { alg: 'none' }).split('.');
    for (const jwt of [
      `${head}.${body}.`,
      device.sign(deviceInfo, { alg: 'HS256' }),
      device.sign(deviceInfo, { crit: ['x'], x: 1 }),
    ]) {
      refusedWith(await poll(harness, pin, 'tv', jwt), 400, 1004);
    }
    tokenIn(await poll(harness, pin, 'tv', device.sign(deviceInfo, { alg: 'Ed25519' })));
  });
});
