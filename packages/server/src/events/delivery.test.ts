// Tests with a real receiver on loopback, the real safe-fetch and the Standard Webhooks library as verifier.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { createSafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { NewEntry } from '../service/ports/events.ts';
import { aBundle, anAccount, anEntry } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { Delivery } from './delivery.ts';
import { readSecret, signatureOf } from './signature.ts';

const minute = 60_000;
const hour = 60 * minute;
const aSecret = (bytes = 32) => `whsec_${randomBytes(bytes).toString('base64')}`;

interface Arrived {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A receiver that responds with `answers` in turn and then repeats the last. */
async function receiver(context: TestContext, ...answers: (number | 'nothing')[]) {
  const arrived: Arrived[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void buffer(request).then((body) => {
      arrived.push({ headers: request.headers as Record<string, string>, body: body.toString() });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === 'nothing') return request.socket.destroy();
      response.writeHead(answer ?? 204, { location: 'http://127.0.0.1:1/' }).end('what we say is not read');
      return undefined;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { arrived, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function setUp(context: TestContext, ...answers: (number | 'nothing')[]) {
  const { arrived, url } = await receiver(context, ...answers);
  const store = createMemoryStore();
  const time = { now: Date.now() };
  const troubles: string[] = [];
  const secrets = [aSecret(), aSecret(64)];
  const sender = (name: string) =>
    new Delivery({
      ...store,
      clock: { now: () => time.now },
      name,
      url,
      secrets: secrets.map(readSecret),
      post: (message) => createSafeFetch({ allowed: ['127.0.0.1'] }).post(message),
      onTrouble: (sentence) => troubles.push(sentence),
    });
  const tell = async (parts: Partial<NewEntry> = {}) => {
    const entry = anEntry({ at: time.now, message: true, ...parts });
    await store.auditLog.add([entry]);
    return entry;
  };
  return { store, time, troubles, secrets, arrived, sender, tell, delivery: sender('one') };
}

const idsOf = (arrived: readonly Arrived[]) => arrived.map(({ headers }) => headers['webhook-id']);

test('a message is signed as Standard Webhooks say, with every secret, and says what happened and no more', async (context) => {
  const { store, arrived, secrets, delivery, time } = await setUp(context, 204);
  const added = await store.accounts.add(anAccount({ id: 'ada', email: 'ada@example.org' }), { by: 'operator' }, 0);
  const entry = anEntry({ at: time.now, message: true, account: 'ada', address: '2001:db8:7:8::9' });
  await store.auditLog.add([entry]);
  await delivery.sendDue();
  assert.equal(arrived.length, 1);
  const [{ headers, body } = { headers: {}, body: '' }] = arrived;
  for (const secret of secrets) {
    assert.deepEqual(new Webhook(secret).verify(body, headers), {
      type: 'pin.approved',
      timestamp: new Date(time.now).toISOString(),
      data: {
        count: 1,
        account: 'added' in added ? added.added.number : 0,
        pin: entry.pin,
        dialect: 'plex',
        client: 'device-1',
        network: '2001:db8:7::/48',
        country: 'US',
        fact: null,
      },
    });
  }
  assert.throws(() => new Webhook(aSecret()).verify(body, headers));
  assert.throws(() => new Webhook(secrets[0] ?? '').verify(`${body} `, headers));
  assert.equal(headers['webhook-id'], `evt_${entry.id}`);
  assert.equal(headers['content-type'], 'application/json');
  assert.deepEqual(await store.outbox.status(), { waiting: 0, dropped: 0, isOff: false });
});

test('the example of the specification has the signature that it says', () => {
  const secret = readSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
  assert.equal(signatureOf([secret], message), 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  for (const wrong of ['whsec_', 'whsec_short', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', aSecret(65), aSecret(23)]) {
    assert.throws(() => readSecret(wrong), TypeError);
  }
});

test('a failed message comes again under the same id, later each time, and is given up after the last', async (context) => {
  const { store, arrived, delivery, time, troubles, tell } = await setUp(context, 500);
  const entry = await tell();
  const steps = [0, 5000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
  for (const [tries, wait] of steps.entries()) {
    if (wait > 0) {
      time.now += wait - 1;
      await delivery.sendDue();
      assert.equal(arrived.length, tries, `not before ${wait} ms`);
      time.now += 1;
    }
    await delivery.sendDue();
    assert.equal(arrived.length, tries + 1, `after ${wait} ms`);
  }
  assert.deepEqual(new Set(idsOf(arrived)), new Set([`evt_${entry.id}`]));
  assert.deepEqual(await store.outbox.status(), { waiting: 0, dropped: 1, isOff: false });
  assert.match(troubles.join(), /is given up after 10 tries: it answered 500/);
  assert.match(delivery.warnings().join(), /1 webhook messages were never delivered/);
});

test('redirects, cut connections and refusals are failures; those who came later wait their turn', async (context) => {
  const { arrived, delivery, time, tell } = await setUp(context, 302, 'nothing', 404, 200);
  const [first, second] = [await tell(), await tell()];
  await delivery.sendDue();
  assert.deepEqual(idsOf(arrived), [`evt_${first.id}`], 'a receiver that fails is let alone for a while');
  assert.match(delivery.warnings().join(), /does not take messages \(it answered 302\); 2 wait/);
  for (const rest of [5000, 5 * minute, 5 * minute]) {
    time.now += rest;
    await delivery.sendDue();
  }
  assert.deepEqual(new Set(idsOf(arrived)), new Set([`evt_${first.id}`, `evt_${second.id}`]));
  time.now += hour;
  await delivery.sendDue();
  assert.deepEqual(delivery.warnings(), []);
});

test('410 switches it off, says so, and a start begins anew', async (context) => {
  const { store, arrived, delivery, sender, tell, troubles } = await setUp(context, 410, 204);
  await tell();
  await tell();
  await delivery.sendDue();
  await tell();
  await delivery.sendDue();
  assert.equal(arrived.length, 1);
  assert.match(troubles.join(), /410 Gone/);
  assert.match(delivery.warnings().join(), /410 Gone, so it is sent nothing more until the service starts again/);
  await delivery.stop();
  const next = sender('next');
  next.start();
  await next.stop();
  await tell();
  await sender('another').sendDue();
  assert.equal(arrived.length, 2);
  assert.deepEqual(await store.outbox.status(), { waiting: 0, dropped: 0, isOff: false });
});

test('of several senders one sends, each message once, in order', async (context) => {
  const { arrived, sender, tell } = await setUp(context, 200);
  const told = [];
  for (let index = 0; index < 20; index += 1) told.push(await tell());
  await Promise.all(['a', 'b', 'c'].map((name) => sender(name).sendDue()));
  assert.deepEqual(
    idsOf(arrived),
    told.map(({ id }) => `evt_${id}`),
  );
});

test('what is the same is told as one, with a count, at most once a minute', async (context) => {
  const { store, arrived, delivery, time } = await setUp(context, 200);
  const counts = () => arrived.map(({ body }) => (JSON.parse(body) as { data: { count: number } }).data.count);
  const more = (count: number) => store.auditLog.add([aBundle('b', { at: time.now, count })]);
  await more(3);
  await delivery.sendDue();
  for (let second = 0; second < 50; second += 1) {
    time.now += 1000;
    await more(10);
    await delivery.sendDue();
  }
  assert.deepEqual(counts(), [3]);
  time.now += minute;
  await delivery.sendDue();
  assert.deepEqual(counts(), [3, 500]);
});

test('a backlog is said, by every sender', async (context) => {
  const { arrived, delivery, sender, tell } = await setUp(context, 200);
  for (let index = 0; index < 101; index += 1) await tell();
  const busy = delivery.sendDue();
  const other = sender('two');
  await other.sendDue();
  assert.match(other.warnings().join(), /^\d+ webhook messages wait to be sent\.$/);
  await busy;
  assert.deepEqual([arrived.length, delivery.warnings()], [101, []]);
});

test('a receiver is called only where the operator lets it be', async (context) => {
  const { store, arrived, delivery, tell } = await setUp(context, 200);
  const url = 'http://127.0.0.1:9/';
  const closed = new Delivery({
    ...store,
    clock: { now: () => Date.now() },
    name: 'closed',
    url,
    secrets: [],
    post: (message) => createSafeFetch({ allowed: [] }).post(message),
    onTrouble: () => undefined,
  });
  await tell();
  await closed.sendDue();
  assert.match(closed.warnings().join(), /the address is not allowed by name/);
  await delivery.sendDue();
  assert.equal(arrived.length, 0);
});
