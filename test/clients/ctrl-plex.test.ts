// @ctrl/plex 3.12.1 from npm, unmodified: it speaks to https://plex.tv and nowhere else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { password } from '../harness/people.ts';
import type { Harness } from '../harness/service.ts';
import { startPeer, type Peer, type PeerError } from './peer.ts';
import type { Approver } from './approver.ts';
import { worldAsPlexTv, type PlexTv } from './plex-tv.ts';

interface WebLogin {
  readonly id: number;
  readonly code: string;
  readonly uri: string;
  readonly authToken: string | null;
}

describe('@ctrl/plex 3.12.1', () => {
  let harness: Harness;
  let plexTv: PlexTv;
  let ada: Approver;
  let plex: Peer;

  before(async () => {
    const settings = {
      passwordRoutes: 'on' as const,
      serversFile: fileURLToPath(new URL('servers.json', import.meta.url)),
    };
    ({ harness, plexTv, person: ada } = await worldAsPlexTv('ctrl/plex', settings));
    plex = startPeer('ctrl-plex.mjs', [], plexTv.beforehand);
  });
  after(async () => {
    plex.close();
    await plexTv.close();
    await harness.service.close();
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

  it('then finds the servers that the operator declared, and her devices without the tokens of others', async () => {
    const login = await plex.ask<WebLogin>('getWebLogin');
    await ada.answerApp(login.uri, 'yes');
    const { token } = await plex.ask<{ token: string }>('webLoginCheck', login, 60);
    assert.deepEqual(await plex.ask('resources', token), [
      { name: 'Attic', owned: false, accessToken: token, uris: ['https://attic.example:32400'] },
    ]);
    const other = await plex.ask<{ token: string }>('signIn', 'ada', password);
    const devices = await plex.ask<{ product: string; clientIdentifier: string; token: string }[]>('devices', token);
    assert.ok(devices.length >= 2);
    assert.ok(devices.every(({ clientIdentifier }) => clientIdentifier === '0x2fc00000001'));
    assert.ok(devices.every((device) => device.product === 'PlexAPI'));
    assert.deepEqual(new Set(devices.map((device) => device.token)), new Set([token, '']));
    assert.notEqual(other.token, token);
    await assert.rejects(plex.ask('claimToken', token), / 404 /);
  });

  it('signs in with a password where that is switched on, and hears 401 for a wrong one', async () => {
    const account = await plex.ask<{ username: string; token: string }>('signIn', 'ada', password);
    assert.equal(account.username, 'ada');
    assert.equal((await plex.ask<{ username: string }>('connectWith', account.token)).username, 'ada');
    await assert.rejects(plex.ask('signIn', 'ada', 'wrong'), / 401 /);
  });

  it('hears 404 when Ada says no, and when the pin has expired (S11)', async () => {
    const denied = await plex.ask<WebLogin>('getWebLogin');
    await ada.answerApp(denied.uri, 'no');
    await assert.rejects(plex.ask('webLoginCheck', denied, 60), is404);

    const late = await plex.ask<WebLogin>('getWebLogin');
    harness.clock.pass(1_800_000);
    await assert.rejects(plex.ask('webLoginCheck', late, 60), is404);
  });

  it('hears 401 for a token that is none (C10)', async () => {
    await assert.rejects(plex.ask('connectWith', 'nonsense'), / 401 /);
  });
});
