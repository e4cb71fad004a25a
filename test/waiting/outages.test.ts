// The SDK against a real server, while held polls fail in every way and ordinary polls go on working.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { until } from '../support/until.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { deciding } from './protocols.ts';
import { untilWaiting } from './holding.ts';
import { devices } from './sdk-devices.ts';

/** What happens to a poll that asks to be held. */
type Outage = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const outages: Readonly<Record<string, Outage>> = {
  'a proxy cuts each held poll': (incoming) => void incoming.socket.destroy(),
  'a proxy times out each held poll': (_, outgoing) => void setTimeout(() => outgoing.writeHead(504).end(), 300),
  'held polls are answered 503': (_, outgoing) => void outgoing.writeHead(503, { 'retry-after': '1' }).end(),
};

/** Never responds. */
const swallow: Outage = () => {};

/** A proxy that passes everything on but held polls; ordinary ones as soon as the person has `answered`. */
async function startProxy(t: TestContext, target: string, outage: Outage) {
  const answered = Promise.withResolvers<void>();
  const polls: ('held' | 'ordinary')[] = [];
  const server = createServer((incoming, outgoing) => {
    const isHeld = incoming.headers.prefer !== undefined;
    if (incoming.method === 'GET' || incoming.url === '/oauth/token') polls.push(isHeld ? 'held' : 'ordinary');
    if (isHeld) return outage(incoming, outgoing);
    if (polls.length > 0) void answered.promise.then(() => pass(incoming, outgoing));
    else pass(incoming, outgoing);
  });
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', headers } = incoming;
    const passed = request(new URL(incoming.url ?? '', target), { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, polls, answered: answered.resolve };
}

for (const [protocol, begin] of Object.entries(devices)) {
  const start = async (t: TestContext, outage: Outage) => {
    const harness = createHarness('outage', { clock: movableClock(Date.now) });
    t.after(() => harness.service.close());
    const proxy = await startProxy(t, await harness.service.listen(), outage);
    const tv = await begin(harness, proxy.url);
    return { ...proxy, tv, person: deciding(harness, tv.code) };
  };

  describe(`a sign-in by ${protocol}`, () => {
    for (const [what, outage] of Object.entries(outages)) {
      it(`learns of the approval by its next ordinary poll when ${what}`, async (t) => {
        const { tv, person, polls, answered } = await start(t, outage);
        const outcome = tv.wait();
        await until('it has polled', () => polls.length > 0);
        await person.approve();
        answered();
        assert.equal(await outcome, 'approved');
        assert.deepEqual(polls, ['held', 'ordinary']);
      });
    }

    it('goes on with a server that was restarted and holds nothing any more', async (t) => {
      const harness = createHarness('before', { clock: movableClock(Date.now) });
      const url = await harness.service.listen();
      const tv = await begin(harness, url);
      const outcome = tv.wait();
      await untilWaiting(harness, 1);
      await harness.service.close();
      const settings = { waits: 0, port: Number(new URL(url).port) };
      const after = createHarness('after', { store: harness.store, settings, clock: movableClock(Date.now) });
      t.after(() => after.service.close());
      await after.service.listen();
      await deciding(after, tv.code).approve();
      assert.equal(await outcome, 'approved');
      assert.equal(after.localNotifier.isWatched(), false);
    });
  });
}

it('a sign-in by plex finds out by its first held poll that such polls are swallowed', async (t) => {
  const harness = createHarness('silence', { clock: movableClock(Date.now) });
  t.after(() => harness.service.close());
  const { url, polls, answered } = await startProxy(t, await harness.service.listen(), swallow);
  const tv = await devices['plex']?.(harness, url);
  assert.ok(tv);
  const outcome = tv.wait();
  await deciding(harness, tv.code).approve();
  answered();
  assert.equal(await outcome, 'approved');
  assert.deepEqual(polls, ['held', 'ordinary']);
});
