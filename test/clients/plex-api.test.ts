// plex-api 5.3.2 with plex-api-pinauth 0.1.0 from npm, unmodified: the API before v2, read with regular expressions.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { World } from '../support/world.ts';
import { startPeer, type Peer } from './peer.ts';
import type { Person } from './person.ts';
import { worldAsPlexTv, type PlexTv } from './plex-tv.ts';

interface Pin {
  readonly id: string;
  readonly code: string;
}

describe('plex-api 5.3.2 with plex-api-pinauth 0.1.0', () => {
  let world: World;
  let plexTv: PlexTv;
  let ada: Person;
  let plex: Peer;

  before(async () => {
    ({ world, plexTv, person: ada } = await worldAsPlexTv('plex-api'));
    plex = startPeer('plex-api.mjs', [], plexTv.beforehand);
  });
  after(async () => {
    plex.close();
    await plexTv.close();
    await world.service.close();
  });

  const check = (pin: Pin): Promise<string> => plex.ask('checkPinForAuth', pin);

  it('reads a code, waits, is authorized once Ada typed it, and reads with the token who she is (S17)', async () => {
    await assert.rejects(plex.ask('query', '/api/v2/user.xml'), /User has not authenticated yet/);
    const pin = await plex.ask<Pin>('getNewPin');
    assert.match(pin.code, /^[A-Z0-9]{4}$/);
    assert.match(pin.id, /^\d+$/);
    assert.equal(await check(pin), 'waiting');

    await ada.answerCode(pin.code, 'yes');
    assert.equal(await check(pin), 'authorized');
    const { user } = await plex.ask<{ user: { attributes: Record<string, string> } }>('query', '/api/v2/user.xml');
    assert.equal(user.attributes['username'], 'ada');
    assert.match(user.attributes['authToken'] ?? '', /^[0-9A-Za-z]{20}$/);
  });

  it('calls a pin invalid when Ada says no, and when it has expired', async () => {
    const denied = await plex.ask<Pin>('getNewPin');
    await ada.answerCode(denied.code, 'no');
    assert.equal(await check(denied), 'invalid');

    const late = await plex.ask<Pin>('getNewPin');
    world.wait(900_000);
    assert.equal(await check(late), 'invalid');
  });
});
