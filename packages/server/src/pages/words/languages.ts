// Pure: no I/O, no clock, no randomness. The languages that there are.

/** The tag of a language (BCP 47). `en-XA` is English with accents and longer, to see what is not translated. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'ar' | 'en-XA';

/** What a page needs to know of its language. */
export interface LanguageFacts {
  readonly tag: Language;
  /** Its own name for itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** For `Intl`. Digits are those that devices show and people type, so Arabic has the Western ones. */
  readonly locale: string;
}

/** Every language, in the order of the list on the pages. */
export const languages: Readonly<Record<Language, LanguageFacts>> = {
  en: { tag: 'en', name: 'English', dir: 'ltr', locale: 'en' },
  de: { tag: 'de', name: 'Deutsch', dir: 'ltr', locale: 'de' },
  es: { tag: 'es', name: 'Español', dir: 'ltr', locale: 'es' },
  fr: { tag: 'fr', name: 'Français', dir: 'ltr', locale: 'fr' },
  ar: { tag: 'ar', name: 'العربية', dir: 'rtl', locale: 'ar-u-nu-latn' },
  'en-XA': { tag: 'en-XA', name: 'Pseudo', dir: 'ltr', locale: 'en' },
};

/** The languages that people are offered. */
export const offered: readonly LanguageFacts[] = Object.values(languages).filter(({ tag }) => tag !== 'en-XA');
