// Pure: types only. What a translation has to have, read off the English catalogue by the compiler.
import type { Html } from '../frame.ts';
import type { English } from './en.ts';
import type { Language } from './languages.ts';

/** The names of the slots of a text: `'name'` in `'{name} signed in'`. */
type SlotsOf<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | SlotsOf<Rest> : never;

/** A text with all of these slots, in any order. */
type TextWith<Slot extends string, One extends Slot = Slot> = [Slot] extends [never]
  ? string
  : One extends Slot
    ? `${string}{${One}}${TextWith<Exclude<Slot, One>>}`
    : never;

/** The plural categories of each language (CLDR); a test holds them to `Intl.PluralRules`. */
export interface PluralCategories {
  readonly en: 'one' | 'other';
  readonly de: 'one' | 'other';
  readonly fr: 'one' | 'many' | 'other';
  readonly es: 'one' | 'many' | 'other';
  readonly ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
  readonly 'en-XA': 'one' | 'other';
}

/** A text that depends on a number, `{count}`. */
interface Plural {
  readonly other: string;
}

/** The shape of some English words in another language: the same keys, the same slots, its own plural forms. */
type Translated<Words, In extends Language> = Words extends string
  ? TextWith<SlotsOf<Words>>
  : Words extends Plural
    ? { readonly [Category in PluralCategories[In]]: TextWith<Exclude<SlotsOf<Words['other']>, 'count'>> }
    : { readonly [Key in keyof Words]: Translated<Words[Key], In> };

/** All words in one language. A missing key, slot or plural form does not compile. */
export type Catalogue<In extends Language> = Translated<English, In>;

/** A value for a slot. Text of strangers is isolated, numbers are formatted as the language does. */
type Value = string | number;

/** A text with slots, to be called with their values. */
export interface Message<Slot extends string> {
  (values: Readonly<Record<Slot, Value>>): string;
  /** The same as HTML: text of strangers in `<bdi>`, and elements as they are. */
  html(values: Readonly<Record<Slot, Value | Html>>): Html;
  /** The text with its slots, for a script to fill in. */
  toJSON(): string;
}

/** Words ready for use: plain texts, and messages where there are slots. */
export type Ready<Words> = Words extends string
  ? [SlotsOf<Words>] extends [never]
    ? string
    : Message<SlotsOf<Words>>
  : Words extends Plural
    ? Message<SlotsOf<Words['other']> | 'count'>
    : { readonly [Key in keyof Words]: Ready<Words[Key]> };

/** All words of one language, ready for use. */
export type Words = Ready<English>;
