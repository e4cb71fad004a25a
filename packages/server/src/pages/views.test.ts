import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { claimsOf, frameOf } from './frame.testing.ts';
import { everyView } from './views.testing.ts';
import { consentView } from './views/consent.ts';
import { languages } from './words/languages.ts';
import { wordsIn } from './words/words.ts';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }],
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
  },
});

/** Fragments that would break out of text or attributes or reverse text direction if not escaped. */
const hostile = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '<!--',
      '-->',
      ']]>',
      '</',
      '/>',
      '&lt;',
      '`',
      '${',
      '\\',
      '=',
      ' ',
      '\n',
      '\u0000',
      '\u202E',
      '\u2066',
      '\u200F',
      '\uD800',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => `-${pieces.join('')}`);

const count = (text: string, character: string): number => text.split(character).length - 1;

const plain = {
  ticket: 't',
  via: 'code',
  code: 'AB12',
  where: { at: 'unknown' },
  far: null,
  askedAt: 0,
  wantsToApprove: false,
  tickMissing: false,
  ticked: false,
  mayApprove: false,
  groupOf: 4,
  nameFrom: 'device',
  requestedScopes: [],
  scopesMissing: null,
  number: null,
  leadsTo: undefined,
  anotherDevice: null,
  needsTick: true,
} as const;

/** What `Intl` writes for the language of the pseudo catalogue, which is plain English. */
const intl =
  /\b(\d+ (minutes?|seconds?|hours?|days?|years?) ago|in \d+ (minutes?|seconds?)|[A-Z][a-z]{2} \d+, \d{4}(, [\d:]+\sPM)?)\b/g;

/** Names, which are the same in every language. */
const names = new Set(['Acme', 'English', 'Deutsch', 'Español', 'Français', 'off']);

/** A code, letter by letter. */
const spelled = /^[A-Z\d](, [A-Z\d])*$/;

/** The texts of some words that have no slots. */
function plainTexts(words: unknown): ReadonlySet<string> {
  if (typeof words === 'string') return new Set([words]);
  return new Set(Object.values(words as object).flatMap((value) => [...plainTexts(value)]));
}

describe('every page', () => {
  for (const { tag } of Object.values(languages)) {
    it(`is valid HTML, as html-validate judges: ${tag}`, async () => {
      for (const [name, view] of everyView('x', tag)) {
        const report = await validator.validateString(String(await view));
        const messages = report.results.flatMap((result) => result.messages);
        assert.deepEqual(
          messages.map(({ ruleId, message, line }) => `${name}: ${ruleId}: ${message} (line ${line})`),
          [],
        );
      }
    });
  }

  it('says nothing that is not in a catalogue: all of it changes with the language', async () => {
    for (const [name, view] of everyView('0', 'en-XA')) {
      const said = [
        ...String(await view).matchAll(
          /(?<=>)[^<>]+(?=<)|(?:alt|aria-label|title|data-(?:show|hide|copy|share|copied|words)[\w-]*)="[^"]+"/g,
        ),
      ];
      for (const [text] of said) {
        const plain = text
          .replace(/^[\w-]+="|&quot;[\w]+&quot;:/g, '')
          .replaceAll(/\u2068[^\u2069]*\u2069/g, '')
          .replaceAll(intl, '')
          .replaceAll(/\/[\w./%-]+|\{\w+\}|&\w+;/g, '');
        assert.ok(names.has(plain.trim()) || spelled.test(plain.trim()) || !/[A-Za-z]/.test(plain), `${name}: ${text}`);
      }
    }
  });

  it('has not a text of English in another language', async () => {
    for (const { tag } of Object.values(languages).filter((language) => language.tag !== 'en')) {
      const [plain, own] = [plainTexts(wordsIn('en')), plainTexts(wordsIn(tag))];
      for (const [name, view] of everyView('0', tag)) {
        for (const [text] of String(await view).matchAll(/(?<=>)[^<>]+(?=<)/g)) {
          const said = text.trim();
          assert.ok(!plain.has(said) || own.has(said), `${tag} ${name}: ${said}`);
        }
      }
    }
  });

  it('has the same tags and attributes whatever strangers call themselves', async () => {
    const texts = await Promise.all(everyView('-').map(async ([, view]) => String(await view)));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        for (const [index, [name, view]] of everyView(text).entries()) {
          const got = String(await view);
          for (const sign of ['<', '>', '"']) {
            assert.equal(count(got, sign), count(texts[index] ?? '', sign), `${name}: ${sign}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has one main heading, a title and its language', async () => {
    for (const [name, view] of everyView('x')) {
      const text = String(await view);
      if (name !== 'television' && name !== 'auth') assert.equal(count(text, '<h1'), 1, name);
      assert.match(text, /<html lang="en" dir="ltr">/);
      assert.match(text, /<title>[^<]+ · x( TV)?<\/title>/);
    }
  });

  it('never says what look and feel forbid', async () => {
    for (const [name, view] of everyView('x')) {
      const words = String(await view).replace(/<[^>]*>/g, ' ');
      assert.doesNotMatch(words, /\b(token|grant|authoriz\w*|client|credential\w*)\b/i, name);
    }
  });
});

describe('the question', () => {
  it('shows no character of a claim that hides or reorders others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const deviceInfo = claimsOf(`\u202E\u2066${text}\u200B\u2069`);
        const shown = String(await consentView(frameOf('x'), { ...plain, deviceInfo }));
        assert.doesNotMatch(shown, /[\u202A-\u202E\u2066\u2067\u200B\u200E\u200F\u0000]/);
      }),
    );
  });

  it('has the code letter by letter for a screen reader, and in two halves when it is long', async () => {
    const shown = async (code: string) =>
      String(await consentView(frameOf('x'), { ...plain, code, deviceInfo: claimsOf(null) }));
    assert.match(await shown('AB12'), /<span class="unseen">A, B, 1, 2<\/span>/);
    assert.equal(count(await shown('ABCD2345'), 'class="dash"'), 1);
    assert.equal(count(await shown('AB12'), 'class="dash"'), 0);
  });

  it('says that a device says nothing, and what one says', async () => {
    const shown = async (deviceInfo: Partial<ReturnType<typeof claimsOf>>) =>
      String(await consentView(frameOf('x'), { ...plain, deviceInfo: { ...claimsOf(null), ...deviceInfo } })).replace(
        /\s+/g,
        ' ',
      );
    assert.match(await shown({}), /It gave no details/);
    assert.match(
      await shown({ product: 'Player', version: '2', platform: 'tvOS' }),
      /It says it is <bdi>Player 2<\/bdi> on <bdi>tvOS<\/bdi>/,
    );
    assert.match(await shown({ platform: 'Roku', platformVersion: '12' }), /It says it is <bdi>Roku 12<\/bdi>/);
    assert.match(await shown({ version: '2', device: 'Box' }), /It says it is <bdi>Box<\/bdi>/);
  });
});
