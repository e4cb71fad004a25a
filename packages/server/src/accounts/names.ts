import { accepted, refused } from '../domain/result.ts';
import type { AccountResult } from './refusal.ts';

/** 2 to 40 letters and digits of any script; also dots, dashes and underscores after the first. */
const username = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{1,39}$/u;

/** One @ with text on both sides and no space: only a message to it can tell whether it exists. */
const email = /^[^\s@"<>,;]{1,64}@[^\s@"<>,;]{1,190}$/u;

/** Validates a username and normalizes it (NFKC). */
export function parseUsername(text: string): AccountResult<string> {
  const name = text.trim().normalize('NFKC');
  return username.test(name) ? accepted(name) : refused({ kind: 'bad-username' });
}

/** Validates an e-mail address; null for none. */
export function parseEmail(text: string | null): AccountResult<string | null> {
  const address = (text ?? '').trim().normalize('NFC');
  if (address === '') return accepted(null);
  return email.test(address) && !/[\p{Cc}\p{Cf}]/u.test(address) ? accepted(address) : refused({ kind: 'bad-email' });
}
