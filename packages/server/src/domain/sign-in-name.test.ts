import assert from 'node:assert/strict';
import { it } from 'node:test';
import { foldName } from './sign-in-name.ts';

it('names of one account fold alike, whatever their case and width', () => {
  for (const name of ['ada', 'Ada', 'ADA', 'Ａｄａ']) assert.equal(foldName(name), 'ada');
  assert.notEqual(foldName('ada'), foldName('adá'));
});

it('a name that is folded stays as it is', () => {
  for (const name of ['ÄΣ', 'İ', 'ﬁ', '\u1E9E']) assert.equal(foldName(foldName(name)), foldName(name));
});
