import { networkOf, type Address } from '../domain/address.ts';
import { foldName } from '../domain/sign-in-name.ts';
import { readEmailAddress } from '../domain/email-address.ts';
import { accepted, refused } from '../domain/result.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Mail } from '../service/ports/mail.ts';
import { hasPassword } from '../domain/account.ts';
import { unmatchable } from './argon2.ts';
import type { MailLinks, Undo } from './mail-links.ts';
import type { AccountServicePorts } from './ports.ts';
import type { AccountRefusal, AccountResult } from './refusal.ts';

/** What a person does by mail: choose a new password, prove an address, take back what somebody else did. */
export interface Recovery {
  /**
   * Asks for a link to choose a new password. Neither the result nor its timing reveals whether there is an account with
   * the address. Only an address that is confirmed gets a mail: another may be a stranger's, by a slip of the pen.
   */
  request(email: string, address: Address): Promise<AccountResult<undefined>>;
  /** Asks for a link that proves the address of an account. `bad-email` if there is nothing to prove. */
  requestConfirmation(account: Account): Promise<AccountResult<undefined>>;
  /** Finds the address that a link proves; undefined if the link is no longer valid, or for another account. */
  findProof(secret: string, account: Account): Promise<{ readonly email: string } | 'other-account' | undefined>;
  /** Confirms an address, in a session of its account only. False if the link proves nothing of this account. */
  confirm(secret: string, account: Account): Promise<boolean>;
  /** Finds what "This was not me" is said of; undefined if the link is no longer valid, or it was undone. */
  findUndo(secret: string): Promise<{ readonly undo: Undo; readonly account: Account } | undefined>;
  /**
   * Disables the password that a link names, removes the passkeys unless the link keeps them, and mails a link to choose
   * another password. Ends every session, and every device that came in with the password. Signs nobody in.
   *
   * @returns false if the account has another password by now
   */
  undoPassword(undo: Undo & { readonly of: 'password' }): Promise<boolean>;
  /**
   * Restores the address that a link names, and does what {@link undoPassword} does, removing the passkeys.
   *
   * @returns the account as it is now; undefined if it has that address
   */
  undoAddress(undo: Undo & { readonly of: 'address' }): Promise<Account | undefined>;
}

export function createRecovery(
  { accounts, identities, clock }: Pick<AccountServicePorts, 'accounts' | 'identities' | 'clock'>,
  links: MailLinks,
  mail: Mail,
): Recovery {
  const done = (refusal: AccountRefusal | undefined): AccountResult<undefined> =>
    refusal === undefined ? accepted(undefined) : refused(refusal);

  /** Whether there is still something to undo. A device is looked for by whoever ends it. */
  const isOpen = (undo: Undo, account: Account): boolean =>
    undo.of === 'device' ||
    (undo.of === 'password' ? links.passwordOf(account) === undo.password : account.email !== undo.email);

  return {
    async request(email, address) {
      const typed = readEmailAddress(email);
      if (typed === undefined) return refused({ kind: 'bad-email' });
      const find = async (): Promise<string | null> => {
        const account = await accounts.bySignInName(typed);
        const isTheirs = account?.emailConfirmed === true && foldName(account.email ?? '') === foldName(typed);
        if (!isTheirs) return null;
        // Who has no password because they sign in elsewhere gets none: there it is decided who may come in.
        return hasPassword(account) || (await identities.listFor(account.id)).length === 0 ? account.id : null;
      };
      return done(await mail.reset(typed, networkOf(address), find));
    },
    async requestConfirmation({ id, email, emailConfirmed }) {
      return email === null || emailConfirmed
        ? refused({ kind: 'bad-email' })
        : done(await mail.confirm({ id, email }));
    },
    async findProof(secret, { id, email, emailConfirmed }) {
      const proof = links.readConfirm(secret);
      if (proof === undefined) return undefined;
      if (proof.account !== id) return 'other-account';
      return proof.email === email && !emailConfirmed ? { email } : undefined;
    },
    async confirm(secret, { id }) {
      const proof = links.readConfirm(secret);
      return proof?.account === id && accounts.confirmEmail(id, proof.email);
    },
    async findUndo(secret) {
      const undo = links.readUndo(secret);
      if (undo === undefined) return undefined;
      const account = await accounts.byId(undo.account);
      return account !== undefined && isOpen(undo, account) ? { undo, account } : undefined;
    },
    async undoPassword({ account: id, password, keepsPasskeys }) {
      const account = await accounts.byId(id);
      if (account === undefined || links.passwordOf(account) !== password) return false;
      const change = {
        id,
        replaces: account.passwordHash,
        passwordHash: unmatchable(),
        keep: null,
        at: clock.now(),
        recovers: !keepsPasskeys,
      };
      if (!(await accounts.setPassword(change))) return false;
      await mail.resetFor(id);
      return true;
    },
    async undoAddress({ account: id, email }) {
      const restored = await accounts.restoreEmail({ id, email, passwordHash: unmatchable(), at: clock.now() });
      if (restored?.emailConfirmed === true) await mail.resetFor(id);
      return restored;
    },
  };
}
