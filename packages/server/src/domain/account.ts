// Pure: no I/O, no clock, no randomness. What may be done to an account, judged by a store in the step that does it.
import { accepted, refused, type Result } from './result.ts';
import { foldName } from './sign-in-name.ts';

/** What a person signs in with. */
export interface AccountNames {
  readonly username: string;
  readonly email: string | null;
}

/** The folds of an account's names. Both are looked up among the usernames and e-mail addresses of all accounts. */
export const foldNames = ({ username, email }: AccountNames): AccountNames => ({
  username: foldName(username),
  email: email === null ? null : foldName(email),
});

/** Who has the names that an account is to have: account ids, undefined where nobody has one. */
export interface NameOwners {
  readonly username: string | undefined;
  readonly email: string | undefined;
}

/** Another account has one of the names. */
export type NameTaken = 'username-taken' | 'email-taken';

/** The first name that another account has. One name finds one account, so a username is nobody else's e-mail address. */
function findTaken({ username, email }: NameOwners, id: string): NameTaken | undefined {
  if (username !== undefined && username !== id) return 'username-taken';
  return email !== undefined && email !== id ? 'email-taken' : undefined;
}

/** What a store finds in the step in which an account is to be added. */
export interface AddingAccount {
  readonly id: string;
  /** On what ground it is to be made; see `AccountGround`. */
  readonly by: 'operator' | 'anyone' | 'setup' | 'invite';
  /** There is no account. */
  readonly isFirst: boolean;
  /** The ground is an invite that is there and has not expired. */
  readonly isInvited: boolean;
  /** The ground is the set-up token, which is there and has not expired. */
  readonly hasSetupToken: boolean;
  readonly owners: NameOwners;
}

/**
 * Whether an account may be added: if its ground holds and its names are free. The ground comes first, so that who has none
 * is not told which names are taken.
 */
export function judgeNewAccount({
  id,
  by,
  isFirst,
  isInvited,
  hasSetupToken,
  owners,
}: AddingAccount): 'add' | 'not-first' | 'setup-token-gone' | 'invite-gone' | NameTaken {
  if (by === 'setup' && !isFirst) return 'not-first';
  if (by === 'setup' && !hasSetupToken) return 'setup-token-gone';
  if (by === 'invite' && !isInvited) return 'invite-gone';
  return findTaken(owners, id) ?? 'add';
}

/** What of an account its names are changed with. */
export interface NamedAccount extends AccountNames {
  readonly id: string;
  readonly emailConfirmed: boolean;
  readonly passwordHash: string;
}

/**
 * The account with other names, if it still has the password that was verified for them. An e-mail address that is another
 * than before is not confirmed.
 *
 * @param account undefined when there is none
 * @param passwordHash hash of that password
 */
export function changeNames<Named extends NamedAccount>(
  account: Named | undefined,
  { username, email }: AccountNames,
  passwordHash: string,
  owners: NameOwners,
): Result<Named, 'other-password' | NameTaken> {
  if (account?.passwordHash !== passwordHash) return refused('other-password');
  const taken = findTaken(owners, account.id);
  if (taken !== undefined) return refused(taken);
  const emailConfirmed = account.emailConfirmed && account.email === email;
  return accepted({ ...account, username, email, emailConfirmed });
}

/**
 * Whether what began at an instant has ended with everything else of its person, who was signed out everywhere since.
 *
 * @param at milliseconds since the epoch
 * @param endedAt when the person was last signed out everywhere; null when never
 */
export const endedWithAll = (at: number, endedAt: number | null): boolean => endedAt !== null && at <= endedAt;

/**
 * The account with its e-mail address confirmed.
 *
 * @param email the address that was proved
 * @returns undefined if there is no account, or its address is another by now
 */
export const confirmEmail = <Named extends NamedAccount>(
  account: Named | undefined,
  email: string,
): Named | undefined => (account?.email === email ? { ...account, emailConfirmed: true } : undefined);

/**
 * The account with the e-mail address that it had before, confirmed, with another password and no need for a passkey. The
 * address that it has goes in any case: if another account has the one before, none takes its place.
 *
 * @param owner id of the account that has the address before
 * @returns undefined if there is no account, or it has that address already
 */
export function restoreEmail<Named extends NamedAccount & { readonly needsPasskey: boolean }>(
  account: Named | undefined,
  { email, passwordHash }: { readonly email: string; readonly passwordHash: string },
  owner: string | undefined,
): Named | undefined {
  if (account === undefined || account.email === email) return undefined;
  const isFree = owner === undefined || owner === account.id;
  return { ...account, email: isFree ? email : null, emailConfirmed: isFree, passwordHash, needsPasskey: false };
}

/** The salt, base64, of hashes that no password has: of accounts without a password. No other hash has it. */
export const noPasswordSalt = 'bm8gcGFzc3dvcmQgaGVyZQ';

/** Whether an account has a password at all, by its hash in PHC form. */
export const hasPassword = ({ passwordHash }: { readonly passwordHash: string }): boolean =>
  passwordHash.split('$').at(-2) !== noPasswordSalt;

/**
 * When somebody who is disabled was signed out everywhere: at no time that ever comes. Whatever adds a session or a device
 * compares with that instant in the step that adds it ({@link endedWithAll}), so a disabled person comes in by no way.
 */
export const disabledForGood: number = Number.MAX_SAFE_INTEGER;

/** Whether an account is disabled. */
export const isDisabled = (endedAt: number | null): boolean => endedAt === disabledForGood;

/** When the person was last signed out everywhere, after another time: one who is disabled stays so. */
export const laterEnd = (endedAt: number | null, at: number): number =>
  endedAt !== null && endedAt > at ? endedAt : at;

/** On whose word an account is changed: a command's, a provider's, or an admin's, by id. */
export type OperatorGround =
  { readonly by: 'operator' } | { readonly by: 'provider' } | { readonly by: 'admin'; readonly admin: string };

/** What a store finds in the step in which a person is to be managed. */
export interface Managing {
  readonly ground: OperatorGround;
  /** The one who manages is an admin, and not disabled; whatever it is without one. */
  readonly isByAdmin: boolean;
  /** The account that is managed; undefined when there is none. */
  readonly account: { readonly isAdmin: boolean; readonly isDisabled: boolean } | undefined;
  /** Another account is an admin, and not disabled. */
  readonly hasOtherAdmin: boolean;
}

/** Why a person is not managed. */
export type NotManaged = 'not-admin' | 'no-account' | 'last-admin';

/**
 * Whether an operator may do something to an account. An admin needs the role at that very moment, so that of two who take it
 * from each other one does. What would leave nobody who can manage the service is refused; a provider's word counts all the same,
 * because it says who people are.
 *
 * @param losesRole it is no admin afterwards, or cannot sign in
 */
export function judgeManaging(
  { ground, isByAdmin, account, hasOtherAdmin }: Managing,
  losesRole: boolean,
): 'allowed' | NotManaged {
  if (ground.by === 'admin' && !isByAdmin) return 'not-admin';
  if (account === undefined) return 'no-account';
  const isLast = account.isAdmin && !account.isDisabled && !hasOtherAdmin;
  return losesRole && isLast && ground.by !== 'provider' ? 'last-admin' : 'allowed';
}

/** What a store finds in the step in which an account is to be removed. */
export interface RemovingAccount {
  /** Undefined when there is none. */
  readonly account: { readonly passwordHash: string; readonly isAdmin: boolean } | undefined;
  /** Hash of the password that its person showed; null when an operator removes it. */
  readonly shownPassword: string | null;
  /** Another account is an admin. */
  readonly hasOtherAdmin: boolean;
}

/**
 * Whether an account may be removed. A person needs its password, and is never the last admin to go: nobody could manage the
 * service any more from its pages.
 */
export function judgeRemoval({
  account,
  shownPassword,
  hasOtherAdmin,
}: RemovingAccount): 'remove' | 'no-account' | 'other-password' | 'last-admin' {
  if (account === undefined) return 'no-account';
  if (shownPassword === null) return 'remove';
  if (account.passwordHash !== shownPassword) return 'other-password';
  return account.isAdmin && !hasOtherAdmin ? 'last-admin' : 'remove';
}
