import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  createServer,
  request as plainRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { mostBytes } from './decode.ts';
import { createForwardEntrance } from './entrance.ts';
import type { RawExchange } from './raw-exchange.ts';
import { startRecording } from './recording.ts';

describe('the way to the real plex.tv', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  const listen = async (listener: RequestListener): Promise<number> => {
    const server = createServer(listener);
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  /** An entrance that leads to a listener, and what it recorded and failed at. */
  async function leadTo(listener: RequestListener) {
    const port = await listen(listener);
    const seen: RawExchange[] = [];
    const failures: string[] = [];
    const entrance = await listen(
      createForwardEntrance({
        upstream: {
          request: ({ host: _host, ...options }) => plainRequest({ ...options, host: '127.0.0.1', port, agent: false }),
          close: () => {},
        },
        record: (exchange) => seen.push(exchange),
        failed: (host, error) => failures.push(`${host}: ${(error as NodeJS.ErrnoException).code}`),
        now: () => 0,
      }) as RequestListener,
    );
    const ask = async (
      method: string,
      path: string,
      headers: Record<string, string> = {},
      body = '',
    ): Promise<{ readonly response: IncomingMessage; readonly content: Buffer }> => {
      const request = plainRequest({ port: entrance, method, path, headers: { host: 'plex.tv', ...headers } });
      request.end(body);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return { response, content: await buffer(response) };
    };
    return { seen, failures, ask };
  }

  it('gives answers back as they are, cookies and coding included', async () => {
    const packed = gzipSync('{"id":1}');
    const { ask, seen } = await leadTo((request, response) => {
      response.writeHead(203, [
        ...['set-cookie', 'a=1', 'set-cookie', 'b=2', 'content-encoding', 'gzip'],
        ...['content-type', 'application/json', 'x-host', request.headers.host ?? ''],
      ]);
      response.end(packed);
    });
    const { response, content } = await ask('GET', '/api/v2/pins?a=b%20c');
    assert.equal(response.statusCode, 203);
    assert.deepEqual(response.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal(response.headers['x-host'], 'plex.tv');
    assert.deepEqual(content, packed);
    assert.equal(seen[0]?.request.target, '/api/v2/pins?a=b%20c');
  });

  it('passes bodies on, and answers without any', async () => {
    const { ask, seen } = await leadTo((request, response) => {
      void buffer(request).then((body) => {
        const echo = request.method === 'POST' ? 200 : 204;
        response.writeHead(echo).end(echo === 200 ? body : undefined);
      });
    });
    const { content } = await ask('POST', '/api/v2/pins', { 'content-length': '11' }, 'strong=true');
    assert.equal(content.toString(), 'strong=true');
    const { response } = await ask('DELETE', '/api/v2/users/signout');
    assert.equal(response.statusCode, 204);
    assert.equal((await ask('HEAD', '/api/v2/user')).content.length, 0);
    assert.deepEqual(
      seen.map(({ request }) => request.body.content?.toString()),
      ['strong=true', '', ''],
    );
  });

  it('leads to plex.tv alone', async () => {
    const { ask, seen } = await leadTo((_request, response) => response.end());
    assert.equal((await ask('GET', '/', { host: '127.0.0.1:80' })).response.statusCode, 421);
    assert.equal((await ask('GET', '/', { host: 'Plex.tv:443' })).response.statusCode, 200);
    assert.deepEqual(
      seen.map(({ request }) => request.host),
      ['plex.tv'],
    );
  });

  it('closes the connection where there is no answer, and records none', async () => {
    const { ask, seen, failures } = await leadTo((request) => request.socket.destroy());
    await assert.rejects(ask('GET', '/api/v2/user'), { code: 'ECONNRESET' });
    assert.deepEqual([seen, failures], [[], ['plex.tv: ECONNRESET']]);
  });

  it('records no answer that broke off', async () => {
    const { ask, seen } = await leadTo((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('12345', () => response.destroy());
    });
    await assert.rejects(ask('GET', '/api/v2/user'));
    assert.deepEqual(seen, []);
  });

  it('passes on what is too long to be kept', async () => {
    const long = Buffer.alloc(mostBytes + 1, 'a');
    const { ask, seen } = await leadTo((_request, response) => response.end(long));
    assert.equal((await ask('GET', '/api/v2/user')).content.length, long.length);
    assert.deepEqual(seen[0]?.response.body, { content: undefined, length: long.length });
  });
});

describe('a recording', () => {
  const json = Buffer.from('{"id":1234,"code":"ABCD"}');
  const bomb = Buffer.alloc(mostBytes + 1, ' ');

  async function bodyOf(coding: string, content: Buffer): Promise<unknown> {
    const recording = startRecording(0);
    const body = { content, length: content.length };
    const headers = { 'content-type': 'application/json', 'content-encoding': coding };
    const none = { content: Buffer.alloc(0), length: 0 };
    const request = { method: 'GET', host: 'plex.tv', target: '/api/v2/pins/1234', headers: {}, body: none };
    recording.add({ at: 0, request, response: { status: 200, headers, body } });
    return (await recording.transcript()).exchanges[0]?.response.body;
  }

  for (const [coding, pack] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['identity', (content: Buffer) => content],
  ] as const) {
    it(`reads ${coding}, and leaves out what becomes too long`, async () => {
      assert.deepEqual(await bodyOf(coding, pack(json)), { json: { id: 1001, code: 'PIN1' } });
      assert.deepEqual(await bodyOf(coding, Buffer.from('"broken')), {
        leftOut: 'application/json',
        bytes: 7,
      });
      const packed = pack(bomb);
      if (coding !== 'identity')
        assert.deepEqual(await bodyOf(coding, packed), { leftOut: 'application/json', bytes: packed.length });
    });
  }

  it('leaves out a coding that it does not know', async () => {
    assert.deepEqual(await bodyOf('constructor', json), { leftOut: 'application/json', bytes: json.length });
  });

  it('is in the order of the requests', async () => {
    const recording = startRecording(0);
    const none = { content: Buffer.alloc(0), length: 0 };
    for (const [at, method] of [
      [2, 'GET'],
      [1, 'POST'],
    ] as const) {
      const request = { method, host: 'plex.tv', target: '/api/v2/pins', headers: {}, body: none };
      recording.add({ at, request, response: { status: 200, headers: {}, body: none } });
    }
    const { exchanges } = await recording.transcript();
    assert.deepEqual(
      exchanges.map(({ request, afterMs }) => [request.method, afterMs]),
      [
        ['POST', 1],
        ['GET', 2],
      ],
    );
  });
});
