// Pure: no I/O, no clock, no randomness. What may be done with passkeys, judged by a store in the step that does it.

/** So many passkeys one account has at most. */
export const mostPasskeys: number = 20;

/** What of an account its ways of sign-in are judged by. */
export interface WaysIn {
  readonly passwordHash: string;
  /** A password signs in. */
  readonly hasPassword: boolean;
  /** Somebody else's provider signs in. */
  readonly hasIdentity: boolean;
  /** The password alone is not enough. */
  readonly needsPasskey: boolean;
}

/** What a store finds in the step in which a passkey is to be added. */
export interface AddingPasskey {
  /** Undefined when there is none. */
  readonly account: { readonly passwordHash: string } | undefined;
  /** The hash of the password that the account had when its person was let add one. */
  readonly shownPassword: string;
  /** The credential is somebody's already, whoever's. */
  readonly isTaken: boolean;
  /** How many the account has. */
  readonly count: number;
}

/** Whether a passkey may be added: a password that was replaced meanwhile ended what had been shown. */
export function judgeNewPasskey({
  account,
  shownPassword,
  isTaken,
  count,
}: AddingPasskey): 'add' | 'other-password' | 'taken' | 'too-many' {
  if (account?.passwordHash !== shownPassword) return 'other-password';
  if (isTaken) return 'taken';
  return count < mostPasskeys ? 'add' : 'too-many';
}

/** What of a passkey says how often it was used. */
export interface CountedPasskey {
  /** What the authenticator counted at its last use; 0 for one that does not count. */
  readonly counter: number;
  /** Milliseconds since the epoch; null if it was never used. */
  readonly lastUsedAt: number | null;
}

/**
 * Notes a use. A counter that did not grow is the mark of a copy (WebAuthn Level 3 §6.1.1): the use is refused and the count
 * stays. An authenticator that does not count always says 0.
 *
 * @param counter what the authenticator says now
 * @returns undefined for a copy
 */
export function usePasskey<Used extends CountedPasskey>(passkey: Used, counter: number, at: number): Used | undefined {
  const counts = counter > 0 || passkey.counter > 0;
  if (counts && counter <= passkey.counter) return undefined;
  return { ...passkey, counter, lastUsedAt: at };
}

/** A passkey, as far as it matters for whether others may go. */
export interface OwnedPasskey {
  readonly id: string;
  /** The domain that it works at. */
  readonly domain: string;
}

/** Why a passkey stays. */
export type PasskeyKept =
  /** Nothing else would sign the person in. */
  | 'last-way'
  /** The account needs one after the password. */
  | 'needed';

/** What a store finds in the step in which a passkey is to be removed. */
export interface RemovingPasskey {
  readonly id: string;
  /** The passkeys of the account, this one among them if it is there. */
  readonly passkeys: readonly OwnedPasskey[];
  /** Undefined when there is no account. */
  readonly account: Omit<WaysIn, 'passwordHash'> | undefined;
  /** An operator removes any. */
  readonly by: 'person' | 'operator';
  /** The domain at which passkeys work now; undefined where none do, and then each counts. */
  readonly domain: string | undefined;
}

/**
 * Whether a person may remove a passkey: never the last way in, and never the last one of an account that needs one. One that
 * works at another domain signs nobody in, so it does not count beside one that works.
 */
export function judgePasskeyRemoval({
  id,
  passkeys,
  account,
  by,
  domain,
}: RemovingPasskey): 'remove' | 'no-passkey' | PasskeyKept {
  if (account === undefined || !passkeys.some((passkey) => passkey.id === id)) return 'no-passkey';
  if (by === 'operator') return 'remove';
  const works = (passkey: OwnedPasskey): boolean => domain === undefined || passkey.domain === domain;
  const working = passkeys.filter(works);
  const counted = working.length > 0 ? working : passkeys;
  if (counted.some((passkey) => passkey.id !== id)) return 'remove';
  if (account.needsPasskey) return 'needed';
  return account.hasPassword || account.hasIdentity ? 'remove' : 'last-way';
}

/** What a store finds in the step in which an account is to need a passkey after the password, or no longer. */
export interface NeedingPasskey {
  /** Undefined when there is none. */
  readonly account: Pick<WaysIn, 'passwordHash' | 'hasPassword'> | undefined;
  /** See {@link AddingPasskey}. */
  readonly shownPassword: string;
  /** Whether it is to need one. */
  readonly needsPasskey: boolean;
  readonly passkeys: readonly OwnedPasskey[];
  /** The domain at which passkeys work now. */
  readonly domain: string;
}

/** Whether an account may need a passkey after the password: with a password, and a passkey that works. */
export function judgeNeed({
  account,
  shownPassword,
  needsPasskey,
  passkeys,
  domain,
}: NeedingPasskey): 'change' | 'other-password' | 'no-password' | 'no-passkey' {
  if (account?.passwordHash !== shownPassword) return 'other-password';
  if (!needsPasskey) return 'change';
  if (!account.hasPassword) return 'no-password';
  return passkeys.some((passkey) => passkey.domain === domain) ? 'change' : 'no-passkey';
}

/** What of an account and a sign-in says whether the one is good for the other. */
export interface PasswordHolder {
  readonly passwordHash: string;
  readonly needsPasskey: boolean;
}

/**
 * Whether somebody who was verified may be signed in: as long as the account has the password that it had then, and, by the
 * password alone, as long as it needs nothing more.
 *
 * @param account undefined when there is none
 * @param byPasswordAlone nothing but the password was shown
 */
export const maySignIn = (
  account: PasswordHolder | undefined,
  passwordHash: string,
  byPasswordAlone: boolean,
): boolean => account?.passwordHash === passwordHash && !(byPasswordAlone && account.needsPasskey);
