// The proxy for programs that know one: it serves plex.tv to anybody on this machine, and the rest to its own run.
import assert from 'node:assert/strict';
import { once, type EventEmitter } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { createConnectProxy } from './connect-proxy.ts';
import { openPort, type LoopbackPort } from './loopback-port.ts';

const login = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`;

/** Asks a proxy for a connection. Answers its status, and what comes through. */
async function ask(port: number, target: string, headers: Readonly<Record<string, string>> = {}) {
  const connecting = request({ host: '127.0.0.1', port, method: 'CONNECT', path: target, headers, agent: false });
  connecting.end();
  const [response, socket, head] = (await once(connecting, 'connect')) as [IncomingMessage, Socket, Buffer];
  return { status: response.statusCode, headers: response.headers, said: `${head.toString()}${await text(socket)}` };
}

describe('the proxy', () => {
  const open: LoopbackPort[] = [];
  const listen = async (server: EventEmitter): Promise<number> => {
    const listening = await openPort(0);
    listening.serve(() => server);
    open.push(listening);
    return listening.port;
  };
  const saying = (what: string) => createTcpServer((socket) => socket.on('error', () => {}).end(what));
  const proxy = (securePort: number, upstream?: URL): Promise<number> =>
    listen(createServer().on('connect', createConnectProxy({ securePort, secret: () => 'hush', upstream })));
  let plex: number;
  let other: number;
  let direct: number;
  before(async () => {
    [plex, other] = [await listen(saying('plex')), await listen(saying('other'))];
    direct = await proxy(plex);
  });
  after(() => Promise.all(open.map((port) => port.close())));

  it('leads to the emulator for its hosts, whoever asks', async () => {
    for (const host of ['plex.tv', 'CLIENTS.plex.tv', 'app.plex.tv.']) {
      assert.deepEqual((await ask(direct, `${host}:443`)).said, 'plex', host);
    }
  });

  it('wants a password for everything else: another port, another host, one that ends alike', async () => {
    for (const target of ['plex.tv:32400', `127.0.0.1:${other}`, 'my.plex.tv:443', 'notplex.tv:443']) {
      const { status, headers } = await ask(direct, target);
      assert.equal(status, 407, target);
      assert.match(headers['proxy-authenticate'] ?? '', /^Basic /);
    }
    const wrong = { 'proxy-authorization': login('emulator:hash') };
    assert.equal((await ask(direct, `127.0.0.1:${other}`, wrong)).status, 407);
    assert.equal((await ask(direct, 'nonsense')).status, 400);
  });

  it('leads anywhere with it, and says 502 for what is not there', async () => {
    const mine = { 'proxy-authorization': login('emulator:hush') };
    assert.equal((await ask(direct, `127.0.0.1:${other}`, mine)).said, 'other');
    assert.equal((await ask(direct, '127.0.0.1:1', mine)).status, 502);
  });

  it('goes on through the proxy of the user, with their password', async () => {
    const seen: unknown[] = [];
    const theirs = await listen(
      createServer().on('connect', ({ url, headers }, socket) => {
        seen.push([url, headers['proxy-authorization']]);
        if (url === 'closed.example:443') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        else socket.end('HTTP/1.1 200 OK\r\n\r\nfrom far away');
      }),
    );
    const through = await proxy(plex, new URL(`http://me:p%40ss@127.0.0.1:${theirs}`));
    const mine = { 'proxy-authorization': login('emulator:hush') };
    assert.equal((await ask(through, 'far.example:443', mine)).said, 'from far away');
    assert.equal((await ask(through, 'closed.example:443', mine)).status, 502);
    assert.equal((await ask(through, 'plex.tv:443')).said, 'plex', 'but not to plex.tv');
    assert.deepEqual(seen, [
      ['far.example:443', login('me:p@ss')],
      ['closed.example:443', login('me:p@ss')],
    ]);
  });
});
