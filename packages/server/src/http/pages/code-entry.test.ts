import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnusualLength, readCodeEntry } from './code-entry.ts';
import { plexCodes } from '../../domain/code.ts';

const formats = [plexCodes.weak, { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8 }];

const read = (text: string, baseUrl = 'https://link.example/pins') => readCodeEntry(text, formats, baseUrl);

test('a code is itself, however it is spaced and cased, and whatever its length', () => {
  for (const code of [
    'AB12',
    'ab 12',
    ' a-b-1-2 ',
    'bcdf-ghjk',
    'BCDF GHJK',
    'ab1d efg',
    'abcde',
    'ＡＢ１２',
    'AB–12',
    '',
  ]) {
    assert.deepEqual(read(code), { code, alone: true });
  }
  const strong = 'abcdefghijklmnopqrstuvwxy';
  assert.deepEqual(read(strong), { code: strong, alone: true });
});

test('our own link is read, with and without scheme, alone and in a sentence', () => {
  for (const link of [
    'https://link.example/pins/link?code=AB12',
    'http://link.example/pins/link/?x=1&code=AB12#top',
    'LINK.EXAMPLE/pins/link?code=AB12',
    'Open https://link.example/pins/link?code=AB12 on your phone',
  ]) {
    assert.deepEqual(read(link), { code: 'AB12', alone: false }, link);
  }
  assert.equal(read('https://link.example:444/link?code=AB12', 'https://link.example:444').code, 'AB12');
});

test('a link of another host, path or without a code is none of ours', () => {
  for (const link of [
    'https://evil.example/pins/link?code=AB12',
    'https://link.example/link?code=AB12',
    'https://link.example/pins/auth?code=AB12',
    'https://link.example/pins/link?code=',
    'https://link.example/pins/link?x=1',
    'https://link.example:1/pins/link?code=AB12',
  ]) {
    assert.deepEqual(read(link), { code: link, alone: true }, link);
  }
});

test('one code in a sentence is found, and nothing where there are two or none', () => {
  for (const [sentence, code] of [
    ['Your code is AB12.', 'AB12'],
    ['Code: AB12', 'AB12'],
    ['Type ABCD, please', 'ABCD'],
    ['Your linkpin code is: ab12!', 'ab12'],
    ['Your code is BCDF-GHJK', 'BCDF-GHJK'],
    ['Your code is BCDF GHJK for 10 minutes', 'BCDFGHJK'],
    ['“AB12” is your code', 'AB12'],
    ['Dein Code lautet ＡＢ１２', 'AB12'],
  ] as const) {
    assert.deepEqual(read(sentence), { code, alone: false }, sentence);
  }
  for (const sentence of ['AB12 or CD34, which one?', 'There is no code in here', 'THIS SENTENCE SHOUTS']) {
    assert.deepEqual(read(sentence), { code: sentence, alone: true }, sentence);
  }
});

test('an unusual length is one that no usual code has', () => {
  const unusual = [0, 3, 4, 5, 7, 8, 9, 25].filter((length) => isUnusualLength(length, formats));
  assert.deepEqual(unusual, [0, 3, 5, 7, 9, 25]);
});
