// X1: pins of both dialects are approved, denied and listed in one place, and redeemed only in their own.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { aPin } from '../../packages/server/src/domain/pin.testing.ts';
import { approvePin } from '../../packages/server/src/service/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/open-code.ts';
import { ask, link, lives } from '../plex/asking.ts';
import { createWorld, type World } from '../support/world.ts';
import { approve, begin, errorIn, linkDevice, poll, post, register, type Tokens } from './asking.ts';

const plexHeaders = (holder: string) => ({ 'x-plex-client-identifier': holder, accept: 'application/json' });

async function aWorld(seed: string): Promise<World> {
  const world = createWorld(seed, { settings: { passwordRoutes: 'on' } });
  after(() => world.service.close());
  await register(world, 'tv');
  await register(world, 'radio');
  await register(world, 'watcher', {}, 'watcher secret');
  return world;
}

const introspect = async (world: World, token: string): Promise<unknown> =>
  (await post(world, '/oauth/introspect', { client_id: 'watcher', client_secret: 'watcher secret', token })).json;

const refresh = (world: World, token: string, clientId = 'tv') =>
  post(world, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: clientId });

/** The pairs of two lists. */
const pairs = <One, Other>(ones: readonly One[], others: readonly Other[]): readonly (readonly [One, Other])[] =>
  ones.flatMap((one) => others.map((other) => [one, other] as const));

describe('a pin of one dialect', () => {
  it('is never seen in the other, under any id and any client (X1)', async () => {
    const world = await aWorld('scan');
    const ada = await world.person('ada');
    const clients = ['tv', 'radio', 'watcher', 'living-room'];
    const devices = await Promise.all([begin(world, 'tv'), begin(world, 'radio'), begin(world, 'tv')]);
    await approve(world, ada, devices[0].user_code);
    const plexIds: string[] = [];
    for (const holder of clients) {
      const { json } = await ask(world, 'POST', '/api/v2/pins', { headers: plexHeaders(holder) });
      plexIds.push(String((json as { id: number }).id));
    }
    // The worst case: OAuth pins whose handle is a number that a plex pin could have, or does have.
    const chosen = ['1', '2147483647', plexIds[0] ?? ''];
    const oauthCodes = devices.map(({ user_code: code }) => code.replace('-', ''));
    for (const [index, handle] of chosen.entries()) {
      const code = `ZZZZZZZ${'BCD'[index]}`;
      const now = world.ports.clock.now();
      const pin = aPin({ dialect: 'oauth', kind: 'user', handle, code, holder: 'tv', key: `oauth ${handle}` });
      assert.equal(await world.store.pins.insert({ ...pin, createdAt: now, expiresAt: now + 600_000 }, now), 'ok');
      oauthCodes.push(code);
    }
    const hashes = devices.map(({ device_code: code }) => world.ports.keys.hash(code));
    const ids = [...plexIds, ...chosen, ...hashes, ...devices.map(({ device_code: code }) => code)];
    let seen = 0;
    for (const [id, holder] of pairs(ids, clients)) {
      for (const path of [`/api/v2/pins/${id}`, `/api/v2/pins/${id}.json`, `/pins/${id}.xml`]) {
        const { status, text } = await ask(world, 'GET', path, { headers: plexHeaders(holder) });
        for (const code of oauthCodes) assert.ok(!text.includes(code), `${path} as ${holder}`);
        assert.ok(!/authToken":"\w|<auth_token>\w/.test(text), `${path} as ${holder} told a token`);
        const own = plexIds[clients.indexOf(holder)] === id;
        if (status !== 200) continue;
        assert.ok(own, `${path} as ${holder}`);
        seen += 1;
      }
      if (!plexIds.includes(id)) {
        const { status } = await ask(world, 'DELETE', `/api/v2/pins/${id}`, { headers: plexHeaders(holder) });
        assert.notEqual(status, 204, `${holder} took back ${id}`);
      }
    }
    assert.ok(seen >= clients.length * 2, 'each plex pin was seen by its own client');
    assert.equal((await poll(world, 'tv', devices[0].device_code)).status, 200, 'the approved one is still there');
    assert.equal(errorIn(await poll(world, 'radio', devices[1].device_code)), 'authorization_pending');
  });

  it('is not redeemed at the token endpoint when it is a plex pin', async () => {
    const world = await aWorld('plex at the token endpoint');
    const ada = await world.person('ada');
    const { json } = await ask(world, 'POST', '/api/v2/pins', { headers: plexHeaders('tv') });
    const { id, code } = json as { id: number; code: string };
    const opened = await openCode(world.ports, code, ada.id);
    assert.ok(opened.ok);
    const pin = opened.value;
    const yes = { pinKey: pin.key, account: ada, address: null, place: null, mayApprove: false, approvedBy: null };
    assert.ok((await approvePin(world.ports, yes)).ok);
    const guesses = [String(id), code, pin.key, pin.handle, world.ports.keys.hash(String(id))];
    for (const [guess, clientId] of pairs(guesses, ['tv', 'radio'])) {
      assert.equal(errorIn(await poll(world, clientId, guess)), 'invalid_grant');
      await post(world, '/oauth/revoke', { token: guess, client_id: clientId });
    }
    const read = await ask(world, 'GET', `/api/v2/pins/${id}`, { headers: plexHeaders('tv') });
    assert.match(read.text, /"authToken":"\w{20}"/, 'it is redeemed in its own dialect');
  });

  it('gives tokens that are none in the other', async () => {
    const world = await aWorld('tokens');
    const ada = await world.person('ada');
    const tokens = await linkDevice(world, ada, 'tv');
    const plexToken = await link(world, ada, 'living-room');
    for (const token of Object.values(tokens)) {
      if (typeof token === 'string') assert.equal(await lives(world, token), false);
    }
    assert.deepEqual(await introspect(world, plexToken), { active: false });
    assert.equal(errorIn(await refresh(world, plexToken)), 'invalid_grant');
    await post(world, '/oauth/revoke', { token: plexToken, client_id: 'tv' });
    assert.equal(await lives(world, plexToken), true);
  });
});

describe('a linked OAuth device', () => {
  it('is in the same list as plex devices, and its tokens die at once when it is unlinked there (X1)', async () => {
    const world = await aWorld('list');
    const ada = await world.person('ada');
    const tokens = await linkDevice(world, ada, 'tv');
    const plexToken = await link(world, ada, 'living-room');
    const grants = await world.store.grants.listFor(ada.id);
    assert.deepEqual(grants.map(({ dialect }) => dialect).sort(), ['oauth', 'plex']);
    assert.equal(((await introspect(world, tokens.access_token)) as { active: boolean }).active, true);
    const oauth = grants.find(({ dialect }) => dialect === 'oauth');
    await world.store.grants.revoke(oauth?.id ?? '', ada.id, world.ports.clock.now());
    assert.deepEqual(await introspect(world, tokens.access_token), { active: false });
    assert.equal(errorIn(await refresh(world, tokens.refresh_token)), 'invalid_grant');
    assert.equal(await lives(world, plexToken), true);
  });

  it('ends with its refreshed tokens too', async () => {
    const world = await aWorld('refreshed');
    const ada = await world.person('ada');
    const first = await linkDevice(world, ada, 'tv');
    const second = (await refresh(world, first.refresh_token)).json as Tokens;
    const [grant] = await world.store.grants.listFor(ada.id);
    await world.store.grants.revoke(grant?.id ?? '', ada.id, world.ports.clock.now());
    for (const { access_token: access, refresh_token: again } of [first, second]) {
      assert.deepEqual(await introspect(world, access), { active: false });
      assert.equal(errorIn(await refresh(world, again)), 'invalid_grant');
    }
  });

  it('is approved by a plex device that may, with or without the dash, and ends with it (X1)', async () => {
    const world = await aWorld('by a phone');
    const ada = await world.person('ada');
    const phone = await link(world, ada, 'phone', true);
    for (const typed of [(code: string) => code, (code: string) => code.replace('-', '').toLowerCase()]) {
      const { device_code: deviceCode, user_code: userCode } = await begin(world, 'tv');
      const linked = await ask(world, 'PUT', `/api/v2/pins/link?code=${typed(userCode)}`, {
        headers: { 'x-plex-token': phone },
      });
      assert.equal(linked.status, 204, linked.text);
      const tokens = (await poll(world, 'tv', deviceCode)).json as Tokens;
      assert.equal(((await introspect(world, tokens.access_token)) as { active: boolean }).active, true);
    }
    assert.equal((await world.store.grants.listFor(ada.id)).length, 3);
    await ask(world, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': phone } });
    assert.deepEqual(await world.store.grants.listFor(ada.id), []);
  });
});
