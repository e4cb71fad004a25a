// X1: pins of both dialects are approved, denied and listed in one place, and redeemed only in their own.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { aPin } from '../../packages/server/src/domain/pin.testing.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { ask, link, lives } from '../plex/asking.ts';
import { registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approve, begin, errorIn, linkDevice, poll, post, type Tokens } from './asking.ts';

const plexHeaders = (clientId: string) => ({ 'x-plex-client-identifier': clientId, accept: 'application/json' });

async function aHarness(seed: string): Promise<Harness> {
  const harness = createHarness(seed, { settings: { passwordRoutes: 'on' } });
  after(() => harness.service.close());
  await registerClient(harness, 'tv');
  await registerClient(harness, 'radio');
  await registerClient(harness, 'watcher', {}, 'watcher secret');
  return harness;
}

const introspect = async (harness: Harness, token: string): Promise<unknown> =>
  (await post(harness, '/oauth/introspect', { client_id: 'watcher', client_secret: 'watcher secret', token })).json;

const refresh = (harness: Harness, token: string, clientId = 'tv') =>
  post(harness, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: clientId });

/** The pairs of two lists. */
const pairs = <One, Other>(ones: readonly One[], others: readonly Other[]): readonly (readonly [One, Other])[] =>
  ones.flatMap((one) => others.map((other) => [one, other] as const));

describe('a pin of one dialect', () => {
  it('is never seen in the other, under any id and any client (X1)', async () => {
    const harness = await aHarness('scan');
    const ada = await harness.person('ada');
    const clients = ['tv', 'radio', 'watcher', 'living-room'];
    const devices = await Promise.all([begin(harness, 'tv'), begin(harness, 'radio'), begin(harness, 'tv')]);
    await approve(harness, ada, devices[0].user_code);
    const plexIds: string[] = [];
    for (const clientId of clients) {
      const { json } = await ask(harness, 'POST', '/api/v2/pins', { headers: plexHeaders(clientId) });
      plexIds.push(String((json as { id: number }).id));
    }
    // The worst case: OAuth pins whose handle is a number that a plex pin could have, or does have.
    const chosen = ['1', '2147483647', plexIds[0] ?? ''];
    const oauthCodes = devices.map(({ user_code: code }) => code.replace('-', ''));
    for (const [index, handle] of chosen.entries()) {
      const code = `ZZZZZZZ${'BCD'[index]}`;
      const now = harness.ports.clock.now();
      const pin = aPin({
        protocol: 'oauth',
        kind: 'user',
        publicId: handle,
        code,
        clientId: 'tv',
        id: `oauth ${handle}`,
      });
      assert.equal(await harness.store.pins.insert({ ...pin, createdAt: now, expiresAt: now + 600_000 }, now), 'ok');
      oauthCodes.push(code);
    }
    const hashes = devices.map(({ device_code: code }) => harness.ports.keys.hash(code));
    const ids = [...plexIds, ...chosen, ...hashes, ...devices.map(({ device_code: code }) => code)];
    let seen = 0;
    for (const [id, holder] of pairs(ids, clients)) {
      for (const path of [`/api/v2/pins/${id}`, `/api/v2/pins/${id}.json`, `/pins/${id}.xml`]) {
        const { status, text } = await ask(harness, 'GET', path, { headers: plexHeaders(holder) });
        for (const code of oauthCodes) assert.ok(!text.includes(code), `${path} as ${holder}`);
        assert.ok(!/authToken":"\w|<auth_token>\w/.test(text), `${path} as ${holder} told a token`);
        const own = plexIds[clients.indexOf(holder)] === id;
        if (status !== 200) continue;
        assert.ok(own, `${path} as ${holder}`);
        seen += 1;
      }
      if (!plexIds.includes(id)) {
        const { status } = await ask(harness, 'DELETE', `/api/v2/pins/${id}`, { headers: plexHeaders(holder) });
        assert.notEqual(status, 204, `${holder} took back ${id}`);
      }
    }
    assert.ok(seen >= clients.length * 2, 'each plex pin was seen by its own client');
    assert.equal((await poll(harness, 'tv', devices[0].device_code)).status, 200, 'the approved one is still there');
    assert.equal(errorIn(await poll(harness, 'radio', devices[1].device_code)), 'authorization_pending');
  });

  it('is not redeemed at the token endpoint when it is a plex pin', async () => {
    const harness = await aHarness('plex at the token endpoint');
    const ada = await harness.person('ada');
    const { json } = await ask(harness, 'POST', '/api/v2/pins', { headers: plexHeaders('tv') });
    const { id, code } = json as { id: number; code: string };
    const opened = await openCode(harness.ports, code, ada.id);
    assert.ok(opened.ok);
    const pin = opened.value;
    const yes = { pin: pin.id, account: ada, address: null, place: null, mayApprove: false, approvedBy: null };
    assert.ok((await approvePin(harness.ports, yes)).ok);
    const guesses = [String(id), code, pin.id, pin.publicId, harness.ports.keys.hash(String(id))];
    for (const [guess, clientId] of pairs(guesses, ['tv', 'radio'])) {
      assert.equal(errorIn(await poll(harness, clientId, guess)), 'invalid_grant');
      await post(harness, '/oauth/revoke', { token: guess, client_id: clientId });
    }
    const read = await ask(harness, 'GET', `/api/v2/pins/${id}`, { headers: plexHeaders('tv') });
    assert.match(read.text, /"authToken":"\w{20}"/, 'it is redeemed in its own dialect');
  });

  it('gives tokens that are none in the other', async () => {
    const harness = await aHarness('tokens');
    const ada = await harness.person('ada');
    const tokens = await linkDevice(harness, ada, 'tv');
    const plexToken = await link(harness, ada, 'living-room');
    for (const token of Object.values(tokens)) {
      if (typeof token === 'string') assert.equal(await lives(harness, token), false);
    }
    assert.deepEqual(await introspect(harness, plexToken), { active: false });
    assert.equal(errorIn(await refresh(harness, plexToken)), 'invalid_grant');
    await post(harness, '/oauth/revoke', { token: plexToken, client_id: 'tv' });
    assert.equal(await lives(harness, plexToken), true);
  });
});

describe('a linked OAuth device', () => {
  it('is in the same list as plex devices, and its tokens die at once when it is unlinked there (X1)', async () => {
    const harness = await aHarness('list');
    const ada = await harness.person('ada');
    const tokens = await linkDevice(harness, ada, 'tv');
    const plexToken = await link(harness, ada, 'living-room');
    const grants = await harness.store.grants.listFor(ada.id);
    assert.deepEqual(grants.map(({ protocol }) => protocol).sort(), ['oauth', 'plex']);
    assert.equal(((await introspect(harness, tokens.access_token)) as { active: boolean }).active, true);
    const oauth = grants.find(({ protocol }) => protocol === 'oauth');
    await harness.store.grants.revoke(oauth?.id ?? '', ada.id, harness.ports.clock.now());
    assert.deepEqual(await introspect(harness, tokens.access_token), { active: false });
    assert.equal(errorIn(await refresh(harness, tokens.refresh_token)), 'invalid_grant');
    assert.equal(await lives(harness, plexToken), true);
  });

  it('ends with its refreshed tokens too', async () => {
    const harness = await aHarness('refreshed');
    const ada = await harness.person('ada');
    const first = await linkDevice(harness, ada, 'tv');
    const second = (await refresh(harness, first.refresh_token)).json as Tokens;
    const [grant] = await harness.store.grants.listFor(ada.id);
    await harness.store.grants.revoke(grant?.id ?? '', ada.id, harness.ports.clock.now());
    for (const { access_token: access, refresh_token: again } of [first, second]) {
      assert.deepEqual(await introspect(harness, access), { active: false });
      assert.equal(errorIn(await refresh(harness, again)), 'invalid_grant');
    }
  });

  it('is approved by a plex device that may, with or without the dash, and ends with it (X1)', async () => {
    const harness = await aHarness('by a phone');
    const ada = await harness.person('ada');
    const phone = await link(harness, ada, 'phone', true);
    for (const typed of [(code: string) => code, (code: string) => code.replace('-', '').toLowerCase()]) {
      const { device_code: deviceCode, user_code: userCode } = await begin(harness, 'tv');
      const linked = await ask(harness, 'PUT', `/api/v2/pins/link?code=${typed(userCode)}`, {
        headers: { 'x-plex-token': phone },
      });
      assert.equal(linked.status, 204, linked.text);
      const tokens = (await poll(harness, 'tv', deviceCode)).json as Tokens;
      assert.equal(((await introspect(harness, tokens.access_token)) as { active: boolean }).active, true);
    }
    assert.equal((await harness.store.grants.listFor(ada.id)).length, 3);
    await ask(harness, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': phone } });
    assert.deepEqual(await harness.store.grants.listFor(ada.id), []);
  });
});
