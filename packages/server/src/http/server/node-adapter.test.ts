import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Hono } from 'hono';
import { pino } from 'pino';
import type { PageEnv } from './context.ts';
import type { Router } from './router.ts';
import { ConnectionShares } from './connection-shares.ts';
import { createNodeAdapter, type NodeAdapterLimits } from './node-adapter.ts';

/** Answers `big` bytes to anybody. */
const frontOf = (big: number): Router => ({
  pages: new Hono<PageEnv>(),
  holding: undefined as never,
  observer: undefined,
  dispatch: ({ method }) => ({
    to: 'api',
    route: null,
    requestId: () => 'a request',
    wantsBody: method === 'POST',
    answer: () => ({ status: 200, headers: {}, body: 'x'.repeat(big) }),
  }),
});

/** Limits that no test reaches: each shortens the one that it is about, so that no other can be faster. */
const far: NodeAdapterLimits = {
  headersTimeout: 600_000,
  requestTimeout: 600_000,
  keepAliveTimeout: 600_000,
  stillTimeout: 600_000,
  connectionsCheckingInterval: 50,
  maxHeaderSize: 2048,
};

interface Opened {
  readonly server: Server;
  readonly dial: (localAddress?: string) => Promise<Socket>;
}

async function open(
  t: TestContext,
  limits: Partial<NodeAdapterLimits> = {},
  { big = 1, most = 1000, exempt = '' } = {},
): Promise<Opened> {
  const shares = new ConnectionShares(most, (address) => address === exempt);
  const { server } = createNodeAdapter(frontOf(big), pino({ level: 'silent' }), shares, { ...far, ...limits });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const dial = async (localAddress = '127.0.0.1'): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  return { server, dial };
}

/** Everything that comes until the other side closes. */
async function read(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part) => (text += part.toString('latin1')));
  socket.resume();
  if (!socket.closed) await once(socket, 'close');
  return text;
}

const get = 'GET / HTTP/1.1\r\nhost: h\r\n';

describe('the Node door shows out', () => {
  it('who sends nothing, headers without end, or a body without end', async (t) => {
    const headers = { headersTimeout: 200 };
    const cases = [
      ['', headers],
      ['GET / HTT', headers],
      [get, headers],
      ['POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nab', { headersTimeout: 200, requestTimeout: 200 }],
    ] as const;
    for (const [beginning, limits] of cases) {
      const { dial } = await open(t, limits);
      const socket = await dial();
      socket.write(beginning);
      const answer = await read(socket);
      assert.match(answer, /^HTTP\/1\.1 408/, JSON.stringify(beginning));
    }
  });

  it('who goes on sending so slowly that no pause is long', async (t) => {
    const { dial } = await open(t, { headersTimeout: 200 });
    const socket = await dial();
    const drip = setInterval(() => socket.write('x'), 20);
    t.after(() => clearInterval(drip));
    socket.write(`${get}a: `);
    // A drop that falls behind the answer resets the connection, and the system may forget the answer over it.
    const answer = await read(socket).catch(({ code }: NodeJS.ErrnoException) => code ?? '');
    assert.match(answer, /^HTTP\/1\.1 408|^ECONNRESET$|^EPIPE$/);
  });

  it('who keeps a connection and asks nothing more', async (t) => {
    const { dial } = await open(t, { keepAliveTimeout: 200 });
    const socket = await dial();
    socket.write(`${get}\r\n`);
    assert.match(await read(socket), /^HTTP\/1\.1 200/);
  });

  it('who asks and does not read the answer', async (t) => {
    const { server, dial } = await open(t, { stillTimeout: 200 }, { big: 32 * 1024 * 1024 });
    let [mine, theirs]: Socket[] = [];
    do {
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      mine = await dial();
      mine.pause();
      mine.write(`${get}\r\n`);
      [theirs] = await accepted;
      if (!theirs.closed) await once(theirs, 'close', { signal: AbortSignal.timeout(60_000) });
      // A machine that is busy enough has its time-out before it has asked.
    } while (theirs.bytesRead === 0);
    assert.ok((await read(mine)).length < 32 * 1024 * 1024);
  });

  it('whose headers are too many', async (t) => {
    const { dial } = await open(t);
    const socket = await dial();
    socket.write(`${get}a: ${'x'.repeat(4096)}\r\n\r\n`);
    assert.match(await read(socket), /^HTTP\/1\.1 431/);
  });

  it('who comes when as many connections are open as may be', async (t) => {
    const { dial } = await open(t, { keepAliveTimeout: 200 }, { most: 3 });
    const [first, ...others] = [await dial(), await dial(), await dial()];
    const refused = await dial();
    assert.equal(await read(refused), '');
    for (const socket of others) socket.destroy();
    first.write(`${get}\r\n`);
    assert.match(await read(first), /^HTTP\/1\.1 200/);
  });

  it('whose network has its share of the connections: 220 silent ones keep nobody else out, nor the health check', async (t) => {
    const { dial } = await open(t, {}, { most: 200, exempt: '127.0.0.1' });
    const silent = await Promise.all(Array.from({ length: 220 }, (_, index) => dial(`127.0.2.${2 + (index % 4)}`)));
    const others = [await dial('127.0.99.2'), await dial('127.0.0.1')];
    for (const socket of others) {
      socket.write(`${get}connection: close\r\n\r\n`);
      assert.match(await read(socket), /^HTTP\/1\.1 200/);
    }
    assert.equal(await read(await dial('127.0.2.9')), '');
    for (const socket of silent) socket.destroy();
  });
});
