// A port that is open before there is a server for it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import tls from 'node:tls';
import { createAuthority } from './certificates/authority.ts';
import { openPort } from './loopback-port.ts';

/** Sends a request, and tells when it is written; then what is answered. */
async function ask(port: number) {
  const request = get({ host: '127.0.0.1', port, agent: false });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  await once(request, 'finish');
  return { said: answered.then(([response]) => text(response)) };
}

describe('a port without a server', () => {
  it('refuses nobody: requests wait for one, and those that come later find it', async () => {
    const port = await openPort(0);
    const early = [await ask(port.port), await ask(port.port)];
    const server = createServer((_request, response) => response.end('here'));
    port.serve(() => server);
    const late = await ask(port.port);
    for (const { said } of [...early, late]) assert.equal(await said, 'here');
    await port.close();
  });

  it('holds a TLS handshake, too', async () => {
    const port = await openPort(0);
    const authority = createAuthority();
    const socket = tls.connect({ port: port.port, host: '127.0.0.1', servername: 'plex.tv', ca: authority.cert });
    await once(socket, 'connect');
    const server = tls.createServer(authority.issue(['plex.tv']), (client) => client.end('here'));
    port.serve(() => server);
    assert.equal(await text(socket), 'here');
    await port.close();
  });

  it('lets go of who waits when it is closed, however often that is said', async () => {
    const port = await openPort(0);
    const waiting = connect(port.port, '127.0.0.1').on('error', () => {});
    await once(waiting, 'connect');
    const ended = once(waiting, 'close');
    await Promise.all([port.close(), port.close()]);
    await ended;
    await assert.rejects(once(connect(port.port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' });
  });
});
