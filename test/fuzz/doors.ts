// The whole service, through both front doors: no crash, no 5xx, no answer that its own type belies.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { createHarness, type Harness } from '../harness/service.ts';
import type { Chance } from './chance.ts';
import { asHeader, mangle } from './mangle.ts';
import { anyRequest, type FuzzRequest } from './requests.ts';
import { headers } from './samples.ts';
import { target, type Target } from './target.ts';

/** A path that names itself and needs no door: where a request that is none goes. */
const base = 'http://127.0.0.1:4747';

function openHarness(): Harness {
  return createHarness('fuzz', {
    settings: { passwordRoutes: 'on', clientRegistration: 'open', trustedProxies: ['127.0.0.1'] },
  });
}

/** 503 with `Retry-After` is a busy service that says so. */
function isFine(status: number, retryAfter: string | null): boolean {
  return status < 500 || (status === 503 && retryAfter !== null);
}

async function throughFetch(harness: Harness, { method, path, headers: given, body }: FuzzRequest): Promise<void> {
  let request: Request;
  try {
    const sent = new Headers();
    for (const [name, value] of Object.entries(given)) sent.append(name, asHeader(value));
    if (!given['host']) sent.set('host', '127.0.0.1:4747');
    request = new Request(new URL(path, base), {
      method,
      headers: sent,
      ...(body === '' || ['GET', 'HEAD'].includes(method) ? {} : { body }),
    });
  } catch {
    return; // what no platform would send
  }
  const response = await harness.service.fetch(request, { peer: '127.0.0.1' });
  const text = await response.text();
  assert.ok(isFine(response.status, response.headers.get('retry-after')), `${response.status}: ${text.slice(0, 300)}`);
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/json') && method !== 'HEAD' && text !== '') JSON.parse(text);
}

const requestLines = [
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'POST /api/v2/pins HTTP/1.1\r\nHost: localhost\r\nX-Plex-Client-Identifier: a\r\nContent-Length: 0\r\n\r\n',
  'POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n',
  'POST /signin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET http://evil.example/link HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\n\r\n',
  'GET /link?code=%00 HTTP/1.0\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ...Object.entries(headers).map(
    ([name, [value = '']]) => `GET /link HTTP/1.1\r\nHost: localhost\r\n${name}: ${value}\r\n\r\n`,
  ),
];

/** Sends bytes as they are; resolves to what came back when the other side has closed, or said nothing more for a while. */
const throughNode = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')));
    let answer = '';
    socket.setTimeout(60_000, () => socket.destroy(new Error('hangs')));
    socket.on('data', (part) => (answer += part.toString('latin1')));
    socket.on('error', (error) => resolve(error.message === 'hangs' ? 'hangs' : answer));
    socket.on('close', () => resolve(answer));
  });

/** Both front doors of one service. */
export async function openDoors(): Promise<{ readonly targets: readonly Target[]; close(): Promise<void> }> {
  let harness = openHarness();
  const served = openHarness();
  const port = Number(new URL(await served.service.listen()).port);
  let asked = 0;
  return {
    targets: [
      target('the fetch door', anyRequest, async (given: FuzzRequest) => {
        asked += 1;
        // Time passes, so that budgets do not refuse everything; and now and then all begins anew.
        harness.clock.pass(30_000);
        if (asked % 20_000 === 0) {
          await harness.service.close();
          harness = openHarness();
        }
        await throughFetch(harness, given);
      }),
      target(
        'the Node door',
        (chance: Chance) => asHeaderKeepingLines(mangle(chance, requestLines)),
        async (bytes) => {
          served.clock.pass(30_000);
          const answer = await throughNode(port, bytes);
          assert.notEqual(answer, 'hangs');
          for (const [line, status] of answer.matchAll(/^HTTP\/1\.1 (\d{3})[^\r\n]*/gm)) {
            assert.ok(isFine(Number(status), answer.includes('etry-') ? 'x' : null) || status === '505', line);
          }
        },
      ),
    ],
    async close() {
      await harness.service.close();
      await served.service.close();
    },
  };
}

/** Bytes of UTF-8 as characters, with line ends left alone. */
function asHeaderKeepingLines(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
