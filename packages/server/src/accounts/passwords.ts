import { accepted, refused, type Result } from '../domain/result.ts';
import { encode, matches, nobody } from './argon2.ts';
import type { AccountResult, Busy } from './refusal.ts';
import { createSemaphore } from './semaphore.ts';

/** Limits in bytes of UTF-8, after normalization. */
const shortest = 8;
const longest = 1024;

/** Hashes and checks passwords, with limited concurrency: each takes 19 MiB and tens of milliseconds. */
export interface Passwords {
  /** Hashes a password with argon2id, in PHC format. */
  hash(password: string): Promise<AccountResult<string>>;
  /**
   * Checks a password against a hash. Without a hash (no such account) it takes as long and is false, so that timing
   * reveals nothing.
   */
  check(password: string, hash: string | undefined): Promise<Result<boolean, Busy>>;
}

/** Normalizes a password: keyboards compose the same characters differently. */
const plain = (password: string): string => password.normalize('NFC');

/** Checks the length of a new password. */
export function passwordFault(password: string): 'short-password' | 'long-password' | undefined {
  const length = Buffer.byteLength(plain(password));
  return length < shortest ? 'short-password' : length > longest ? 'long-password' : undefined;
}

/**
 * @param abreast how many hashes are computed at a time
 * @param waiting how many more may be queued; beyond that the result is `busy`
 */
export function createPasswords(abreast = 2, waiting = 64): Passwords {
  const semaphore = createSemaphore(abreast, waiting);
  const busy = refused({ kind: 'busy', retryAfter: 5 } as const);
  return {
    async hash(password) {
      const fault = passwordFault(password);
      if (fault !== undefined) return refused({ kind: fault });
      const done = await semaphore.run(() => encode(plain(password)));
      return done === undefined ? busy : accepted(done.value);
    },
    async check(password, hash) {
      const text = plain(password);
      if (Buffer.byteLength(text) > longest) return accepted(false);
      const done = await semaphore.run(() => matches(text, hash ?? nobody));
      return done === undefined ? busy : accepted(done.value && hash !== undefined);
    },
  };
}
