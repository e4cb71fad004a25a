// Pure: no I/O, no clock, no randomness. Makes a catalogue ready for use: fills slots, picks plural forms.
import { html } from 'hono/html';
import type { Html } from '../frame.ts';
import type { Catalogue, Message, Words } from './catalogue.ts';
import { isolate } from './isolate.ts';
import { languages, type Language, type LanguageFacts } from './languages.ts';

/** Slots with words of the same language, which need no isolation. */
const own: ReadonlySet<string> = new Set([
  'browser',
  'city',
  'count',
  'country',
  'date',
  'os',
  'things',
  'time',
  'title',
  'usual',
]);

/** Slots with words of the operator or of the network, which need it only where letters run the other way. */
const known: ReadonlySet<string> = new Set(['address', 'service']);

/** What picks the plural form. */
type Counted = Readonly<Record<string, unknown>>;

/** A text in parts: words and slots in turns. */
const partsOf = (text: string): readonly string[] => text.split(/\{(\w+)\}/);

const isForeign = (slot: string, { dir }: LanguageFacts): boolean =>
  !own.has(slot) && (dir === 'rtl' || !known.has(slot));

function messageOf(textFor: (values: Counted) => string, facts: LanguageFacts): Message<string> {
  const numbers = new Intl.NumberFormat(facts.locale);
  const filled = <Value, Part>(
    values: Readonly<Record<string, Value | number>>,
    fill: (slot: string, value: Value) => Part,
  ): (string | Part)[] =>
    partsOf(textFor(values)).map((part, index) => {
      if (index % 2 === 0) return part;
      const value = values[part];
      if (value === undefined) throw new Error(`no value for {${part}}`);
      return typeof value === 'number' ? numbers.format(value) : fill(part, value);
    });
  const say = (values: Readonly<Record<string, string | number>>): string =>
    filled(values, (slot, value) => (isForeign(slot, facts) ? isolate(value) : value)).join('');
  return Object.assign(say, {
    html: (values: Readonly<Record<string, string | number | Html>>): Html =>
      html`${filled<string | Html, string | Html>(values, (slot, value) =>
        typeof value === 'string' && isForeign(slot, facts) ? html`<bdi>${value}</bdi>` : value,
      )}`,
    toJSON: (): string => textFor({ count: 0 }),
  });
}

type Tree = string | { readonly [key: string]: Tree };

function bind(words: Tree, facts: LanguageFacts, rules: Intl.PluralRules): unknown {
  if (typeof words === 'string') return words.includes('{') ? messageOf(() => words, facts) : words;
  const { other } = words;
  if (typeof other !== 'string') {
    return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, bind(value, facts, rules)]));
  }
  return messageOf(({ count }) => {
    const form = words[rules.select(Number(count))];
    return typeof form === 'string' ? form : other;
  }, facts);
}

/** Makes a catalogue ready for use. */
export function createWords<In extends Language>(language: In, catalogue: Catalogue<In>): Words {
  const facts = languages[language];
  return bind(catalogue as Tree, facts, new Intl.PluralRules(facts.locale)) as Words;
}
