// The service as a request handler of somebody else's server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import type { NodeHandler, Service, SettingsInput } from '@linkpin/server';
import { pino } from 'pino';
import { createHarness, type Harness } from '../harness/service.ts';
import { until } from '../support/until.ts';
import { protocols } from '../waiting/protocols.ts';
import { nodeAdapter, untilWaiting, type Adapter } from '../waiting/holding.ts';
import { hosts, metadata, type Host } from './hosts.ts';

interface Mounted extends Host {
  readonly harness: Harness;
  /** Asks the service; paths are below its base path. */
  readonly adapter: Adapter;
  /** What the service has logged. */
  readonly logged: string[];
}

/** A service below the base path of a server whose address is known only once it listens. */
async function mount(t: TestContext, kind: string, settings: SettingsInput = {}): Promise<Mounted> {
  const mounted: { service?: Service } = {};
  const handler: NodeHandler = (incoming, outgoing) => mounted.service?.nodeHandler(incoming, outgoing);
  const host = await (hosts[kind] ?? assert.fail(kind))(handler);
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
  const harness = createHarness(`embedded in ${kind}`, { log, settings: { publicUrl: host.base, ...settings } });
  mounted.service = harness.service;
  t.after(async () => {
    await harness.service.close();
    host.server.closeAllConnections();
    await new Promise((resolve) => host.server.close(resolve));
  });
  const ask = nodeAdapter(host.root);
  const adapter: Adapter = (asking) => ask({ ...asking, path: `/link${asking.path}` });
  return { ...host, harness, adapter, logged };
}

for (const kind of Object.keys(hosts)) {
  describe(`in ${kind}, below a base path`, () => {
    it('the API, the pages, their files and the metadata at the root are served, and the host serves its own', async (t) => {
      const { base, root, adapter } = await mount(t, kind);
      const page = await fetch(`${base}/link`);
      assert.equal(page.status, 200);
      const [, style = ''] = /href="(\/link\/[^"]+\.css[^"]*)"/.exec(await page.text()) ?? [];
      assert.equal((await fetch(`${root}${style}`)).status, 200, style);
      const { json: known } = await nodeAdapter(root)({ method: 'GET', path: metadata });
      assert.equal(known['issuer'], base);
      const missing = await adapter({ method: 'GET', path: '/nothing-here' });
      assert.deepEqual([missing.status, /Page not found/.test(missing.text)], [404, true]);
      const headers = { 'content-type': 'application/json', 'x-plex-client-identifier': 'tv' };
      const pin = await adapter({ method: 'POST', path: '/api/v2/pins', headers, body: '{"strong":true}' });
      assert.equal(pin.status, 201, pin.text);
      assert.equal(await (await fetch(`${root}/own`)).text(), 'own');
    });

    for (const protocol of ['plex', 'oauth']) {
      it(`a held poll of ${protocol} hears of the approval`, async (t) => {
        const { harness, adapter } = await mount(t, kind);
        const tv = await (protocols[protocol] ?? assert.fail())(harness, adapter);
        const poll = tv.poll({ prefer: 'wait=50' });
        await untilWaiting(harness, 1);
        await tv.approve();
        assert.ok(tv.hasToken(await poll));
      });
    }

    it('a stream of events says that there is news', async (t) => {
      const { harness, adapter, root } = await mount(t, kind);
      const tv = await (protocols['oauth'] ?? assert.fail())(harness, adapter);
      const stream = await fetch(new URL(tv.events, root));
      assert.equal(stream.headers.get('content-type'), 'text/event-stream');
      await untilWaiting(harness, 1);
      await tv.deny();
      assert.match(await stream.text(), /event: changed/);
    });

    it('a body is read while it comes, and no further than it may be long', async (t) => {
      const { adapter, base } = await mount(t, kind);
      const headers = { 'content-type': 'application/json', 'x-plex-client-identifier': 'tv' };
      const asked = request(`${base}/api/v2/pins`, { method: 'POST', headers });
      asked.write('{"strong":');
      await once(asked, 'socket');
      setImmediate(() => asked.end('true}'));
      const [answer] = await once(asked, 'response');
      assert.equal(answer.statusCode, 201, await text(answer));
      const long = await adapter({ method: 'POST', path: '/api/v2/pins', headers, body: ' '.repeat(70_000) });
      assert.equal(long.status, 413);
    });

    it('close() answers what is held, waits for what was begun, and leaves the host as it is', async (t) => {
      const { harness, adapter, base, root } = await mount(t, kind);
      const tv = await (protocols['plex'] ?? assert.fail())(harness, adapter);
      const poll = tv.poll({ prefer: 'wait=50' });
      const begun = request(`${base}/api/v2/pins`, {
        method: 'POST',
        headers: { 'x-plex-client-identifier': 'tv', 'content-length': '2', expect: '100-continue' },
      });
      begun.flushHeaders();
      await once(begun, 'continue');
      await untilWaiting(harness, 1);
      let isClosed = false;
      const closed = harness.service.close().then(() => (isClosed = true));
      const answer = await poll;
      assert.ok(tv.isPending(answer));
      assert.equal(answer.header('connection'), 'close');
      const late = await adapter({ method: 'GET', path: '/healthz' });
      assert.deepEqual([late.status, late.header('connection')], [503, 'close']);
      assert.equal(isClosed, false, 'a request is under way');
      begun.end('{}');
      const [{ statusCode }] = await once(begun, 'response');
      assert.equal(statusCode, 201);
      await closed;
      assert.equal(await (await fetch(`${root}/own`)).text(), 'own');
      await harness.service.close();
    });
  });
}

describe('in the server of somebody else', () => {
  it('as many connections may be open as where the service listens, and one that closes makes room', async (t) => {
    // This machine is let in while eight more than that are open.
    const { base, root } = await mount(t, 'node:http', { maxConnections: 1 });
    const agents = Array.from({ length: 10 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    t.after(() => agents.forEach((agent) => agent.destroy()));
    const ask = async (agent: Agent | undefined) =>
      (await nodeAdapter(root, agent ?? assert.fail())({ method: 'GET', path: '/link/healthz' })).status;
    for (const agent of agents.slice(0, 9)) assert.equal(await ask(agent), 200);
    assert.equal(await ask(agents[0]), 200, 'a connection counts once');
    assert.equal(await ask(agents[9]), 503);
    assert.equal(await (await fetch(`${root}/own`)).text(), 'own');
    agents[0]?.destroy();
    await until('a connection has closed', async () => (await fetch(`${base}/healthz`)).status === 200);
  });

  it('a body that somebody else has read is missed, and the log says how to mount the service', async (t) => {
    const { harness, logged } = await mount(t, 'node:http', { publicUrl: undefined });
    const express = createRequire(new URL('../../examples/express/package.json', import.meta.url))('express');
    const app = express();
    app.use(express.json());
    app.use(harness.service.nodeHandler);
    const server = app.listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${server.address().port}/api/v2/pins`;
    const headers = { 'content-type': 'application/json', 'x-plex-client-identifier': 'tv' };
    assert.equal((await fetch(url, { method: 'POST', headers, body: '{}' })).status, 500);
    assert.match(logged.join(), /mount the service before what reads bodies/);
    assert.equal((await fetch(url, { method: 'POST', headers: { 'x-plex-client-identifier': 'tv' } })).status, 201);
  });
});
