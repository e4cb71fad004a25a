import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages, type Language } from '../words/languages.ts';
import { wordsIn } from '../words/words.ts';
import { writeLetter, type LetterContent, type LetterFrame } from './letter.ts';

const odd = `<b>"&'https://evil.example`;
const frameOf = (language: Language, service = odd): LetterFrame => ({
  service,
  accent: undefined,
  contact: 'help@example.org',
  words: wordsIn(language),
  language: languages[language],
});
const url = 'https://link.example.org/undo?key=k1.abc-_';
const place = {
  countryCode: 'AT',
  continentCode: 'EU',
  country: 'Austria',
  city: 'Linz',
  inEuropeanUnion: true,
  timeZone: null,
  postalCode: null,
  subdivisions: [],
  latitude: null,
  longitude: null,
} as never;

const contents: readonly LetterContent[] = [
  { kind: 'invite', url },
  { kind: 'test', url },
  { kind: 'reset', username: odd, url },
  { kind: 'confirm', username: odd, url },
  { kind: 'password-changed', username: odd, url },
  { kind: 'address-changed', username: odd, url },
  { kind: 'device-linked', username: odd, url, device: odd, at: Date.UTC(2026, 10, 21, 12), place },
];

describe('a mail', () => {
  for (const language of Object.keys(languages) as Language[]) {
    for (const content of contents) {
      it(`says the same as text and as HTML: ${content.kind}, ${language}`, async () => {
        const { subject, text, html } = await writeLetter(content, frameOf(language));
        assert.doesNotMatch(subject, /[\r\n]/);
        assert.match(html, new RegExp(`<html lang="${language}" dir="${languages[language].dir}">`));
        assert.doesNotMatch(html, /<b>|undefined|\[object|<script|<img|src=/);
        assert.doesNotMatch(text, /undefined|\[object/);
        const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
        assert.deepEqual(new Set(links), new Set(content.kind === 'test' ? [] : [url]), 'its own link, and no other');
        assert.equal(text.includes(url), content.kind !== 'test');
        if (language === 'en-XA') {
          const own = text
            .replaceAll(url, '')
            .replaceAll(/\u2068[^\u2069]*\u2069|“[^”]*”/g, '')
            .replaceAll(odd, '');
          assert.doesNotMatch(
            own.replaceAll(/Linz, Austria|November.*/g, ''),
            /[A-Za-z]{4}/,
            'all of it is from the catalogue',
          );
        }
      });
    }
  }

  it('shows what strangers chose in quotes, and so that it becomes no link', async () => {
    const { text, html } = await writeLetter(contents[6] as LetterContent, frameOf('en', 'linkpin'));
    for (const shown of [text, html]) {
      assert.doesNotMatch(shown, /https:\/\/evil|evil\.example/);
      assert.match(shown, /“[^”]*evil\. example”/);
    }
    assert.match(text, /Where: Linz, Austria/);
    assert.match(text, /Nobody reads replies\. Questions\? .?help@example\.org/);
    assert.match(text, /When: November 21, 2026 at 12:00\sPM \(UTC\)/);
  });
});
