import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonLine } from './json-line.ts';
import { plainText } from './plain-text.ts';
import { styleOf } from './style.ts';
import { timeLeft } from './time-left.ts';
import { wrap } from './wrap.ts';

/** Characters that a terminal may interpret. */
const obeyed = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

test('no text of a server makes the terminal do anything', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.doesNotMatch(plainText(text), obeyed)));
  assert.equal(plainText('A\u001b]0;owned\u0007da \u009b31m\u202Eevil'), 'A]0;ownedda 31mevil');
});

test('names of people stay as they are, in any script', () => {
  for (const name of ['Ada', 'Zoë', 'Ægir Þór', 'علي', '王小明', '👩 Ada']) assert.equal(plainText(name), name);
});

test('a line of JSON holds what it was given and nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const line = jsonLine({ value, text });
      assert.deepEqual(JSON.parse(line), JSON.parse(JSON.stringify({ value, text })));
      assert.doesNotMatch(line.slice(0, -1), obeyed);
      assert.ok(line.endsWith('}\n'));
    }),
  );
});

test('a countdown has minutes and two digits of seconds, and stops at nothing', () => {
  assert.deepEqual([900, 61, 60, 59.2, 7, 0, -3].map(timeLeft), [
    '15:00',
    '1:01',
    '1:00',
    '1:00',
    '0:07',
    '0:00',
    '0:00',
  ]);
});

test('wrapped text loses no word, and only a long word makes a long line', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1 }), (words) => {
      const lines = wrap(words.join(' '), 15);
      assert.equal(lines.join(' '), words.join(' '));
      for (const line of lines) assert.ok(line.length <= 15 || !line.includes(' '));
    }),
  );
});

test('there is colour on a terminal, and none off it or where NO_COLOR is set', () => {
  assert.notEqual(styleOf({ isTTY: true }, { TERM: 'xterm' }).bold('a'), 'a');
  assert.equal(styleOf({ isTTY: true }, { TERM: 'xterm', NO_COLOR: '1' }).bold('a'), 'a');
  assert.equal(styleOf({ isTTY: true }, { TERM: 'dumb' }).live, false);
  assert.equal(styleOf({}, { TERM: 'xterm' }).bold('a'), 'a');
});
