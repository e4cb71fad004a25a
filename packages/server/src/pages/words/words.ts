// Pure: no I/O, no clock, no randomness. The words of each language, made ready once.
import { createWords } from './bind.ts';
import type { Words } from './catalogue.ts';
import { english } from './en.ts';
import type { Language } from './languages.ts';
import { createPseudo } from './pseudo.ts';

const ready = new Map<Language, Words>();

function make(language: Language): Words {
  switch (language) {
    case 'en':
    case 'de':
    case 'es':
    case 'fr':
    case 'ar':
      return createWords('en', english);
    case 'en-XA':
      return createWords('en-XA', createPseudo());
  }
}

/** The words of a language. */
export function wordsIn(language: Language): Words {
  const found = ready.get(language) ?? make(language);
  ready.set(language, found);
  return found;
}
