import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkpinClientError, type Progress } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { styleOf } from '../terminal/style.ts';
import { readQr } from '../terminal/read-qr.testing.ts';
import { liveScreen } from './live-screen.ts';
import { sayIn } from './words/words.ts';
import { outcomeMessage } from './outcome-messages.ts';
import { plainScreen } from './plain-screen.ts';
import { isUnencrypted, serverAddress } from './server-address.ts';
import { errorMessage } from './error-messages.ts';

const signIn = {
  code: '7RQZ',
  linkUrl: 'https://linkpin.example.org/link',
  qrText: 'https://linkpin.example.org/link?code=7RQZ',
  remaining: 900,
};
const refused = new LinkpinClientError(
  'network',
  'https://linkpin.example.org/api/v2/pins cannot be reached: ECONNREFUSED',
);

function onScreen(columns: number, rows: number, qr = true) {
  let written = '';
  const style = styleOf({ isTTY: true }, { TERM: 'xterm', NO_COLOR: '1' });
  const screen = liveScreen((text) => (written += text), style, {
    space: () => ({ columns, rows }),
    qr,
    words: sayIn('en'),
  });
  return { screen, written: () => written, lines: () => written.split('\n') };
}

test('code, address, QR code and countdown fit 80×24', () => {
  const { screen, lines } = onScreen(80, 24);
  screen.show(signIn);
  screen.update({ kind: 'pending', remaining: 899 });
  assert.ok(lines().length <= 24);
  for (const line of lines()) assert.ok(line.length <= 80, line);
  assert.deepEqual(lines().slice(0, 3), ['', '  7RQZ', '  Type it at https://linkpin.example.org/link, or scan this']);
  assert.equal(readQr(lines().slice(3, -1)), signIn.qrText);
  assert.equal(lines().at(-1), '\r\u001b[K  Waiting for you to approve it. 14:59 left');
});

test('without room for the QR code, or without a wish for it, there are the code and the address', () => {
  for (const { screen, lines } of [onScreen(80, 20), onScreen(30, 24), onScreen(80, 24, false)]) {
    screen.show(signIn);
    assert.deepEqual(lines(), ['', '  7RQZ', '  Type it at https://linkpin.example.org/link', '', '']);
  }
});

test('the countdown stays on its one line, however narrow the window', () => {
  const { screen, written } = onScreen(20, 24, false);
  const states: readonly Progress[] = [
    { kind: 'pending', remaining: 61 },
    { kind: 'opened', remaining: 60 },
    { kind: 'retrying', remaining: 59, retryIn: 3, error: refused },
  ];
  for (const state of states) screen.update(state);
  screen.end();
  assert.deepEqual(written().split('\r\u001b[K'), [
    '',
    '  Waiting for you t',
    '  Someone has opene',
    '  Nothing is runnin',
    '',
  ]);
});

test('what a server calls a code cannot drive the terminal', () => {
  const { screen, written } = onScreen(80, 24, false);
  screen.show({ ...signIn, code: '7\u001b[2JRQZ\u202e' });
  assert.ok(written().includes('  7[2JRQZ\n'));
});

test('off a terminal there are plain lines, and each change is told once', () => {
  let written = '';
  const screen = plainScreen((text) => (written += text));
  screen.show(signIn);
  for (const remaining of [899, 898]) screen.update({ kind: 'pending', remaining });
  for (const retryIn of [2, 1]) screen.update({ kind: 'retrying', remaining: 890, retryIn, error: refused });
  for (const remaining of [880, 879]) screen.update({ kind: 'opened', remaining });
  screen.end();
  assert.equal(
    written,
    [
      'Code: 7RQZ',
      'Type it at: https://linkpin.example.org/link',
      'Waiting for up to 15 minutes.',
      'Nothing is running there. Trying again.',
      'Someone has opened it.',
      '',
    ].join('\n'),
  );
});

test('an address of a server has one form, and https where nothing is said', () => {
  const forms: readonly [string, string][] = [
    ['https://Linkpin.Example/', 'https://linkpin.example'],
    ['linkpin.example', 'https://linkpin.example'],
    [' linkpin.example:8443/base/ ', 'https://linkpin.example:8443/base'],
    ['localhost:4747', 'http://localhost:4747'],
    ['127.0.0.1', 'http://127.0.0.1'],
    ['[::1]:4747', 'http://[::1]:4747'],
    ['http://192.168.1.5:4747', 'http://192.168.1.5:4747'],
    ['https://plex.tv', 'https://plex.tv'],
  ];
  for (const [typed, address] of forms) assert.equal(serverAddress(typed), address);
});

test('what is not a server address is refused', () => {
  for (const typed of [
    '',
    'ftp://x',
    'https://',
    'https://a:b@x',
    'https://x/?a',
    'https://x/#a',
    'file:///etc',
    'a b',
  ]) {
    assert.throws(() => serverAddress(typed), Failure, typed);
  }
});

test('plain http is open to all, but to this machine', () => {
  assert.equal(isUnencrypted('http://192.168.1.5:4747'), true);
  assert.equal(isUnencrypted('http://127.evil.example'), true);
  assert.equal(isUnencrypted('http://localhost.evil.example'), true);
  for (const server of ['https://x.example', 'http://127.0.0.1:4747', 'http://localhost', 'http://[::1]:4747']) {
    assert.equal(isUnencrypted(server), false, server);
  }
});

test('each way in which a server cannot be reached has its own words', () => {
  const server = 'https://x.example';
  const codes = [
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ];
  const said = codes.map((code) =>
    errorMessage(server, new LinkpinClientError('network', `${server}/api/v2/pins cannot be reached: ${code}`)),
  );
  assert.equal(new Set(said).size, codes.length);
  for (const sentence of said) assert.match(sentence, /^https:\/\/x\.example cannot be used\. .+[.?]$/);
});

test('a server that is something else, or that is busy, is told apart', () => {
  const say = (...error: ConstructorParameters<typeof LinkpinClientError>) =>
    errorMessage('https://x.example', new LinkpinClientError(...error));
  assert.match(say('unreadable', 'not a pin'), /not a linkpin or Plex server/);
  assert.match(say('refused', 'answered 404', { status: 404 }), /not a linkpin or Plex server/);
  assert.match(
    say('refused', 'x answered 400: X is missing', { status: 400, plexCode: 1000 }),
    /It refuses: .*X is missing/,
  );
  assert.match(say('rate_limited', 'x', { status: 429, retryAfter: 7 }), /again in 7 s/);
  assert.match(say('rate_limited', 'x', { status: 429 }), /again in a minute/);
  assert.match(say('server', 'x', { status: 503 }), /a problem \(503\)/);
  assert.match(say('timeout', 'x'), /does not answer/);
  assert.match(say('redirected', 'x'), /elsewhere/);
});

test('each outcome that is no token says why, and what can be done', () => {
  assert.match(outcomeMessage({ kind: 'denied' }, ''), /The request was denied on the link page/);
  for (const kind of ['expired', 'taken', 'gone'] as const) assert.match(outcomeMessage({ kind }, ''), /again/);
  assert.match(outcomeMessage({ kind: 'cancelled' }, ''), /cancelled/);
  assert.match(outcomeMessage({ kind: 'failed', error: refused }, 'https://x.example'), /Nothing is running there/);
});
