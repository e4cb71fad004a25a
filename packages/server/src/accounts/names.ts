import { accepted, refused } from '../domain/result.ts';
import type { PeopleResult } from './refusal.ts';

/** Letters and digits of any script, then also dots, dashes and underscores; 2 to 40 characters. */
const username = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{1,39}$/u;

/** One @, something on both sides, no space; whether it exists only a letter to it can tell. */
const email = /^[^\s@"<>,;]{1,64}@[^\s@"<>,;]{1,190}$/u;

/** A username in the form in which it is kept: compatible characters made plain. */
export function parseUsername(text: string): PeopleResult<string> {
  const name = text.trim().normalize('NFKC');
  return username.test(name) ? accepted(name) : refused({ kind: 'bad-username' });
}

/** An e-mail address, or null for none. */
export function parseEmail(text: string | null): PeopleResult<string | null> {
  const address = (text ?? '').trim().normalize('NFC');
  if (address === '') return accepted(null);
  return email.test(address) && !/[\p{Cc}\p{Cf}]/u.test(address) ? accepted(address) : refused({ kind: 'bad-email' });
}
