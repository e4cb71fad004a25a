// Everything that happens on both wires, once; then what the trail, the database and the receiver know of it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { createKeys, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/pins/deny-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { begin, poll, post, type Tokens } from '../oauth/asking.ts';
import { ask } from '../plex/asking.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const agent = 'TelevisionBrowser/7.1 (like nothing else)';
const homes = { device: '203.0.113.77', person: '198.51.100.88', thief: '2001:db8:5:6::99' };

interface Arrived {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function openReceiver(context: TestContext) {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      arrived.push({ headers: request.headers as Record<string, string>, body: body.toString() });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { arrived, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('a whole journey is told to trail and receiver, without a code, token, e-mail, browser or whole address', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-journey-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const { arrived, url } = await openReceiver(context);
  const ring = [makeSecretKey()];
  const store = await openSqliteStore({ file: join(folder, 'data', 'linkpin.db'), keys: createKeys(ring) });
  const begun = Date.now();
  const harness = createHarness('webhooks', {
    keys: ring,
    store,
    clock: movableClock(begun),
    settings: { webhookUrl: url, webhookSecrets: secret, outboundAllowed: '127.0.0.1', issuesPerMinute: 8 },
  });
  const { service, ports, clock } = harness;
  const ada = await harness.person('ada');
  await registerClient(harness, 'radio');
  const forbidden: string[] = [ada.email ?? '', ada.passwordHash, agent];

  const headers = { 'x-plex-client-identifier': 'tv-1', accept: 'application/json', 'user-agent': agent };
  const plex = (method: string, path: string, peer = homes.device) => ask(harness, method, path, { headers, peer });
  const create = async () => {
    const { id, code } = (await plex('POST', '/api/v2/pins?strong=true')).json as { id: number; code: string };
    forbidden.push(code);
    return { id, code };
  };
  const open = async (code: string) => {
    const opened = await openCode(ports, code, ada.id, { address: homes.person });
    assert.ok(opened.ok);
    return opened.value;
  };
  const yes = { account: ada, address: homes.person, place: null, mayApprove: false, approvedBy: null };

  const [linked, refused, cancelled] = [await create(), await create(), await create()];
  assert.ok((await approvePin(ports, { ...yes, pin: (await open(linked.code)).id })).ok);
  const { authToken } = (await plex('GET', `/api/v2/pins/${linked.id}`)).json as { authToken: string };
  assert.ok((await denyPin(ports, (await open(refused.code)).id, ada.id, homes.person)).ok);
  assert.equal((await plex('DELETE', `/api/v2/pins/${cancelled.id}`)).status, 204);

  const issued = await begin(harness, 'radio');
  const userCode = issued.user_code.replace('-', '');
  assert.ok((await approvePin(ports, { ...yes, pin: (await open(userCode)).id })).ok);
  const tokens = (await poll(harness, 'radio', issued.device_code)).json as Tokens;
  clock.pass(91_000);
  assert.equal((await poll(harness, 'radio', issued.device_code)).status, 400);
  const second = await begin(harness, 'radio');
  assert.ok((await approvePin(ports, { ...yes, pin: (await open(second.user_code)).id })).ok);
  const first = (await poll(harness, 'radio', second.device_code)).json as Tokens;
  const renew = (refreshToken: string) =>
    post(harness, '/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'radio' });
  const renewed = (await renew(first.refresh_token)).json as Tokens;
  clock.pass(11_000);
  assert.equal((await renew(first.refresh_token)).status, 400);
  forbidden.push(authToken, issued.device_code, second.device_code);
  for (const code of [issued.user_code, second.user_code]) forbidden.push(code, code.replace('-', ''));
  for (const set of [tokens, first, renewed]) forbidden.push(set.access_token, set.refresh_token);

  await create();
  for (let more = 0; more < 10; more += 1) await plex('POST', '/api/v2/pins', homes.thief);
  clock.pass(3_600_000);

  const kinds = new Set<string>();
  const wanted = [
    'issued',
    'opened',
    'approved',
    'denied',
    'cancelled',
    'expired',
    'redeemed',
    'replayed',
    'throttled',
  ];
  while (kinds.size < wanted.length) {
    const [arriving] = arrived.splice(0, 1);
    if (arriving === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.pass(1000);
      continue;
    }
    const { headers: sent, body } = arriving;
    kinds.add((JSON.parse(body) as { type: string }).type.replace(/^(pin|guard)\./, ''));
    const text = `${JSON.stringify(sent)}${body}`;
    for (const thing of [...forbidden, ...Object.values(homes)]) assert.ok(!text.includes(thing), `${thing} is sent`);
    // By the service's clock: one may have been sent before that was moved.
    const at = Number(sent['webhook-timestamp']) * 1000;
    assert.ok(at > begun - 1000 && at <= clock.now(), `${at} is not from ${begun} to ${clock.now()}`);
  }
  assert.deepEqual([...kinds].toSorted(), wanted.toSorted());

  const entries = await store.auditLog.list({ since: 0, kinds: [], limit: 1000 });
  assert.deepEqual(new Set(entries.map(({ kind }) => kind)), kinds);
  const all = JSON.stringify(entries);
  for (const address of [homes.device, homes.person])
    assert.ok(all.includes(address), 'whole in the trail, for a while');
  for (const thing of forbidden) assert.ok(!all.includes(thing), `${thing} is in the trail`);
  const times = entries.filter(({ kind }) => kind === 'replayed').map(({ account, fact }) => [account, fact]);
  assert.deepEqual(times, [
    [ada.id, 'device-code'],
    [ada.id, 'refresh-token'],
  ]);

  // What is on the disk, log included; copied by another process, because closing a file drops the locks held on it.
  execFileSync('cp', ['-r', join(folder, 'data'), join(folder, 'copy')]);
  const files = readdirSync(join(folder, 'copy')).map((name) => readFileSync(join(folder, 'copy', name)));
  const disk = Buffer.concat(files).toString('latin1');
  assert.ok(disk.includes(homes.person), 'the search finds what is there');
  for (const thing of forbidden.slice(3)) assert.ok(!disk.includes(thing), `${thing} is on the disk`);
  await service.close();
});

test('the snippet of docs/webhooks.md knows a genuine message from any other', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-snippet-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const [, snippet = ''] = /```js\n([^]*?)```/.exec(page) ?? [];
  writeFileSync(join(folder, 'snippet.mjs'), snippet);
  const { isGenuine } = (await import(join(folder, 'snippet.mjs'))) as {
    isGenuine(secret: string, headers: Readonly<Record<string, string>>, body: string): boolean;
  };
  const body = '{"type":"pin.approved"}';
  const now = new Date();
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const headersAt = (date: Date) => ({
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(date.getTime() / 1000)),
    'webhook-signature': `${new Webhook(other).sign('evt_1', date, body)} ${new Webhook(secret).sign('evt_1', date, body)}`,
  });
  assert.equal(isGenuine(secret, headersAt(now), body), true);
  assert.equal(isGenuine(other, headersAt(now), body), true);
  assert.equal(isGenuine(secret, headersAt(now), `${body} `), false);
  assert.equal(isGenuine(secret, { ...headersAt(now), 'webhook-id': 'evt_2' }, body), false);
  assert.equal(isGenuine(secret, headersAt(new Date(now.getTime() - 600_000)), body), false);
  assert.equal(isGenuine(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, headersAt(now), body), false);
});
