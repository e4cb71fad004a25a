// Pure: no I/O, no clock, no randomness. How somebody signed in, as a sentence.
import type { SignInWay } from '../frame.ts';
import { isolate } from './isolate.ts';
import { wayWords } from './en.ts';

/** "Signed in with a password". */
export function wayOf({ method, providerName }: SignInWay): string {
  return method === 'provider' ? wayWords.provider(isolate(providerName ?? '')) : wayWords[method];
}
