import { accepted } from '../domain/result.ts';
import type { Account } from '../service/ports/accounts.ts';
import { unmatchable } from './argon2.ts';
import type { Passwords } from './passwords.ts';
import type { PeoplePorts } from './ports.ts';
import type { PeopleResult } from './refusal.ts';

/** How long a reset link works, in milliseconds. */
const life = 24 * 60 * 60 * 1000;

/** The secret of a link and when it ends, in milliseconds since the epoch. */
export interface ResetLink {
  readonly secret: string;
  readonly expiresAt: number;
}

/** A link with which one person chooses a new password. Nothing is stored: it is sealed, and names the password it ends. */
export interface PasswordResets {
  /** Makes the secret of a link; works until the password changes, and for 24 hours. By itself it changes nothing. */
  make(account: Account): ResetLink;
  /**
   * Disables the account's password and makes a link to choose another. Sessions end at once, and what came in with the
   * password; so whoever knows the old one cannot be quicker than whoever has the link. See decisions/0020.
   *
   * @returns undefined when the account is gone
   */
  makeInstead(account: Pick<Account, 'id'>): Promise<ResetLink | undefined>;
  /** Whose link it is; undefined when it does not work any more, or never did. */
  find(secret: string): Promise<Account | undefined>;
  /**
   * Gives the account another password and ends its sessions, and what came in with the old one. Undefined when the link
   * does not work any more.
   */
  use(secret: string, next: string): Promise<PeopleResult<Account> | undefined>;
}

interface Words {
  readonly account: string;
  /** Hash of the password hash that it replaces, so that it works once. */
  readonly replaces: string;
  readonly until: number;
}

export function createPasswordResets(
  { accounts, keys, clock }: Pick<PeoplePorts, 'accounts' | 'keys' | 'clock'>,
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

  function make(account: Account): ResetLink {
    const until = clock.now() + life;
    const words: Words = { account: account.id, replaces: replacedBy(account), until };
    return { secret: keys.seal('password-reset', JSON.stringify(words)), expiresAt: until };
  }

  return {
    find,
    make,
    async makeInstead({ id }) {
      for (;;) {
        const account = await accounts.byId(id);
        if (account === undefined) return undefined;
        const passwordHash = unmatchable();
        const change = { id, replaces: account.passwordHash, passwordHash, keep: null, at: clock.now() };
        // False only when another change came in between: then that password is the one to disable.
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
      // Hashing takes its time, in which the link may have been used.
      return (await accounts.setPassword(change)) ? accepted({ ...account, passwordHash }) : undefined;
    },
  };
}
