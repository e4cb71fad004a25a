// The command behind a forward proxy: a real one, for https by CONNECT, that alone knows the way to a server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generate } from 'selfsigned';
import { environment, run, temporaryFolder } from './linkpin.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-proxy-'));
const authority = join(folder, 'ca.pem');
/** What the proxy was asked for, and as whom. */
const asked: string[] = [];
const undo: (() => void)[] = [() => rmSync(folder, { recursive: true })];
after(() => undo.forEach((one) => one()));

const user = JSON.stringify({ id: 7, username: 'ada', email: 'ada@example.org', title: 'ada' });
let plain = 0;
let secure = 0;
let proxy = '';

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

before(async () => {
  const names = [{ type: 2, value: 'tv.example' }] as const;
  const pems = await generate([{ name: 'commonName', value: 'tv.example' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [...names] },
    ],
  });
  writeFileSync(authority, pems.cert);
  const answer = (_: IncomingMessage, response: { end(text: string): void }): void => response.end(user);
  const one = createServer(answer);
  const other = createSecureServer({ key: pems.private, cert: pems.cert }, answer);
  const forward = createServer((incoming, outgoing) => {
    asked.push(`GET ${incoming.url}`);
    request({ host: '127.0.0.1', port: plain, path: '/' }, (answered) => answered.pipe(outgoing)).end();
  });
  forward.on('connect', ({ url, headers }: IncomingMessage, client: Socket) => {
    asked.push(`CONNECT ${url} ${headers['proxy-authorization'] ?? ''}`.trim());
    if (url?.startsWith('refused.example')) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const there = connect(url?.endsWith(':443') ? secure : plain, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    for (const socket of [client, there]) socket.on('error', () => {});
  });
  for (const server of [one, other, forward]) {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    undo.push(() => {
      server.close();
      server.closeAllConnections();
    });
  }
  [plain, secure] = [portOf(one), portOf(other)];
  proxy = `127.0.0.1:${portOf(forward)}`;
});

const signedIn = { LINKPIN_TOKEN: 'a-token' };

test('https goes through HTTPS_PROXY by CONNECT, http through HTTP_PROXY, in either case of the name', async (t) => {
  const home = await temporaryFolder(t);
  for (const [server, variable, value, words] of [
    ['https://tv.example', 'HTTPS_PROXY', `http://${proxy}`, /^CONNECT tv\.example:443$/],
    ['https://tv.example', 'https_proxy', proxy, /^CONNECT tv\.example:443$/],
    [
      'https://tv.example',
      'HTTPS_PROXY',
      `http://ada:secret@${proxy}`,
      /^CONNECT tv\.example:443 Basic YWRhOnNlY3JldA==$/,
    ],
    [
      'http://tv.example',
      'HTTP_PROXY',
      `http://${proxy}\n`,
      /^(CONNECT tv\.example:80|GET http:\/\/tv\.example\/\S*)$/,
    ],
  ] as const) {
    asked.length = 0;
    const env = environment(home, { ...signedIn, NODE_EXTRA_CA_CERTS: authority, [variable]: value });
    const { code, stdout, stderr } = await run(['whoami', '--server', server], env);
    assert.deepEqual([code, stdout, stderr], [0, 'ada\n', ''], variable);
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', words);
  }
});

test('what NO_PROXY names, and this machine, are asked directly', async (t) => {
  const home = await temporaryFolder(t);
  asked.length = 0;
  const env = environment(home, { ...signedIn, HTTP_PROXY: `http://${proxy}`, HTTPS_PROXY: `http://${proxy}` });
  assert.equal((await run(['whoami', '--server', `http://127.0.0.1:${plain}`], env)).stdout, 'ada\n');
  for (const NO_PROXY of ['other.example,invalid', '.invalid', '*']) {
    const { code, stderr } = await run(['whoami', '--server', 'https://tv.invalid'], { ...env, NO_PROXY });
    assert.equal(code, 1);
    assert.doesNotMatch(stderr, /through the proxy/);
  }
  assert.deepEqual(asked, []);
});

test('a proxy that refuses, is not there or is none is told, and keeps no help away', async (t) => {
  const home = await temporaryFolder(t);
  const whoami = ['whoami', '--server', 'https://refused.example'];
  for (const [value, words] of [
    [
      `http://${proxy}`,
      /^https:\/\/refused\.example cannot be used\. .* through the proxy that HTTPS_PROXY names\.\n$/,
    ],
    [
      'http://127.0.0.1:9',
      /^https:\/\/refused\.example cannot be used\. .* through the proxy that HTTPS_PROXY names\.\n$/,
    ],
    ['socks5://127.0.0.1:1080', /^HTTPS_PROXY is "socks5:\/\/127\.0\.0\.1:1080", which is not an http proxy\./],
  ] as const) {
    const env = environment(home, { ...signedIn, HTTPS_PROXY: value });
    const { code, stdout, stderr } = await run(whoami, env);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, words);
    assert.equal((await run(['whoami', '--help'], env)).code, 0);
  }
});
