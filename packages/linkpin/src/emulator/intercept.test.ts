// An app that names https://plex.tv in its source, in the process of its test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import tls, { connect as namedConnect } from 'node:tls';
import { app, headers, withPlex, type PlexPin } from './app.testing.ts';
import { createAuthority } from './certificates/authority.ts';
import { emulator } from './testing.ts';
import { divert } from './hooks/divert.ts';
import { openPort } from './loopback-port.ts';

const my = app('https://plex.tv');

/** What `node:https` answers, with these options. */
async function get(options: https.RequestOptions): Promise<number | undefined> {
  const request = https.get('https://clients.plex.tv/api/v2/ping', options);
  const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  await text(answer);
  return answer.statusCode;
}

describe('an app that calls https://plex.tv', () => {
  it('signs in, with not a line changed', () =>
    withPlex(async (plex) => {
      const asked = await my.pin();
      assert.match(asked.qr ?? '', /^https:\/\/plex\.tv\//);
      await plex.approve(await plex.nextPin());
      const token = await my.token(asked);
      assert.equal((await my.user(token ?? ''))['username'], 'ada');
      assert.equal(plex.calls('POST /api/v2/pins')[0]?.headers['host'], 'plex.tv');
    }));

  it('by node:https, with an agent of its own and authorities of its own, over HTTP/2, and by names that were imported', () =>
    withPlex(async (plex) => {
      assert.equal(await get({}), 401);
      assert.equal(await get({ agent: new https.Agent({ keepAlive: true, family: 6 }) }), 401);
      assert.equal(await get({ ca: [createAuthority().cert] }), 401);

      const session = http2.connect('https://app.plex.tv');
      const stream = session.request({ ':path': '/api/v2/pins?strong=true', ':method': 'POST', ...headers });
      assert.equal(((await once(stream, 'response')) as [{ ':status': number }])[0][':status'], 201);
      assert.equal((JSON.parse(await text(stream)) as PlexPin).code.length, 25);
      plex.faults.next('/api/v2/ping', { kind: 'dropped' });
      const broken = session.request({ ':path': '/api/v2/ping' });
      broken.once('response', () => assert.fail('a dropped connection answers nothing')).on('error', () => {});
      await Promise.all([once(broken, 'close'), once(session, 'close')]);
      assert.match(plex.calls('POST /api/v2/pins')[0]?.headers['host'] ?? '', /^app\.plex\.tv/);

      const socket = namedConnect(443, 'plex.tv', { servername: 'plex.tv', ALPNProtocols: ['http/1.1'] });
      await once(socket, 'secureConnect');
      assert.ok(socket.authorized);
      socket.destroy();
      assert.equal((await fetch('http://www.plex.tv/api/v2/ping')).status, 401, 'port 80');
    }));

  it('finds a new emulator after each close, and no dead connection', async () => {
    for (let at = 0; at < 10; at += 1) {
      await using plex = await emulator();
      const asked = await my.pin();
      assert.equal((await plex.nextPin()).code, asked.code);
    }
  });

  it('is started by the test with plex.env, which leaves no file behind', async () => {
    const plex = await emulator({ intercept: false });
    const { env } = plex;
    assert.equal(plex.env, env);
    const folder = dirname(env['NODE_EXTRA_CA_CERTS'] ?? '');
    assert.ok(existsSync(folder));
    const ask = `fetch('https://plex.tv/api/v2/ping').then(({ status }) => process.stdout.write(String(status)))`;
    const child = spawn(process.execPath, ['-e', ask], { env: { ...process.env, ...env } });
    assert.equal(await text(child.stdout), '401');
    assert.equal(plex.calls('/api/v2/ping').length, 1);
    await plex.close();
    assert.ok(!existsSync(folder));
  });

  it('is left alone where the test does not want that', async () => {
    const before = [tls.connect, net.Socket.prototype.connect];
    await using plex = await emulator({ intercept: false });
    assert.deepEqual([tls.connect, net.Socket.prototype.connect], before);
    assert.match(plex.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('nothing else of the process is touched', () => {
  it('and everything is given back', async () => {
    const before = [tls.connect, net.Socket.prototype.connect];
    const plex = await emulator();
    await assert.rejects(emulator(), /^EmulatorError: Another emulator answers for plex\.tv in this thread/);
    await (await emulator({ intercept: false })).close();
    assert.notEqual(tls.connect, before[0]);
    await plex.close();
    assert.deepEqual([tls.connect, net.Socket.prototype.connect], before);
    assert.equal(namedConnect, tls.connect);
    await (await emulator()).close();
  });

  it('the authority counts for plex.tv alone, also in what it signs', async () => {
    const authority = createAuthority();
    const undo = divert({ net, tls }, { hosts: ['plex.tv'], ports: {}, ca: authority.cert });
    const server = await openPort(0);
    const answering = tls.createServer(authority.issue(['example.com', 'plex.tv']));
    server.serve(() => answering);
    const meet = async (servername: string, ca?: string): Promise<void> => {
      const more = ca === undefined ? {} : { ca };
      await once(tls.connect({ port: server.port, host: '127.0.0.1', servername, ...more }), 'secureConnect');
    };
    try {
      await assert.rejects(meet('example.com'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
      await assert.rejects(meet('example.com', authority.cert), /permitted subtree violation/);
      await assert.rejects(meet('plex.tv'), /permitted subtree violation/, 'a name beside plex.tv spoils it');
    } finally {
      undo();
      await server.close();
    }
  });

  it('hosts are diverted on the ports of the web, whatever their spelling; no other host, no other port', () => {
    const seen: unknown[] = [];
    class Socket {
      connect(...args: unknown[]): void {
        const [first] = args as [{ host?: string; port?: number }];
        seen.push(typeof first === 'object' ? `${first.host}:${first.port}` : args.slice(0, 2).join(' '));
      }
    }
    const modules = { net: { Socket }, tls: { connect: () => {} } } as unknown as Parameters<typeof divert>[0];
    divert(modules, { hosts: ['plex.tv'], ports: { 443: 1 }, ca: '' });
    const socket = new Socket();
    for (const host of ['plex.tv', 'PLEX.TV.', 'my.plex.tv', 'plex.tv.example']) socket.connect({ host, port: '443' });
    socket.connect(443, 'plex.tv');
    socket.connect(32400, 'plex.tv');
    socket.connect('/run/socket');
    assert.deepEqual(seen, [
      '127.0.0.1:1',
      '127.0.0.1:1',
      'my.plex.tv:443',
      'plex.tv.example:443',
      '127.0.0.1:1',
      '32400 plex.tv',
      '/run/socket',
    ]);
  });
});
