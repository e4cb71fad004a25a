import { accepted, refused } from '../domain/result.ts';
import { encode, matches, nobody } from './argon2.ts';
import type { PeopleResult } from './refusal.ts';
import { createTurnstile } from './turnstile.ts';

/** Lengths in bytes of UTF-8, after normalization. */
const shortest = 8;
const longest = 1024;

/** Makes and checks password hashes, never more than a few at a time: each takes 19 MiB and tens of milliseconds. */
export interface Passwords {
  /** Argon2id in PHC form. */
  hash(password: string): Promise<PeopleResult<string>>;
  /**
   * True when the password has this hash. Without a hash (nobody has that name) it takes as long and is false, so
   * that time tells nothing.
   */
  check(password: string, hash: string | undefined): Promise<PeopleResult<boolean>>;
}

/** The same password typed on two keyboards may be composed differently. */
const plain = (password: string): string => password.normalize('NFC');

/** What is wrong with the length of a password that somebody chooses. */
export function passwordFault(password: string): 'short-password' | 'long-password' | undefined {
  const length = Buffer.byteLength(plain(password));
  return length < shortest ? 'short-password' : length > longest ? 'long-password' : undefined;
}

/**
 * @param abreast how many hashes are worked on at a time
 * @param waiting how many more may wait; beyond that the answer is `busy`
 */
export function createPasswords(abreast = 2, waiting = 64): Passwords {
  const turnstile = createTurnstile(abreast, waiting);
  const busy = refused({ kind: 'busy', retryAfter: 5 } as const);
  return {
    async hash(password) {
      const fault = passwordFault(password);
      if (fault !== undefined) return refused({ kind: fault });
      const done = await turnstile.pass(() => encode(plain(password)));
      return done === undefined ? busy : accepted(done.value);
    },
    async check(password, hash) {
      const text = plain(password);
      if (Buffer.byteLength(text) > longest) return accepted(false);
      const done = await turnstile.pass(() => matches(text, hash ?? nobody));
      return done === undefined ? busy : accepted(done.value && hash !== undefined);
    },
  };
}
