import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEmailAddress } from './email-address.ts';

test('an address is read as it was typed, in its normal form', () => {
  for (const address of ['ada@example.org', 'ada+tv@example.org', "o'brien@b.example", 'josé@bücher.example', 'a@b']) {
    assert.equal(readEmailAddress(address), address);
  }
  assert.equal(readEmailAddress(' ada@example.org '), 'ada@example.org');
  assert.equal(readEmailAddress('Zoe\u0308@b.org'), 'Zoë@b.org');
});

test('what ends a line is refused wherever it stands, and so is all else that a header would read otherwise', () => {
  const ends = ['\n', '\r\n', '\r', '\u0000', '\u0085', '\u2028', '\u202e', '\t'];
  for (const end of ends) {
    for (const text of [`ada@b.org${end}`, `${end}ada@b.org`, `ada@b.org${end}Bcc: eve@c.org`, `a${end}da@b.org`]) {
      assert.equal(readEmailAddress(text), undefined, JSON.stringify(text));
    }
  }
  const others = ['', 'ada', '@b.org', 'ada@', 'a@b@c', 'a b@c', 'a@b c', 'a,b@c', 'a;b@c', '<a@b>', 'Ada <a@b>'];
  const quoted = ['"a b"@c', 'a:b@c', 'a\\b@c', 'a(b)@c', 'a@[127.0.0.1]'];
  const long = [`${'a'.repeat(65)}@b.org`, `a@${'b'.repeat(191)}`];
  for (const text of [...others, ...quoted, ...long]) assert.equal(readEmailAddress(text), undefined, text);
});
