import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Asked } from './asked.ts';
import { Player } from './player.ts';
import { inJson, inXml, signIn, signInXml, transcriptOf } from './recorded.testing.ts';

const json = { accept: 'application/json' };

/** A request of a client. */
const ask = (method: string, path: string, client = 'tv', headers: Asked['headers'] = json): Asked => ({
  method,
  path,
  query: {},
  headers: { ...headers, 'x-plex-client-identifier': client },
  form: {},
});

const poll = '/api/v2/pins/1000000001';

/** Where the exchanges that answer are in the sign-in; -1 for none. */
const places = (player: Player, asked: readonly Asked[]): readonly number[] =>
  asked.map((one) => {
    const played = player.play(one);
    return signIn.exchanges.findIndex((exchange) => exchange === played);
  });

describe('a transcript is played', () => {
  it('in the order of each route, and the last answer again and again, whatever came how often', () => {
    const polls = Array.from({ length: 5 }, () => ask('GET', poll));
    assert.deepEqual(places(new Player(signIn), [ask('POST', '/api/v2/pins'), ...polls]), [0, 1, 2, 3, 3, 3]);
  });

  it('to each client from its beginning', () => {
    const player = new Player(signIn);
    assert.deepEqual(places(player, [ask('GET', poll), ask('GET', poll), ask('GET', poll, 'phone')]), [1, 2, 1]);
    assert.deepEqual(places(player, [ask('GET', poll)]), [3]);
  });

  it('from after an action that is asked for once more', () => {
    const player = new Player(signIn);
    const once = [ask('POST', '/api/v2/pins'), ask('GET', poll), ask('GET', poll), ask('GET', poll)];
    assert.deepEqual(places(player, [...once, ...once]), [0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it('and what was recorded before that action goes on as it was', () => {
    const exchanges = [
      inJson('GET', '/api/v2/ping', 200, 1),
      inJson('GET', '/api/v2/ping', 200, 2),
      inJson('POST', '/api/v2/pins', 201, 3),
      inJson('GET', '/api/v2/ping', 200, 4),
    ];
    const player = new Player(transcriptOf(exchanges));
    const ping = ask('GET', '/api/v2/ping');
    const pin = ask('POST', '/api/v2/pins');
    const played = [ping, ping, pin, ping, pin, ping].map((asked) => player.play(asked)?.response.body);
    assert.deepEqual(
      played,
      [1, 2, 3, 4, 3, 4].map((one) => ({ json: one })),
    );
  });

  it('in the format that is asked for, and in no other', () => {
    const player = new Player(signIn);
    assert.equal(player.play(ask('POST', '/api/v2/pins', 'tv', {})), undefined);
    assert.ok(player.hasOtherFormat(ask('POST', '/api/v2/pins', 'tv', {})));
    assert.equal(player.hasOtherFormat(ask('POST', '/api/v2/user', 'tv', {})), false);
    assert.equal(player.play(ask('POST', '/api/v2/pins.json', 'tv', {})), signIn.exchanges[0]);
    const both = new Player(transcriptOf([...signIn.exchanges, ...signInXml.exchanges]));
    assert.equal(both.play(ask('POST', '/api/v2/pins', 'tv', {})), signInXml.exchanges[0]);
    assert.equal(both.play(ask('POST', '/api/v2/pins')), signIn.exchanges[0]);
  });

  it('whatever the client takes where plex.tv has one format alone, or said nothing', () => {
    const old = inXml('GET', '/api/resources', 200, { name: 'MediaContainer' });
    const { request } = old;
    const asJson = { ...old, request: { ...request, headers: json } };
    const linked = { request: { ...request, method: 'PUT' }, response: { status: 204 }, afterMs: 0 };
    const player = new Player(transcriptOf([asJson, linked]));
    assert.equal(player.play(ask('GET', '/api/resources')), asJson);
    assert.equal(player.play(ask('GET', '/api/resources', 'tv', {})), asJson);
    for (const headers of [json, {}]) {
      assert.equal(player.play(ask('PUT', '/api/resources', 'tv', headers))?.response, linked.response);
    }
  });

  it('for an id that it handed out itself, and for any other where it handed out none', () => {
    const player = new Player(signIn);
    assert.equal(player.play(ask('GET', '/api/v2/pins/7')), undefined);
    assert.equal(player.play(ask('GET', '/api/v2/pins/1000000001.json')), signIn.exchanges[1]);
    const stored = inJson('PUT', '/api/v2/devices/1000000009', 200, {});
    const other = new Player(transcriptOf([...signIn.exchanges, stored, inJson('GET', '/api/v2/friends/9', 200, {})]));
    assert.equal(other.play(ask('PUT', '/api/v2/devices/4711')), stored);
    assert.equal(other.play(ask('PUT', '/api/v2/devices/1000000001')), undefined, 'that is the pin');
    assert.equal(other.play(ask('GET', '/api/v2/friends/8')), undefined);
    const xml = new Player(signInXml);
    assert.equal(xml.play(ask('GET', '/api/v2/pins/7', 'tv', {})), undefined);
  });

  it('to as many clients as may come, of which it remembers a thousand', () => {
    const player = new Player(signIn);
    for (let client = 0; client <= 1000; client += 1) player.play(ask('GET', poll, `tv ${client}`));
    assert.deepEqual(places(player, [ask('GET', poll, 'tv 1000'), ask('GET', poll, 'tv 0')]), [2, 1]);
  });
});
