// Tests with a real TLS server on loopback and hostile DNS names.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { generate } from 'selfsigned';
import { createSafeFetch, SafeFetchError } from './safe-fetch.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const json: Answer = (_, response) => response.end('{"keys":[]}');

/** A fake resolver: the results of successive look-ups of each name. */
const names = new Map<string, (readonly string[])[]>();
const asked: string[] = [];
const systemLookup = dns.lookup;

const resolver = (name: string, options: object, done: (error: Error | null, found: object) => void): void => {
  asked.push(name);
  const turns = names.get(name);
  if (turns === undefined) return Reflect.apply(systemLookup, dns, [name, options, done]);
  const [addresses = []] = turns.length > 1 ? turns.splice(0, 1) : turns;
  done(
    null,
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
};

describe('the outbound door', () => {
  const requests: string[] = [];
  let answer: Answer = json;
  let certificate = '';
  let port = 0;
  let stop = (): unknown => undefined;

  before(async () => {
    const pems = await generate([{ name: 'commonName', value: 'keys.example' }], {
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'keys.example' },
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    certificate = pems.cert;
    const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
      requests.push(`${request.socket.localAddress} ${request.url}`);
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    stop = () => {
      server.closeAllConnections();
      server.close();
    };
    dns.lookup = resolver as typeof dns.lookup;
    syncBuiltinESMExports();
  });

  after(() => {
    dns.lookup = systemLookup;
    syncBuiltinESMExports();
    stop();
  });

  beforeEach(() => {
    answer = json;
    requests.length = 0;
    asked.length = 0;
    names.clear();
  });

  afterEach(() => mock.restoreAll());

  const door = (...allowed: string[]) => createSafeFetch({ allowed, certificates: [certificate] }).fetch;
  const refused = (fetching: Promise<unknown>, reason: RegExp): Promise<void> =>
    assert.rejects(fetching, (error) => error instanceof SafeFetchError && reason.test(error.message));

  it('fetches JSON over https from an address that was allowed, and from a range', async () => {
    assert.deepEqual(await door('127.0.0.1')(`https://127.0.0.1:${port}/jwks`), { keys: [] });
    names.set('keys.example', [['127.0.0.1']]);
    assert.deepEqual(await door('127.0.0.0/8')(`https://keys.example:${port}/jwks`), { keys: [] });
    assert.deepEqual(requests, ['127.0.0.1 /jwks', '127.0.0.1 /jwks']);
  });

  it('goes to no private address, however it is written', async () => {
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '0.0.0.0',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '[fe80::1]',
      '[fd00::1]',
      '[::]',
    ];
    for (const host of hosts) await refused(door()(`https://${host}:${port}/`), /not on the public internet/);
    await refused(door('10.0.0.0/8')(`https://127.0.0.1:${port}/`), /not on the public internet/);
    assert.deepEqual(requests, []);
  });

  it('goes to no name that leads to a private address', async () => {
    names.set('inside.example', [['10.0.0.1', '127.0.0.1', '::1', '::ffff:127.0.0.1']]);
    await refused(door()(`https://inside.example:${port}/`), /not on the public internet/);
    await refused(door()(`https://localhost:${port}/`), /not on the public internet/);
    assert.deepEqual(requests, []);
  });

  it('goes to the address that it checked, though the name leads elsewhere a moment later (DNS rebinding)', async () => {
    names.set('keys.example', [['127.0.0.1'], ['127.0.0.2']]);
    await door('127.0.0.1')(`https://keys.example:${port}/`);
    assert.deepEqual(asked, ['keys.example'], 'it was looked up once');
    assert.deepEqual(requests, ['127.0.0.1 /']);
    await refused(door('127.0.0.1')(`https://keys.example:${port}/`), /not on the public internet/);
  });

  it('goes only to the fit ones of several addresses', async () => {
    names.set('keys.example', [['127.0.0.2', '::1', '127.0.0.1']]);
    await door('127.0.0.1')(`https://keys.example:${port}/`);
    assert.deepEqual(requests, ['127.0.0.1 /']);
  });

  it('speaks https only, and sends no credentials', async () => {
    const urls = [
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      'https://a:b@127.0.0.1/',
      'https://a@127.0.0.1/',
    ];
    for (const url of urls) await refused(door('127.0.0.1')(url), /only plain https/);
    for (const url of ['', 'keys', '//127.0.0.1/']) await refused(door('127.0.0.1')(url), /no URL/);
  });

  it('trusts no certificate that nobody vouches for, nor one for another name', async () => {
    await refused(
      createSafeFetch({ allowed: ['127.0.0.1'] }).fetch(`https://127.0.0.1:${port}/`),
      /certificate|self-signed/i,
    );
    names.set('other.example', [['127.0.0.1']]);
    await refused(door('127.0.0.1')(`https://other.example:${port}/`), /altnames|does not match/i);
    assert.deepEqual(requests, []);
  });

  it('follows no redirect, and takes no other status than 200', async () => {
    for (const status of [301, 302, 307, 204, 404, 500]) {
      answer = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end();
      await refused(door('127.0.0.1')(`https://127.0.0.1:${port}/`), new RegExp(`answered ${status}`));
    }
    assert.ok(requests.every((request) => !request.includes('elsewhere')));
  });

  it('reads 64 KiB and not a byte more', async () => {
    const filling = (length: number) => `"${'x'.repeat(length - 2)}"`;
    answer = (_, response) => response.end(filling(65_536));
    assert.equal(String(await door('127.0.0.1')(`https://127.0.0.1:${port}/`)).length, 65_534);
    answer = (_, response) => response.end(filling(65_537));
    await refused(door('127.0.0.1')(`https://127.0.0.1:${port}/`), /too long/);
  });

  it('takes JSON only', async () => {
    answer = (_, response) => response.end('<html>');
    await refused(door('127.0.0.1')(`https://127.0.0.1:${port}/`), /not valid JSON/);
  });

  for (const [where, begin] of [
    ['before it answers', () => undefined],
    ['in the middle of its answer', (response: ServerResponse) => response.write('{"keys":')],
  ] as const) {
    it(`waits five seconds in all for a server that stops ${where}`, async () => {
      const time = new AbortController();
      const waits: number[] = [];
      mock.method(AbortSignal, 'timeout', (milliseconds: number) => {
        waits.push(milliseconds);
        return time.signal;
      });
      answer = (_, response) => {
        begin(response);
        setImmediate(() => time.abort(new DOMException('the time is over', 'TimeoutError')));
      };
      await refused(door('127.0.0.1')(`https://127.0.0.1:${port}/`), /127\.0\.0\.1/);
      assert.deepEqual(waits, [5000]);
    });
  }

  it('fails when the server hangs up in the middle', async () => {
    answer = (request, response) => {
      response.write('{"keys":');
      setImmediate(() => request.socket.destroy());
    };
    await refused(door('127.0.0.1')(`https://127.0.0.1:${port}/`), /127\.0\.0\.1/);
  });

  it('says where it could not go, and never what it was told there', async () => {
    answer = (_, response) => response.end('secret words');
    await assert.rejects(
      door('127.0.0.1')(`https://127.0.0.1:${port}/`),
      (error: Error) => !error.message.includes('secret'),
    );
  });
});
