// What a sign-in says on a terminal, in the language of whoever sits there. Off a terminal it stays English, for scripts.
import { arabic } from './ar.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';

type SlotsOf<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | SlotsOf<Rest> : never;

type TextWith<Slot extends string, One extends Slot = Slot> = [Slot] extends [never]
  ? string
  : One extends Slot
    ? `${string}{${One}}${TextWith<Exclude<Slot, One>>}`
    : never;

type Key = keyof typeof english;

/** The texts of a language: those of English, with their slots. A missing one does not compile. */
export type LoginCatalogue = { readonly [Name in Key]: TextWith<SlotsOf<(typeof english)[Name]>> };

/** Says a text, with a value for each of its slots. */
export type Say = <Name extends Key>(
  name: Name,
  ...values: [SlotsOf<(typeof english)[Name]>] extends [never]
    ? []
    : [Readonly<Record<SlotsOf<(typeof english)[Name]>, string | number>>]
) => string;

const catalogues: Readonly<Record<string, LoginCatalogue>> = {
  ar: arabic,
  de: german,
  en: english,
  es: spanish,
  fr: french,
};

/**
 * The language of a terminal, by the variables of POSIX in their order: `de_AT.UTF-8` is German, `C` and unknown ones English.
 *
 * @param environment of the process
 */
export function terminalLanguage(environment: Readonly<Record<string, string | undefined>>): string {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find((value) => value);
  const language = /^([a-z]{2,3})(?:[_.@]|$)/.exec((locale ?? '').slice(0, 100))?.[1] ?? 'en';
  return Object.hasOwn(catalogues, language) ? language : 'en';
}

/** @param language as {@link terminalLanguage} has it */
export function sayIn(language: string): Say {
  const texts = catalogues[language] ?? english;
  return (name, ...[values]) => {
    const given = new Map<string, string | number>(Object.entries(values ?? {}));
    return texts[name].replaceAll(/\{(\w+)\}/g, (_, slot: string) => String(given.get(slot)));
  };
}
