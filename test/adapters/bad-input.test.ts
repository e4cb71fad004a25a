// What a careless or hostile sender gets over TCP: an answer in the dialect's words, and a service that goes on.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { createHarness, type Harness } from '../harness/service.ts';

describe('the Node door', () => {
  let harness: Harness;
  let base = '';
  before(async () => {
    harness = createHarness('bad input');
    base = await harness.service.listen();
  });
  after(() => harness.service.close());

  const identified = { accept: 'application/json', 'x-plex-client-identifier': 'cid-1' };

  /** Sends bytes as they are and gives what came back until the other side closed. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.end(text));
      let answer = '';
      socket.on('data', (part) => (answer += part.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });

  const stillServes = async (): Promise<void> => {
    const response = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: identified });
    assert.equal(response.status, 201);
  };

  it('answers 413 to a body over 64 KiB, whether its length is told or not, in the dialect asked for', async () => {
    const body = 'x'.repeat(65_537);
    const told = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: identified, body });
    assert.equal(told.status, 413);
    assert.match(await told.text(), /^\{"errors":\[\{"code":1004/);
    const streamed = await fetch(`${base}/api/v2/pins`, {
      method: 'POST',
      headers: { 'x-plex-client-identifier': 'cid-1' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);
    assert.equal(streamed.status, 413);
    assert.match(await streamed.text(), /<error code="1004"/);
    const form = { origin: base, 'content-type': 'application/x-www-form-urlencoded' };
    const page = await fetch(`${base}/signin`, { method: 'POST', headers: form, body });
    assert.equal(page.status, 413);
    await stillServes();
  });

  it('takes a body of exactly 64 KiB', async () => {
    const response = await fetch(`${base}/api/v2/pins`, {
      method: 'POST',
      headers: identified,
      body: 'x'.repeat(65_536),
    });
    assert.equal(response.status, 201);
  });

  it('answers to HEAD as to GET, without the body', async () => {
    const response = await fetch(`${base}/api/v2/ping`, { method: 'HEAD', headers: identified });
    assert.equal(response.status, 401);
    assert.equal(await response.text(), '');
  });

  it('refuses what is no HTTP, no Host, a foreign Host, and a target that is no path', async () => {
    assert.match(await raw('hello\r\n\r\n'), /^HTTP\/1\.1 400/);
    assert.match(await raw('GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400/);
    assert.match(await raw('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 421/);
    assert.match(await raw('OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400/);
    assert.match(
      await raw('GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'),
      /^HTTP\/1\.1 400/,
    );
    await stillServes();
  });

  it('refuses a request that names two hosts, of which a proxy may have gone by another', async () => {
    for (const [one, other] of [
      ['127.0.0.1', 'evil.example'],
      ['127.0.0.1', '127.0.0.1'],
      ['evil.example', 'localhost'],
    ]) {
      for (const path of ['/api/v2/pins/1', '/signin', '/healthz']) {
        const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${one}\r\nhost: ${other}\r\n\r\n`);
        assert.match(answer, /^HTTP\/1\.1 400[^]*A request has one Host\./, `${one} ${other} ${path}`);
      }
    }
    await stillServes();
  });

  it('answers 400 to JSON that is thousands of levels deep, in the words of the dialect, wherever JSON is read', async () => {
    const deep = (name: string): string => `{"${name}":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    for (const [method, path, name] of [
      ['POST', '/api/v2/pins', 'jwk'],
      ['POST', '/api/v2/auth/jwk', 'jwk'],
      ['POST', '/api/v2/auth/token', 'jwt'],
      ['POST', '/api/v2/users/signin', 'login'],
      ['PUT', '/api/v2/pins/link', 'code'],
      ['PUT', '/api/v2/devices/1', 'name'],
      ['POST', '/oauth/register', 'jwks'],
      ['POST', '/oauth/token', 'grant_type'],
    ] as const) {
      const headers = { ...identified, 'content-type': 'application/json' };
      const response = await fetch(`${base}${path}`, { method, headers, body: deep(name) });
      const text = await response.text();
      assert.equal(response.status, 400, `${path} ${text}`);
      const error = JSON.parse(text) as { error?: string; errors?: readonly { code: number }[] };
      assert.equal(error.error ?? error.errors?.[0]?.code, path.startsWith('/oauth') ? 'invalid_request' : 1004, text);
      assert.doesNotMatch(text, /stack|RangeError|\.ts|\.js/);
    }
    await stillServes();
  });

  it('never fails and never hangs, whatever is asked of any API path', async () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
    const path = fc.oneof(
      fc.constantFrom('/api/v2/pins', '/api/v2/pins/link', '/api/v2/user', '/pins.xml', '/api/v2/ping', '/healthz'),
      fc
        .string({ unit: 'binary', maxLength: 40 })
        .map((odd) => `/api/v2/pins/${encodeURIComponent(odd.toWellFormed())}`),
      fc.string({ maxLength: 40 }).map((odd) => `/api/${encodeURI(odd.toWellFormed())}`),
    );
    const type = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'text/plain; charset=x',
      '',
    );
    await fc.assert(
      fc.asyncProperty(
        method,
        path,
        type,
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ maxLength: 40 }),
        async (verb, target, kind, body, search) => {
          const response = await fetch(`${base}${target}?${encodeURI(search.toWellFormed())}`, {
            method: verb,
            headers: { ...identified, 'content-type': kind },
            ...(verb === 'GET' ? {} : { body }),
          });
          assert.ok(response.status < 500, `${verb} ${target} answered ${response.status}`);
          await response.arrayBuffer();
        },
      ),
      { numRuns: 400 },
    );
    await stillServes();
  });
});
