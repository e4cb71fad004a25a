// @ctrl/plex 3.12.1 from npm, unmodified: it speaks to https://plex.tv and nowhere else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { World } from '../support/world.ts';
import { startPeer, type Peer, type PeerError } from './peer.ts';
import type { Person } from './person.ts';
import { worldAsPlexTv, type PlexTv } from './plex-tv.ts';

interface WebLogin {
  readonly id: number;
  readonly code: string;
  readonly uri: string;
  readonly authToken: string | null;
}

describe('@ctrl/plex 3.12.1', () => {
  let world: World;
  let plexTv: PlexTv;
  let ada: Person;
  let plex: Peer;

  before(async () => {
    ({ world, plexTv, person: ada } = await worldAsPlexTv('ctrl/plex'));
    plex = startPeer('ctrl-plex.mjs', [], plexTv.beforehand);
  });
  after(async () => {
    plex.close();
    await plexTv.close();
    await world.service.close();
  });

  const is404 = (error: PeerError): boolean => error.name === 'FetchError' && / 404 /.test(error.message);

  it('asks for a pin, polls with its code, has the token once Ada approves in the Auth App, and reads her', async () => {
    const login = await plex.ask<WebLogin>('getWebLogin');
    assert.match(login.code, /^[a-z0-9]{25}$/);
    assert.equal(login.authToken, null); // wire S16
    assert.match(login.uri, /^https:\/\/app\.plex\.tv\/auth#\?clientID=0x2fc00000001&code=[a-z0-9]{25}&/);

    const check = plex.ask<{ username: string; email: string; token: string }>('webLoginCheck', login, 60);
    await plexTv.answered('GET', `/api/v2/pins/${login.id}`);
    await ada.answerApp(login.uri, 'yes');
    const account = await check;
    assert.equal(account.username, 'ada');
    assert.equal(account.email, 'ada@example.com');
    assert.match(account.token, /^[0-9A-Za-z]{20}$/);
    const again = await plex.ask<{ username: string }>('connectWith', account.token);
    assert.equal(again.username, 'ada');
  });

  it('hears 404 when Ada says no, and when the pin has expired (S11)', async () => {
    const denied = await plex.ask<WebLogin>('getWebLogin');
    await ada.answerApp(denied.uri, 'no');
    await assert.rejects(plex.ask('webLoginCheck', denied, 60), is404);

    const late = await plex.ask<WebLogin>('getWebLogin');
    world.wait(1_800_000);
    await assert.rejects(plex.ask('webLoginCheck', late, 60), is404);
  });

  it('hears 401 for a token that is none (C10)', async () => {
    await assert.rejects(plex.ask('connectWith', 'nonsense'), / 401 /);
  });
});
