// One story, its requests told to different threads: it goes on as if they were one.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createWorkerGroup, createService, SettingsError } from '@linkpin/server';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import type { PinPorts } from '../../packages/server/src/service/pins/pin-ports.ts';
import { openSqliteStore, type SqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import {
  shareChangeNotifier,
  type SharedChangeNotifier,
} from '../../packages/server/src/long-poll/shared-change-notifier.ts';
import { createChangeNotifier } from '../../packages/server/src/long-poll/change-notifier.ts';
import { aDevice } from '../support/device.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import type { MemberOrders } from './member.ts';

const issuesPerMinute = 60;
const identified = { accept: 'application/json', 'x-plex-client-identifier': 'cid-1' };
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

async function ask(base: string, method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${base}${path}`, { method, headers: identified, ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : { text } };
}

const form = (values: Readonly<Record<string, string>>): URLSearchParams => new URLSearchParams(values);

describe('services on threads of one process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-crew-'));
  const workerGroup = createWorkerGroup();
  const keys = [makeSecretKey()];
  let store: SqliteStore;
  let harness: Harness;
  let member: Worker;
  let changeNotifier: SharedChangeNotifier;
  let ports: PinPorts;
  let here = '';
  let there = '';

  before(async () => {
    store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) });
    const settings = { port: 0, issuesPerMinute, workers: 2 };
    // It stands: what may be done in a minute, or again after five seconds, does not depend on how long the tests take.
    const now = Date.now();
    harness = createHarness('crew', {
      keys,
      store,
      clock: movableClock(now),
      settings,
      workerGroup: { ...workerGroup, isLeader: true },
    });
    here = await harness.service.listen();
    const invitation = store.invite();
    const orders: MemberOrders = { keys, workerGroup, store: invitation, settings, now };
    const program = new URL('member.ts', import.meta.url);
    member = new Worker(program, { workerData: orders, transferList: [invitation.port], execArgv: [] });
    [there] = (await once(member, 'message')) as [string];
    changeNotifier = shareChangeNotifier(workerGroup.name, createChangeNotifier());
    ports = { ...harness.ports, changeNotifier };
    await registerClient(harness, 'tv');
  });
  after(async () => {
    changeNotifier.close();
    member.postMessage('stop');
    await once(member, 'exit');
    await harness.service.close();
    rmSync(folder, { recursive: true });
  });

  const alternately = (turn: number): string => (turn % 2 === 0 ? here : there);

  const approve = async (pinId: string): Promise<boolean> => {
    const account = await harness.person('ada');
    const yes = { pin: pinId, account, address: null, place: null, mayApprove: false, approvedBy: null };
    return (await approvePin(ports, yes)).ok;
  };

  const plexPin = async (base: string): Promise<{ readonly path: string; readonly key: string }> => {
    const { status, json } = await ask(base, 'POST', '/api/v2/pins');
    assert.equal(status, 201);
    const pin = await store.pins.byPublicId('plex', String(json['id']));
    return { path: `/api/v2/pins/${String(json['id'])}`, key: pin?.id ?? '' };
  };

  const deviceCode = async (base: string): Promise<{ readonly code: string; readonly key: string }> => {
    const { json } = await ask(base, 'POST', '/oauth/device_authorization', { body: form({ client_id: 'tv' }) });
    const code = String(json['device_code']);
    const pin = await store.pins.byPublicId('oauth', harness.ports.keys.hash(code));
    return { code, key: pin?.id ?? '' };
  };
  const token = (base: string, code: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    ask(base, 'POST', '/oauth/token', {
      headers,
      body: form({ client_id: 'tv', grant_type: grantType, device_code: code }),
    });

  it('the set-up link made here works there, and the next one ends it in both', async () => {
    const offersAccount = async (base: string, path: string): Promise<boolean> =>
      (await (await fetch(`${base}${path}`)).text()).includes('name="password"');
    const first = (await harness.service.setUpPath()) ?? '';
    assert.equal(await offersAccount(there, first), true);
    const second = (await harness.service.setUpPath()) ?? '';
    for (const base of [here, there]) {
      assert.deepEqual([await offersAccount(base, first), await offersAccount(base, second)], [false, true]);
    }
  });

  it('a pin asked for in one is polled in the other, and racing polls of both hand out one token', async () => {
    const { path, key } = await plexPin(here);
    for (const base of [there, here]) assert.equal((await ask(base, 'GET', path)).json['authToken'], null);
    assert.equal(await approve(key), true);
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, turn) => ask(alternately(turn), 'GET', path).then(({ json }) => json)),
    );
    const tokens = new Set(answers.map((json) => json['authToken']).filter((value) => value !== null));
    assert.equal(tokens.size, 1);
    assert.equal((await store.pins.byId(key))?.state.at, 'redeemed');
    const [authToken] = tokens as Set<string>;
    for (const base of [here, there]) {
      const headers = { ...identified, 'x-plex-token': authToken ?? '' };
      assert.equal((await ask(base, 'GET', '/api/v2/user', { headers })).status, 200);
    }
  });

  it('of a yes here and a cancel there exactly one counts', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { path, key } = await plexPin(alternately(round));
      const [yes, cancel] = await Promise.all([approve(key), ask(there, 'DELETE', path)]);
      const state = (await store.pins.byId(key))?.state.at;
      assert.equal(state, yes ? 'approved' : 'cancelled');
      assert.equal(cancel.status === 204, !yes, `${cancel.status} though the yes was ${yes}`);
    }
  });

  it('racing redemptions of a device code give the same tokens', async () => {
    const { code, key } = await deviceCode(there);
    assert.equal(await approve(key), true);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, turn) => token(alternately(turn), code)));
    const given = answers.filter(({ status }) => status === 200).map(({ json }) => json['access_token']);
    assert.ok(given.length > 0);
    assert.equal(new Set(given).size, 1);
  });

  it('who was polled here is told to slow down there', async () => {
    const { code } = await deviceCode(here);
    assert.equal((await token(here, code)).json['error'], 'authorization_pending');
    assert.equal((await token(there, code)).json['error'], 'slow_down');
  });

  it('a proof that was used here is no good there', async () => {
    const device = aDevice('a crew');
    const { kty, crv, x } = device.jwk;
    const proofFor = (base: string): string =>
      device.sign(
        { jti: randomUUID(), htm: 'POST', htu: `${base}/oauth/token`, iat: Math.floor(Date.now() / 1000) },
        { typ: 'dpop+jwt', kid: undefined, jwk: { kty, crv, x } },
      );
    // The same endpoint by name, whichever thread has it: as it is behind one port.
    const host = new URL(here).host;
    const { code } = await deviceCode(here);
    const dpop = proofFor(here);
    const first = await token(here, code, { dpop });
    assert.equal(first.json['error'], 'authorization_pending');
    const port = Number(new URL(there).port);
    assert.equal(await replayed(port, host, code, dpop), 'invalid_dpop_proof');
  });

  it('a yes wakes who waits there', async () => {
    const { path, key } = await plexPin(here);
    const waiting = ask(there, 'GET', path, { headers: { ...identified, prefer: 'wait=25' } });
    await ask(there, 'GET', path); // what came before has arrived
    assert.equal(await approve(key), true);
    const answer = await waiting;
    assert.match(String(answer.json['authToken']), /^[\dA-Za-z]{20}$/);
  });

  it('what one network may ask for in a minute is counted over both', async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < issuesPerMinute + 2; turn += 1) {
      statuses.push((await ask(alternately(turn), 'POST', '/api/v2/pins')).status);
    }
    const made = statuses.filter((status) => status === 201).length;
    assert.ok(made < issuesPerMinute, `${made} were made after those of the other tests`);
    assert.deepEqual(statuses.slice(-2), [429, 429]);
  });
});

/** Sends a proof to the other thread under the first one's name, and gives the error that it answers. */
async function replayed(port: number, host: string, code: string, dpop: string): Promise<string> {
  const { request } = await import('node:http');
  const body = form({ client_id: 'tv', grant_type: grantType, device_code: code }).toString();
  const headers = { host, dpop, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: '/oauth/token', headers }).end(body);
  const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  const text = Buffer.concat(await incoming.toArray()).toString();
  return String((JSON.parse(text) as Readonly<Record<string, unknown>>)['error']);
}

it('a service by itself, or in memory, refuses to pretend that it has workers', () => {
  const keys = [makeSecretKey()];
  assert.throws(() => createService({ keys, settings: { workers: 2 } }), SettingsError);
  const workerGroup = { ...createWorkerGroup(), isLeader: true };
  assert.throws(() => createService({ keys, settings: { workers: 2 }, workerGroup }), /store that threads share/);
});
