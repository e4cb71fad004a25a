// Pure: no I/O, no clock, no randomness. The words of each language, made ready once.
import { arabic } from './ar.ts';
import { createWords } from './bind.ts';
import type { Words } from './catalogue.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import type { Language } from './languages.ts';
import { createPseudo } from './pseudo.ts';

const ready = new Map<Language, Words>();

function make(language: Language): Words {
  switch (language) {
    case 'en':
      return createWords(language, english);
    case 'de':
      return createWords(language, german);
    case 'es':
      return createWords(language, spanish);
    case 'fr':
      return createWords(language, french);
    case 'ar':
      return createWords(language, arabic);
    case 'en-XA':
      return createWords(language, createPseudo());
  }
}

/** The words of a language. */
export function wordsIn(language: Language): Words {
  const found = ready.get(language) ?? make(language);
  ready.set(language, found);
  return found;
}
