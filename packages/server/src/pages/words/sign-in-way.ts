// Pure: no I/O, no clock, no randomness. How somebody signed in, as a sentence.
import type { SignInWay } from '../frame.ts';
import type { Words } from './catalogue.ts';

/** "Signed in with a password". */
export function wayOf({ method, providerName }: SignInWay, { way: words }: Words): string {
  return method === 'provider' ? words.provider({ provider: providerName ?? '' }) : words[method];
}
