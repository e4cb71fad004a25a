import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { openLoopback, type Loopback } from './loopback.ts';

/** A request that `fetch` would not send. */
const ask = (loopback: Loopback, path: string, { method = 'GET', host }: { method?: string; host?: string } = {}) =>
  new Promise<{ readonly status: number | undefined; readonly text: string; readonly policy: unknown }>(
    (resolve, reject) => {
      const { port, host: own } = new URL(loopback.redirectUri);
      const sent = request({ host: '127.0.0.1', port, path, method, headers: { host: host ?? own } }, (respond) => {
        let text = '';
        respond.setEncoding('utf8').on('data', (part: string) => (text += part));
        respond.on('end', () =>
          resolve({ status: respond.statusCode, text, policy: respond.headers['content-security-policy'] }),
        );
      });
      sent.on('error', reject).end();
    },
  );

async function open(t: { after(undo: () => void): void }): Promise<Loopback> {
  const loopback = await openLoopback('Acme <tool>');
  t.after(loopback.close);
  return loopback;
}

const forever = new AbortController().signal;

test('RFC 8252 §7.3: it listens on 127.0.0.1, at another port each time and the same path', async (t) => {
  const [one, other] = [await open(t), await open(t)];
  for (const { redirectUri } of [one, other]) assert.match(redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  assert.notEqual(one.redirectUri, other.redirectUri);
});

test('only who knows the state arrives; others are sent away and end nothing', async (t) => {
  const loopback = await open(t);
  const redirect = loopback.redirect('right', forever);
  const arrival = redirect.then(() => ({ status: 'it has arrived' }));
  for (const [path, status, more] of [
    ['/callback?code=1', 400, {}],
    ['/callback?code=1&state=', 400, {}],
    ['/callback?code=1&state=wrong', 400, {}],
    ['/callback?code=1&state=right&state=right', 400, {}],
    ['/callback?code=1&state=r%C3%AFght', 400, {}],
    ['/favicon.ico?state=right', 404, {}],
    ['/callback?code=1&state=right', 404, { method: 'POST' }],
    ['/callback?code=1&state=right', 404, { host: 'evil.example' }],
    ['http://evil.example/callback?state=right', 404, {}],
  ] as const) {
    assert.equal((await Promise.race([ask(loopback, path, more), arrival])).status, status, path);
  }
  const respond = ask(loopback, '/callback?code=2&state=right');
  const { url, respond: say } = await redirect;
  assert.equal(url.href, `${loopback.redirectUri}?code=2&state=right`);

  assert.equal((await ask(loopback, '/callback?code=3&state=right')).status, 400, 'once');
  await say({ heading: 'Good & <b>done</b>.', isGood: true });
  const { status, text, policy } = await respond;
  assert.equal(status, 200);
  assert.ok(text.includes('<title>Acme &lt;tool></title>'));
  assert.ok(text.includes('<h1>Good &amp; &lt;b>done&lt;/b>.</h1>'));
  assert.match(String(policy), /^default-src 'none'/);
});

test('an abort ends the wait, also one that came before', async (t) => {
  const controller = new AbortController();
  const waiting = (await open(t)).redirect('s', controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(waiting, /enough/);
  await assert.rejects((await open(t)).redirect('s', controller.signal), /enough/);
});
