import assert from 'node:assert/strict';
import test from 'node:test';
import { sayIn, terminalLanguage, type LoginCatalogue } from './words.ts';

test('the language of a terminal is that of POSIX, and English where it is unknown', () => {
  for (const [environment, expected] of [
    [{ LANG: 'de_AT.UTF-8' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'ar' }, 'ar'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'fr_FR@euro', LC_ALL: '' }, 'fr'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'C', LANGUAGE: 'de' }, 'en'],
    [{ LANG: 'nl_NL.UTF-8' }, 'en'],
    [{ LANG: 'constructor' }, 'en'],
    [{ LANG: '__proto__' }, 'en'],
    [{ LANG: 'de'.repeat(50_000) }, 'en'],
    [{}, 'en'],
  ] as const) {
    assert.equal(terminalLanguage(environment), expected, JSON.stringify(environment).slice(0, 80));
  }
});

test('a text is said with its values, whatever they contain', () => {
  assert.equal(sayIn('en')('waiting', { left: '4:59' }), 'Waiting for you to approve it. 4:59 left');
  assert.equal(
    sayIn('de')('number', { number: 42, left: '{number}$&' }),
    'Gib 42 auf der geöffneten Seite ein. Noch {number}$&',
  );
});

test('a translation without a slot does not compile', () => {
  // @ts-expect-error a slot is missing
  const none: LoginCatalogue['waiting'] = 'Warten';
  assert.ok(none);
});
