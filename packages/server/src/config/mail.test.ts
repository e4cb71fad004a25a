import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMailAddress } from './mail.ts';

test('the address of a mail server has a scheme, a host, and perhaps a user and a port', () => {
  const smtp = { host: 'smtp.example.org', port: 587, implicitTls: false, user: null };
  assert.deepEqual(readMailAddress('smtp://smtp.example.org'), smtp);
  assert.deepEqual(readMailAddress('smtps://smtp.example.org/'), { ...smtp, port: 465, implicitTls: true });
  assert.deepEqual(readMailAddress('smtp://tv%40example.org@smtp.example.org:2525'), {
    ...smtp,
    port: 2525,
    user: 'tv@example.org',
  });
  assert.deepEqual(readMailAddress('smtp://[::1]:25'), { ...smtp, host: '::1', port: 25 });
});

test('what else is written there is refused with the reason', () => {
  const problem = (text: string) => {
    const read = readMailAddress(text);
    assert.equal(typeof read, 'string', text);
    return read as string;
  };
  for (const text of ['smtp.example.org', 'https://smtp.example.org', 'smtp://', 'smtp:x']) {
    assert.match(problem(text), /smtp:\/\/USER@HOST:PORT/);
  }
  assert.match(problem('smtp://tv:secret@smtp.example.org'), /no password/);
  assert.match(problem('smtp://smtp.example.org/inbox'), /end with the host/);
  assert.match(problem('smtp://smtp.example.org?tls=no'), /end with the host/);
  assert.match(problem('smtp://50%@smtp.example.org'), /%25/);
  assert.match(problem('smtp://a%0d%0ab@smtp.example.org'), /line end/);
});
