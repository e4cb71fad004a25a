import { accepted } from '../pins/result.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Passwords } from './passwords.ts';
import type { PeoplePorts } from './ports.ts';
import type { PeopleResult } from './refusal.ts';

/** How long a reset link works, in milliseconds. */
const life = 24 * 60 * 60 * 1000;

/** A link with which one person chooses a new password. Nothing is stored: it is sealed, and names the password it ends. */
export interface PasswordResets {
  /** Makes the secret of a link; works until the password changes, and for 24 hours. */
  make(account: Account): { readonly secret: string; readonly expiresAt: number };
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

  return {
    find,
    make(account) {
      const until = clock.now() + life;
      const words: Words = { account: account.id, replaces: replacedBy(account), until };
      return { secret: keys.seal('password-reset', JSON.stringify(words)), expiresAt: until };
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
