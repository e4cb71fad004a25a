// The app as it runs, with a plex.tv on this machine in place of the real one: npm test
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { emulator } from 'linkpin/testing';

const plex = await emulator({ scenario: 'media-server', intercept: false });
let origin;
let app;

before(async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  origin = `http://127.0.0.1:${port}`;
  const env = { ...process.env, ...plex.env, PORT: String(port), PLEX_SERVER: 'attic' };
  app = spawn(process.execPath, ['server.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(app.stdout, 'data');
});
afterEach(() => plex.reset({ scenario: 'media-server' }));
after(async () => {
  app.kill();
  await plex.close();
});

/** A browser that runs no script. */
function browser() {
  const cookies = new Map();
  async function go(path, init = {}) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { cookie, origin, accept: 'text/html', ...init.headers };
    const answer = await fetch(new URL(path, origin), { redirect: 'manual', ...init, headers });
    for (const [, name, value] of answer.headers.getSetCookie().map((text) => /^([^=]+)=([^;]*)/.exec(text))) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }
  const post = (path, headers) => go(path, { method: 'POST', headers });
  /** Presses the button, has somebody decide at Plex, and comes back. Returns where to. */
  async function signIn(decide) {
    const { status, headers } = await post('/sign-in');
    assert.equal(status, 303);
    assert.match(headers.get('location'), /^https:\/\/app\.plex\.tv\/auth#\?.*&forwardUrl=http/);
    await decide(await plex.nextPin());
    return (await go('/sign-in/back')).headers.get('location');
  }
  return { cookies, go, post, signIn, read: async (path) => (await go(path)).text() };
}

test('whoever may use the media server is signed in, under a new session id, until they sign out', async () => {
  const { cookies, post, signIn, read } = browser();
  assert.match(await read('/'), /Sign in with Plex/);
  assert.equal(await signIn((pin) => plex.approve(pin)), '/');
  assert.match(await read('/'), /Hello, ada/);
  const first = cookies.get('session');
  assert.equal(await signIn((pin) => plex.approve(pin)), '/');
  const second = cookies.get('session');
  assert.notEqual(second, first);
  cookies.set('session', first);
  assert.match(await read('/'), /Sign in with Plex/, 'the former id is worth nothing');
  cookies.set('session', second);
  assert.equal((await post('/sign-out')).status, 303);
  cookies.set('session', second);
  assert.match(await read('/'), /Sign in with Plex/);
});

test('somebody who has no access to the media server is not signed in, and is told', async () => {
  await plex.reset({ scenario: 'managed-users' }); // nobody has a media server
  const { cookies, signIn, read } = browser();
  const back = await signIn((pin) => plex.approve(pin));
  assert.match(await read(back), /You have no access to this media server\./);
  assert.equal(cookies.has('session'), false);
});

test('who says no, or answers too late, is not signed in, and is told', async () => {
  const { cookies, signIn, read } = browser();
  assert.match(await read(await signIn((pin) => plex.deny(pin))), /You said no at Plex/);
  assert.match(await read(await signIn((pin) => plex.expire(pin))), /That took too long\./);
  assert.equal(cookies.size, 0);
});

test('a sign-in can be finished only by the browser that began it', async () => {
  const [mine, theirs] = [browser(), browser()];
  await mine.post('/sign-in');
  await plex.approve(await plex.nextPin());
  assert.equal((await theirs.go('/sign-in/back')).headers.get('location'), '/?problem=expired');
  assert.equal(plex.calls('GET /api/v2/pins/:id').length, 0, 'plex.tv is not even asked');
  assert.equal((await mine.go('/sign-in/back')).headers.get('location'), '/');
});

test('while plex.tv is down there is a sentence, and afterwards all is well', async () => {
  const { post, signIn, read } = browser();
  plex.faults.next('POST /api/v2/pins', { kind: 'server-error', status: 503 });
  const failed = await post('/sign-in');
  assert.match(await read(failed.headers.get('location')), /Plex is not answering at the moment\./);
  plex.faults.next('GET /api/v2/resources', { kind: 'dropped' });
  const back = await signIn((pin) => plex.approve(pin));
  assert.match(await read(back), /Plex is not answering at the moment\./);
  assert.equal(await signIn((pin) => plex.approve(pin)), '/');
});

test('pages of other sites post nothing here', async () => {
  const { post, cookies } = browser();
  for (const path of ['/sign-in', '/sign-in/finish', '/sign-out']) {
    assert.equal((await post(path, { origin: 'https://evil.example' })).status, 403);
  }
  assert.equal(cookies.size, 0);
});
