import { accepted } from '../domain/result.ts';
import type { Account } from '../service/ports/accounts.ts';
import { unmatchable } from './argon2.ts';
import type { Passwords } from './passwords.ts';
import type { AccountServicePorts } from './ports.ts';
import type { AccountResult } from './refusal.ts';

/** Lifetime of a reset link, in milliseconds. */
const life = 24 * 60 * 60 * 1000;

/** The secret of a reset link, and its expiry in milliseconds since the epoch. */
export interface ResetLink {
  readonly secret: string;
  readonly expiresAt: number;
}

/** Password reset links. Nothing is stored: a link is sealed and names the password that it replaces. */
export interface PasswordResets {
  /**
   * Makes the secret of a link, valid until the password changes or its life is over. Changes nothing by itself.
   *
   * @param lifetime in milliseconds; default: 24 hours
   */
  make(account: Account, lifetime?: number): ResetLink;
  /**
   * Disables the account's password, removes its passkeys, and makes a link to choose another password. Ends the sessions
   * and grants of the old password at once, so that somebody who knows it, or has added a passkey, cannot use it before
   * the link is used. See decisions/0020 and 0053.
   *
   * @param admin the admin on whose word, by account id; undefined for a command
   * @returns undefined if the account no longer exists, or that admin is none any more
   */
  makeInstead(account: Pick<Account, 'id'>, admin?: string): Promise<ResetLink | undefined>;
  /** Finds the account of a link; undefined if the link is invalid or expired. */
  find(secret: string): Promise<Account | undefined>;
  /**
   * Sets a new password, and ends the account's sessions and the grants of the old password. Undefined if the link is
   * no longer valid.
   */
  use(secret: string, next: string): Promise<AccountResult<Account> | undefined>;
}

interface Words {
  readonly account: string;
  /** Hash of the password hash that it replaces, which makes the link single use. */
  readonly replaces: string;
  readonly until: number;
}

export function createPasswordResets(
  { accounts, keys, clock }: Pick<AccountServicePorts, 'accounts' | 'keys' | 'clock'>,
  passwords: Pick<Passwords, 'hash'>,
): PasswordResets {
  const replacedBy = ({ passwordHash }: Account): string => keys.hash(`reset ${passwordHash}`);

  async function find(secret: string): Promise<Account | undefined> {
    const text = keys.unseal('password-reset', secret);
    if (text === undefined) return undefined;
    const { account: id, replaces, until } = JSON.parse(text) as Words;
    const account = clock.now() < until ? await accounts.byId(id) : undefined;
    return account !== undefined && replacedBy(account) === replaces ? account : undefined;
  }

  function make(account: Account, lifetime: number = life): ResetLink {
    const until = clock.now() + lifetime;
    const words: Words = { account: account.id, replaces: replacedBy(account), until };
    return { secret: keys.seal('password-reset', JSON.stringify(words)), expiresAt: until };
  }

  async function mayManage(admin: string | undefined): Promise<boolean> {
    const by = admin === undefined ? undefined : await accounts.byId(admin);
    return admin === undefined || (by?.isAdmin === true && !by.isDisabled);
  }

  return {
    find,
    make,
    async makeInstead({ id }, admin) {
      for (;;) {
        const account = await accounts.byId(id);
        if (account === undefined || !(await mayManage(admin))) return undefined;
        const passwordHash = unmatchable();
        const change = {
          id,
          replaces: account.passwordHash,
          passwordHash,
          keep: null,
          at: clock.now(),
          recovers: true,
          ...(admin === undefined ? {} : { admin }),
        };
        // False only if the password was changed meanwhile, or the admin's role was: look again.
        if (await accounts.setPassword(change)) return make({ ...account, passwordHash });
      }
    },
    async use(secret, next) {
      const account = await find(secret);
      if (account === undefined) return undefined;
      const hash = await passwords.hash(next);
      if (!hash.ok) return hash;
      const passwordHash = hash.value;
      const change = { id: account.id, replaces: account.passwordHash, passwordHash, keep: null, at: clock.now() };
      // The link may have been used while this password was hashed.
      return (await accounts.setPassword(change)) ? accepted({ ...account, passwordHash }) : undefined;
    },
  };
}
