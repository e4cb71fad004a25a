import { readEmailAddress } from '../domain/email-address.ts';
import { accepted, refused } from '../domain/result.ts';
import type { AccountResult } from './refusal.ts';

/** 2 to 40 letters and digits of any script; also dots, dashes and underscores after the first. */
const username = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{1,39}$/u;

/** Validates a username and normalizes it (NFKC). */
export function parseUsername(text: string): AccountResult<string> {
  const name = text.trim().normalize('NFKC');
  return username.test(name) ? accepted(name) : refused({ kind: 'bad-username' });
}

/** Validates an e-mail address; null for none. */
export function parseEmail(text: string | null): AccountResult<string | null> {
  if (text === null || text.trim() === '') return accepted(null);
  const address = readEmailAddress(text);
  return address === undefined ? refused({ kind: 'bad-email' }) : accepted(address);
}
