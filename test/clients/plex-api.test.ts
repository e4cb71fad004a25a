// plex-api 5.3.2 with plex-api-pinauth 0.1.0 from npm, unmodified: the API before v2, read with regular expressions.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { password } from '../harness/people.ts';
import type { Harness } from '../harness/service.ts';
import { startPeer, type Peer } from './peer.ts';
import type { Approver } from './approver.ts';
import { worldAsPlexTv, type PlexTv } from './plex-tv.ts';

interface Pin {
  readonly id: string;
  readonly code: string;
}

interface Element {
  readonly attributes: Readonly<Record<string, string>>;
}

interface Listed {
  readonly MediaContainer: Element & { readonly Device?: readonly Element[] };
}

describe('plex-api 5.3.2 with plex-api-pinauth 0.1.0', () => {
  let harness: Harness;
  let plexTv: PlexTv;
  let ada: Approver;
  let plex: Peer;

  before(async () => {
    ({ harness, plexTv, person: ada } = await worldAsPlexTv('plex-api'));
    plex = startPeer('plex-api.mjs', [], plexTv.beforehand);
  });
  after(async () => {
    plex.close();
    await plexTv.close();
    await harness.service.close();
  });

  const check = (pin: Pin): Promise<string> => plex.ask('checkPinForAuth', pin);

  it('reads a code, waits, is authorized once Ada typed it, and reads with the token who she is (S17)', async () => {
    await assert.rejects(plex.ask('query', '/api/v2/user.xml'), /User has not authenticated yet/);
    const pin = await plex.ask<Pin>('getNewPin');
    assert.match(pin.code, /^[A-Z0-9]{4,8}$/);
    assert.match(pin.id, /^\d+$/);
    assert.equal(await check(pin), 'waiting');

    await ada.answerCode(pin.code, 'yes');
    assert.equal(await check(pin), 'authorized');
    const { user } = await plex.ask<{ user: Element }>('query', '/api/v2/user.xml');
    assert.equal(user.attributes['username'], 'ada');
    assert.match(user.attributes['authToken'] ?? '', /^[0-9A-Za-z]{20}$/);
  });

  it('then finds the old account, its devices, no servers and no friends, and ends its own device', async () => {
    const { user } = await plex.ask<{ user: Element }>('query', '/users/account');
    assert.equal(user.attributes['email'], 'ada@example.com');
    assert.match(user.attributes['authenticationToken'] ?? '', /^[0-9A-Za-z]{20}$/);
    const { MediaContainer: resources } = await plex.ask<Listed>('query', '/api/resources?includeHttps=1');
    assert.equal(resources.attributes['size'], '0');
    const { MediaContainer: friends } = await plex.ask<Listed>('query', '/api/users');
    assert.equal(friends.attributes['size'], '0');
    const { MediaContainer: devices } = await plex.ask<Listed>('query', '/devices.xml');
    const [own, ...others] = devices.Device ?? [];
    assert.equal(others.length, 0);
    assert.equal(own?.attributes['clientIdentifier'], 'cid-1');
    assert.equal(own?.attributes['product'], 'Node.js App');
    await plex.ask('deleteQuery', `/devices/${own?.attributes['id']}.xml`);
    await assert.rejects(plex.ask('query', '/devices.xml'), /response code: 422/);
  });

  it('hears that a password is no way in beyond this machine', async () => {
    await assert.rejects(plex.ask('queryAs', 'ada', password, '/users/account'), /expected 201 but got 404/);
  });

  it('calls a pin invalid when Ada says no, and when it has expired', async () => {
    const denied = await plex.ask<Pin>('getNewPin');
    await ada.answerCode(denied.code, 'no');
    assert.equal(await check(denied), 'invalid');

    const late = await plex.ask<Pin>('getNewPin');
    harness.clock.pass(900_000);
    assert.equal(await check(late), 'invalid');
  });
});
