import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Hono } from 'hono';
import { pino } from 'pino';
import type { PageEnv } from './context.ts';
import type { Front } from './front.ts';
import { createNodeDoor, type DoorLimits } from './node-door.ts';

/** Answers `big` bytes to anybody. */
const frontOf = (big: number): Front => ({
  pages: new Hono<PageEnv>(),
  holding: undefined as never,
  turn: ({ method }) => ({
    to: 'api',
    wantsBody: method === 'POST',
    answer: () => ({ status: 200, headers: {}, body: 'x'.repeat(big) }),
  }),
});

const short: DoorLimits = {
  headersTimeout: 200,
  requestTimeout: 400,
  keepAliveTimeout: 200,
  stillTimeout: 700,
  connectionsCheckingInterval: 50,
  maxHeaderSize: 2048,
};

async function open(t: TestContext, { big = 1, most = 1000 } = {}): Promise<() => Promise<Socket>> {
  const { server } = createNodeDoor(frontOf(big), pino({ level: 'silent' }), most, short);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
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
    const dial = await open(t);
    const beginnings = ['', 'GET / HTT', get, 'POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nab'];
    for (const beginning of beginnings) {
      const socket = await dial();
      socket.write(beginning);
      const answer = await read(socket);
      assert.match(answer, /^HTTP\/1\.1 408/, JSON.stringify(beginning));
    }
  });

  it('who goes on sending so slowly that no pause is long', async (t) => {
    const dial = await open(t);
    const socket = await dial();
    const drip = setInterval(() => socket.write('x'), 20);
    t.after(() => clearInterval(drip));
    socket.write(`${get}a: `);
    // A drop that falls behind the answer resets the connection, and the system may forget the answer over it.
    const answer = await read(socket).catch(({ code }: NodeJS.ErrnoException) => code ?? '');
    assert.match(answer, /^HTTP\/1\.1 408|^ECONNRESET$|^EPIPE$/);
  });

  it('who keeps a connection and asks nothing more', async (t) => {
    const dial = await open(t);
    const socket = await dial();
    socket.write(`${get}\r\n`);
    assert.match(await read(socket), /^HTTP\/1\.1 200/);
  });

  it('who asks and does not read the answer', async (t) => {
    const dial = await open(t, { big: 32 * 1024 * 1024 });
    const socket = await dial();
    socket.pause();
    socket.write(`${get}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 3 * short.stillTimeout));
    assert.ok((await read(socket)).length < 32 * 1024 * 1024);
  });

  it('whose headers are too many', async (t) => {
    const dial = await open(t);
    const socket = await dial();
    socket.write(`${get}a: ${'x'.repeat(4096)}\r\n\r\n`);
    assert.match(await read(socket), /^HTTP\/1\.1 431/);
  });

  it('who comes when as many connections are open as may be', async (t) => {
    const dial = await open(t, { most: 3 });
    const [first, ...others] = [await dial(), await dial(), await dial()];
    const refused = await dial();
    assert.equal(await read(refused), '');
    for (const socket of others) socket.destroy();
    first.write(`${get}\r\n`);
    assert.match(await read(first), /^HTTP\/1\.1 200/);
  });
});
