// plex-oauth 2.2.0 from npm, unmodified: it speaks to https://plex.tv and nowhere else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Harness } from '../harness/service.ts';
import { startPeer, type Peer } from './peer.ts';
import type { Approver } from './approver.ts';
import { worldAsPlexTv, type PlexTv } from './plex-tv.ts';

describe('plex-oauth 2.2.0', () => {
  let harness: Harness;
  let plexTv: PlexTv;
  let ada: Approver;
  let plex: Peer;

  before(async () => {
    ({ harness, plexTv, person: ada } = await worldAsPlexTv('plex-oauth'));
    plex = startPeer('plex-oauth.mjs', [], plexTv.beforehand);
  });
  after(async () => {
    plex.close();
    await plexTv.close();
    await harness.service.close();
  });

  const ask = (): Promise<readonly [url: string, id: number]> => plex.ask('requestHostedLoginURL');
  const check = (id: number): Promise<string | null> => plex.ask('checkForAuthToken', id);

  it('posts "" as JSON (S4), sends Ada to the Auth App, hears null until she approves and then the token', async () => {
    const [url, id] = await ask();
    assert.match(url, /^https:\/\/app\.plex\.tv\/auth#\?code=[a-z0-9]{25}&context%5Bdevice%5D%5Bproduct%5D=My%20App&/);
    assert.equal(await check(id), null);
    await ada.answerApp(url, 'yes');
    const token = await check(id);
    assert.match(token ?? '', /^[0-9A-Za-z]{20}$/);
    assert.equal(await check(id), token); // wire S10
  });

  it('hears 404 when Ada says no, when the pin has expired, and for one it never had (S11)', async () => {
    const [url, denied] = await ask();
    await ada.answerApp(url, 'no');
    await assert.rejects(check(denied), { name: 'AxiosError', status: 404 });

    const [, late] = await ask();
    harness.clock.pass(1_800_000);
    await assert.rejects(check(late), { name: 'AxiosError', status: 404 });
    await assert.rejects(check(1), { name: 'AxiosError', status: 404 });
  });
});
