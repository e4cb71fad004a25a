import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quoted } from './quoted.ts';

/** As a mail program finds links in a text. */
const links = /(?:https?:\/\/|www\.|\b[\w-]+@[\w-]+\.)\S+|\b[\w-]+\.(?:com|org|example|de)\b/iu;

test('a name is quoted and never becomes a link', () => {
  assert.equal(quoted('Living room'), '“Living room”');
  assert.equal(quoted('Philips 3.5'), '“Philips 3.5”');
  for (const name of ['https://evil.example/x', 'www.evil.com', 'evil.com', 'call eve@evil.org', 'a.b.evil.de']) {
    assert.match(name, links, 'the search finds what would be one');
    assert.doesNotMatch(quoted(name), links, name);
    assert.equal(quoted(name).replaceAll(' ', ''), `“${name}”`.replaceAll(' ', ''));
  }
});

test('a name stays on its line and within its quotes', () => {
  assert.equal(quoted('a\r\nBcc: b\u2028c'), '“a Bcc: b c”');
  assert.equal(quoted('x” says “y'), '“x" says "y”');
});
