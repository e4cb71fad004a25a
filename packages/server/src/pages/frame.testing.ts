// What pages are shown in and about, for their tests.
import type { DeviceInfo } from '../domain/pin.ts';
import type { Frame } from './frame.ts';
import { languages, type Language } from './words/languages.ts';
import { wordsIn } from './words/words.ts';

/** When it is on the pages of the tests. */
export const now: number = Date.UTC(2026, 10, 21, 12);

/** How the person of the tests signed in. */
export const way = { method: 'provider', providerName: 'Acme' } as const;

/** A frame with the given text in every foreign value. */
export const frameOf = (text: string, isSignedIn = true, language: Language = 'en'): Frame => ({
  base: '/base',
  name: text,
  words: wordsIn(language),
  language: languages[language],
  asset: (name) => `/assets/${name}`,
  who: isSignedIn ? { username: text, formToken: 'token', isAdmin: true, way } : null,
  icon: { path: '/assets/icon.svg', type: 'image/svg+xml' },
  logo: null,
  contact: text,
  privacyUrl: 'https://link.example/privacy',
  termsUrl: 'https://link.example/terms',
  insecure: true,
  attribution: text,
  here: `/link?x=${encodeURIComponent(text.toWellFormed())}`,
  now,
});

/** A device that says the same for everything, or nothing. */
export const claimsOf = (text: string | null): DeviceInfo => ({
  product: text,
  version: text,
  platform: text,
  platformVersion: text,
  device: text,
  deviceName: text,
  model: text,
  vendor: text,
});
