import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { Unreachable } from './check.ts';
import { createSender, fetchTransport } from './http.ts';
import type { Came, Sent } from './exchange.ts';

const request: Sent = { method: 'GET', url: 'http://127.0.0.1/', headers: {}, body: null };
const came = (status: number): Came => ({ status, headers: new Map(), cookies: [], body: '' });

describe('sending', () => {
  it('ends with the first 429, and nothing is sent after it', async () => {
    let sent = 0;
    const sender = createSender(async () => {
      sent += 1;
      return came(sent === 2 ? 429 : 200);
    });
    await sender.send(request);
    assert.equal(sender.isStopped, false);
    await assert.rejects(sender.send(request), Unreachable);
    assert.equal(sender.isStopped, true);
    await assert.rejects(sender.send(request), /asked for fewer requests/);
    assert.equal(sent, 2);
  });

  it('goes on after a 429 that a check looks for', async () => {
    const sender = createSender(async () => came(429));
    assert.equal((await sender.send(request, { limited: true })).came.status, 429);
    assert.equal(sender.isStopped, false);
  });

  it('has eight requests on the way at most', async () => {
    let underway = 0;
    let most = 0;
    const sender = createSender(async () => {
      underway += 1;
      most = Math.max(most, underway);
      await new Promise((resolve) => setImmediate(resolve));
      underway -= 1;
      return came(200);
    });
    await Promise.all(Array.from({ length: 40 }, () => sender.send(request)));
    assert.equal(most, 8);
  });

  it('names itself, follows no redirect, and reads no more than half a megabyte', async (t) => {
    const agents: (string | undefined)[] = [];
    const server = createServer((incoming, response) => {
      agents.push(incoming.headers['user-agent']);
      if (incoming.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
      else response.end('x'.repeat(2_000_000));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const transport = fetchTransport('linkpin-conformance/1');
    assert.equal((await transport({ ...request, url: `${url}/away` })).status, 302);
    assert.ok((await transport({ ...request, url })).body.length < 700_000);
    assert.deepEqual(agents, ['linkpin-conformance/1', 'linkpin-conformance/1']);
  });

  it('says why there is no response, and not more', async () => {
    const sender = createSender(fetchTransport('linkpin-conformance/1'));
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.close();
    await once(server, 'close');
    const gone = sender.send({ ...request, url: `${origin}/token?code=hush` });
    await assert.rejects(gone, { message: `no response of ${origin}: ECONNREFUSED` });
  });
});
