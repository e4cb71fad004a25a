// What a service says when things go wrong: in its log, on its error pages, to whoever asks how it is.
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { pino } from 'pino';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { createMemoryStore } from '../../packages/server/src/stores/memory/store.ts';
import { createHarness } from '../harness/service.ts';
import { secretsIn } from './spellings.ts';

/** A store whose disk is gone. */
function broken(store: Store): Store {
  const room = <Room extends object>(of: Room): Room =>
    new Proxy(of, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return () => Promise.reject(new Error('disk I/O error'));
      },
    });
  return new Proxy(store, {
    get(target, name) {
      const part: unknown = Reflect.get(target, name);
      // What the driver remembers is told at once, and goes on.
      return typeof part === 'object' && part !== null && name !== 'pending' ? room(part) : part;
    },
  });
}

const secrets = new Map([
  ['code', 'QXRTZPLM'],
  ['token', 'Zk3vPq9LmN2xRt7Yb5Wd'],
  ['device JWT', 'eyJhbGciOiJFZERTQSJ9.eyJub25jZSI6ImFiYyJ9.c2lnbmF0dXJlLW9mLWEtZGV2aWNl'],
  ['basic', 'dHY6dGhlIHNlY3JldCBvZiB0aGUgdHY='],
  ['bearer', 'lpa_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'],
  ['proof', 'eyJ0eXAiOiJkcG9wK2p3dCJ9.eyJqdGkiOiJ4eXoifQ.cHJvb2Ytb2YtYS1rZXk'],
  ['cookie', 'cookie-0123456789abcdefghijklmnopqrstuvw'],
  ['password', 'a kettle and an orbit'],
  ['device code', 'dc-0123456789abcdefghijklmnopqrstuvwxyz-0123'],
]);
const the = (name: string): string => secrets.get(name) ?? '';

const query = `code=${the('code')}&X-Plex-Token=${the('token')}&deviceJWT=${the('device JWT')}&key=${the('device code')}`;
const headers: Readonly<Record<string, string>> = {
  host: '127.0.0.1:4747',
  origin: 'http://127.0.0.1:4747',
  'x-plex-client-identifier': 'cid',
  'x-plex-token': the('token'),
  dpop: the('proof'),
  cookie: `linkpin-4747=${the('cookie')}`,
};
const form = new URLSearchParams({
  code: the('code'),
  name: 'ada',
  login: 'ada',
  password: the('password'),
  device_code: the('device code'),
  refresh_token: the('bearer'),
  token: the('bearer'),
  client_id: 'tv',
  grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
});

/** Every path, the ones that do not exist too. */
const paths = [
  ...['/api/v2/pins', '/api/v2/pins/1', '/api/v2/pins/link', '/pins/1.xml', '/api/v2/user', '/api/v2/users/signin'],
  ...['/oauth/token', '/oauth/device_authorization', '/oauth/revoke', '/oauth/introspect', '/api/v2/auth/token'],
  ...['/link', '/signin', '/pin', '/devices', '/account', '/reset', '/signup', '/continue', '/nothing', '/metrics'],
  ...['/readyz', '/healthz'],
];

for (const [state, makeStore] of Object.entries({
  works: createMemoryStore,
  'is broken': () => broken(createMemoryStore()),
})) {
  test(`neither the log nor an error page nor /readyz repeats a secret, when the store ${state}`, async (context) => {
    const lines: string[] = [];
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk: Buffer, _, done) => (lines.push(chunk.toString()), done()) }),
    );
    const harness = createHarness('words', { log, store: makeStore(), settings: { passwordRoutes: 'on' } });
    context.after(() => harness.service.close().catch(() => {}));
    const said: string[] = [];
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        for (const authorization of [`Basic ${the('basic')}`, `Bearer ${the('bearer')}`]) {
          const request = new Request(`http://127.0.0.1:4747${path}?${query}`, {
            method,
            headers: { ...headers, authorization },
            ...(method === 'GET' ? {} : { body: form }),
          });
          const response = await harness.service.fetch(request, { peer: '203.0.113.9' });
          const text = await response.text();
          // The page for a code shows what was typed, and only that, to the one who typed it.
          if (response.status >= 400 || path === '/readyz') said.push(text);
        }
      }
    }
    assert.ok(said.length > 50);
    assert.deepEqual(secretsIn(said.join('\n'), secrets), [], 'the answers');
    assert.deepEqual(secretsIn(lines.join('\n'), secrets), [], 'the log');
    if (state === 'is broken') assert.ok(lines.length > 10, 'the log tells what is wrong');
  });
}
