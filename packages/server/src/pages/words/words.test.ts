import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html } from 'hono/html';
import { arabic } from './ar.ts';
import { createWords } from './bind.ts';
import type { Catalogue, PluralCategories } from './catalogue.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import { languages, type Language } from './languages.ts';
import { wordsIn } from './words.ts';

type Tree = string | { readonly [key: string]: Tree };

/** The texts of a catalogue by their path; a plural form by the path of its text and its category. */
function textsOf(words: Tree, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof words === 'string') return [[path, words]];
  return Object.entries(words).flatMap(([key, value]) => textsOf(value, path === '' ? key : `${path}.${key}`));
}

type Translation = Exclude<Language, 'en' | 'en-XA'>;

const translations: { readonly [In in Translation]: Catalogue<In> } = {
  de: german,
  es: spanish,
  fr: french,
  ar: arabic,
};
const of = (catalogue: unknown) => textsOf(catalogue as Tree);
const englishTexts = new Map(of(english));

const categories: readonly string[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** The English text of a path; of a plural form that English has not, its `other`. */
const inEnglish = (path: string): string | undefined =>
  englishTexts.get(path) ??
  (categories.includes(path.split('.').at(-1) ?? '') ? englishTexts.get(path.replace(/\w+$/, 'other')) : undefined);

const slotsOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot ?? ''))]
    .filter((slot) => slot !== 'count')
    .toSorted();

/** Names that are written with our letters in every language. */
const technical = /JavaScript|https|client_id|redirect_uri|OAuth|Plex|NDJSON|SIEM|URL|scopes|registration/;

/** Whether a text has letters of its own. */
const hasLetters = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ''));

/** Texts that are the same in English, because they are names or the language's own word. */
const same: Readonly<Record<Translation, readonly string[]>> = {
  de: [
    '{time} UTC',
    '{time} (UTC)',
    '{service} TV',
    'linkpin TV',
    'Name',
    'Code',
    'Passkeys',
    'Passkey',
    'App',
    'Apps',
    'Admin',
    'Threads',
  ],
  es: ['{time} UTC', '{time} (UTC)', '{service} TV', 'linkpin TV', 'Error: {title}'],
  fr: ['{time} UTC', '{time} (UTC)', '{service} TV', 'linkpin TV', 'Code', 'Menu'],
  ar: ['linkpin TV'],
};

describe('a translation', () => {
  for (const [language, catalogue] of Object.entries(translations)) {
    const texts = of(catalogue);
    it(`has the keys and slots of English, no less and no more: ${language}`, () => {
      const isForm = (path: string) => categories.includes(path.split('.').at(-1) ?? '');
      const paths = texts.map(([path]) => path).filter((path) => !isForm(path));
      const expected = [...englishTexts.keys()].filter((path) => !isForm(path));
      assert.deepEqual(paths.toSorted(), expected.toSorted());
      for (const [path, text] of texts) assert.deepEqual(slotsOf(text), slotsOf(inEnglish(path) ?? ''), path);
    });

    it(`leaves no text in English: ${language}`, () => {
      const allowed = new Set(same[language as keyof typeof same]);
      assert.deepEqual(
        texts.filter(([path, text]) => text === inEnglish(path) && hasLetters(text) && !allowed.has(text)),
        [],
      );
    });
  }

  it('ends a sentence as English does, so that none was cut', () => {
    for (const [language, catalogue] of Object.entries(translations)) {
      for (const [path, text] of of(catalogue)) {
        const isSentence = /[.?]$/.test(inEnglish(path) ?? '');
        assert.equal(/[.?؟]$/.test(text), isSentence, `${language} ${path}: ${text}`);
      }
    }
  });

  it('has the signs of its language', () => {
    for (const [path, text] of [...of(french), ...of(german), ...of(spanish), ...of(arabic)]) {
      assert.doesNotMatch(text, /'|"|\s{2}|^ |\s$/, path);
    }
    for (const [path, text] of of(french))
      assert.doesNotMatch(text.replaceAll('{time}', ''), /[^\u202f\s][?!;]|[^\u00a0]:/, path);
    for (const [path, text] of of(arabic)) {
      if (text !== 'linkpin TV' && /[A-Za-z]{3}/.test(text.replaceAll(/\{\w+\}/g, '')))
        assert.match(text, technical, path);
      assert.doesNotMatch(text, /[,;?]/, path);
    }
    for (const [path, text] of of(spanish)) {
      assert.equal(text.split('¿').length, text.split('?').length, path);
    }
  });

  it('does not compile without a key, a slot, or a plural form of its language', () => {
    // @ts-expect-error a key is missing
    const noKey: Catalogue<'de'>['peek'] = { show: '', showPassword: '', hide: '' };
    // @ts-expect-error a key that English has not
    const more: Catalogue<'de'>['peek'] = { show: '', showPassword: '', hide: '', hidePassword: '', else: '' };
    // @ts-expect-error a slot is missing
    const noSlot: Catalogue<'de'>['done']['linked'] = 'Verbunden.';
    // @ts-expect-error one of two slots is missing
    const oneSlot: Catalogue<'ar'>['consent']['saysItIsOn'] = '{what}';
    // @ts-expect-error Arabic has six forms
    const fewForms: Catalogue<'ar'>['nearby']['ending'] = { one: '', other: '' };
    const inAnyOrder: Catalogue<'ar'>['consent']['saysItIsOn'] = '{system} {what}';
    assert.ok([noKey, more, noSlot, oneSlot, fewForms, inAnyOrder].length > 0);
  });
});

describe('plural forms', () => {
  it('are those of Intl.PluralRules', () => {
    const listed: { readonly [In in Language]: readonly PluralCategories[In][] } = {
      en: ['one', 'other'],
      de: ['one', 'other'],
      fr: ['one', 'many', 'other'],
      es: ['one', 'many', 'other'],
      ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
      'en-XA': ['one', 'other'],
    };
    for (const { tag, locale } of Object.values(languages)) {
      const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
      assert.deepEqual([...listed[tag]].toSorted(), [...pluralCategories].toSorted(), tag);
    }
  });

  it('are picked by the number', () => {
    const ending = (language: Language, count: number) => wordsIn(language).nearby.ending({ count });
    assert.equal(ending('en', 1), 'The last character of the code it shows');
    assert.equal(ending('en', 2), 'The last 2 characters it shows');
    assert.equal(ending('ar', 2), 'آخر خانتين من الرمز الظاهر عليه');
    assert.equal(ending('ar', 3), 'آخر 3 خانات من الرمز الظاهر عليه');
    assert.equal(ending('ar', 11), 'آخر 11 خانة من الرمز الظاهر عليه');
  });
});

describe('a slot', () => {
  const words = wordsIn('ar');

  it('isolates what strangers say, so that it reorders nothing', () => {
    assert.equal(wordsIn('en').done.linked({ name: 'Sofa' }), '\u2068Sofa\u2069 is linked to your account.');
    assert.equal(words.signIn.signInLead({ service: 'Acme!' }), 'إلى \u2068Acme!\u2069');
    assert.equal(wordsIn('de').signIn.signInLead({ service: 'Acme!' }), 'bei Acme!');
  });

  it('is escaped and isolated in HTML, and takes elements', async () => {
    assert.equal(String(await words.consent.saysItIs.html({ what: '<b>' })), 'يقول إنه <bdi>&lt;b&gt;</bdi>');
    assert.equal(
      String(await wordsIn('en').consent.signedInAs.html({ name: html`<strong>Ada</strong>` })),
      'You are signed in as <strong>Ada</strong>',
    );
  });

  it('is not filled with what a value contains', () => {
    assert.equal(wordsIn('en').done.linked({ name: '{name}$&' }), '\u2068{name}$&\u2069 is linked to your account.');
  });

  it('throws without a value, which only a caller without types can leave out', () => {
    const linked = createWords('en', english).done.linked as (values: object) => string;
    assert.throws(() => linked({}), /no value for \{name\}/);
  });
});
