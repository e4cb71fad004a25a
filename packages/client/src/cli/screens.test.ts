import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { LinkpinClientError } from '../errors.ts';
import { jsonScreen } from './json-screen.ts';
import type { SignInEvent } from './screen.ts';
import { terminalScreen } from './terminal-screen.ts';

const error = new LinkpinClientError('timeout', 'https://a.example timed out');
const events: readonly SignInEvent[] = [
  { kind: 'browser', url: 'https://a.example/authorize?state=s' },
  {
    kind: 'code',
    code: 'ABCD-EFGH',
    url: 'https://a.example/link',
    urlWithCode: 'https://a.example/link?code=ABCD-EFGH',
    expiresIn: 600,
    isResumed: false,
  },
  { kind: 'pending', remaining: 600 },
  { kind: 'retrying', remaining: 599, retryIn: 2, error },
  { kind: 'retrying', remaining: 598, retryIn: 1, error },
  { kind: 'opened', remaining: 590 },
  { kind: 'opened', remaining: 589, number: 42 },
  {
    kind: 'signed_in',
    issuer: 'https://a.example',
    clientId: 'acme',
    scope: 'read',
    expiresAt: null,
    keptIn: 'memory',
  },
];

test('for programs each event is one line of JSON, in a form that does not change', () => {
  const lines: string[] = [];
  const screen = jsonScreen((line) => void lines.push(line));
  for (const event of [...events, { kind: 'failed', code: 'denied', message: 'no\u001b[2J\u2028\u202e' } as const])
    screen.show(event);
  assert.deepEqual(lines, [
    '{"kind":"browser","url":"https://a.example/authorize?state=s"}\n',
    '{"kind":"code","code":"ABCD-EFGH","url":"https://a.example/link","urlWithCode":"https://a.example/link?code=ABCD-EFGH","expiresIn":600,"isResumed":false}\n',
    '{"kind":"retrying","remaining":599,"retryIn":2,"reason":"timeout"}\n',
    '{"kind":"opened","remaining":590}\n',
    '{"kind":"opened","remaining":589,"number":42}\n',
    '{"kind":"signed_in","issuer":"https://a.example","clientId":"acme","scope":"read","expiresAt":null,"keptIn":"memory"}\n',
    '{"kind":"failed","code":"denied","message":"no\\u001b[2J\\u2028\\u202e"}\n',
  ]);
  assert.equal(screen.wantsCode, undefined, 'nobody is there to press a key');
});

/** A terminal of 40 columns. */
function terminal() {
  const written: string[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true }) as unknown as NodeJS.ReadStream;
  const output = { columns: 40, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { input, output, text: () => written.join('') };
}

test('for people there are the page, the code, a QR code where it fits, and what happens, each once', () => {
  const { input, output, text } = terminal();
  const screen = terminalScreen({ input, output, qr: (what) => (what.includes('?code=') ? '█▀█\n▀▀▀\n' : '') });
  for (const event of events) screen.show(event);
  assert.equal(
    text(),
    `Sign in on the page that opens in your browser, or open it there yourself:

  https://a.example/authorize?state=s

Waiting. Press Enter for a code that works on any device.
Open https://a.example/link on any device, and type this code:

  ABCD-EFGH

  █▀█
  ▀▀▀

Waiting for up to 10 minutes.
No answer (timeout). Trying again.
Somebody has opened it.
Type 42 on the page that is open.
Signed in at https://a.example.
`,
  );
  const narrow = terminal();
  terminalScreen({ ...narrow, qr: () => '█'.repeat(39) }).show(events[1] as SignInEvent);
  assert.doesNotMatch(narrow.text(), /█/);
});

test('what a server says does not drive the terminal', () => {
  const { input, output, text } = terminal();
  const screen = terminalScreen({ input, output });
  screen.show({
    kind: 'code',
    code: 'AB\u001b[2J\u202eCD',
    url: 'https://a.example/\u0007\nx',
    urlWithCode: null,
    expiresIn: 1,
    isResumed: true,
  });
  assert.match(
    text(),
    /^Still waiting: open https:\/\/a\.example\/ x on any device, and type this code:\n\n {2}AB \[2J CD\n/,
  );
});

test('Enter asks for a code, and an abort ends the question', async () => {
  const { input, output } = terminal();
  const { wantsCode, wantsAnotherCode } = terminalScreen({ input, output });
  assert.ok(wantsCode && wantsAnotherCode);
  const asked = wantsCode(new AbortController().signal);
  (input as unknown as PassThrough).write('\n');
  await asked;
  const controller = new AbortController();
  const again = wantsAnotherCode(controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(again, /enough/);
});
