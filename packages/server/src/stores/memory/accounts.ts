import type {
  Account,
  AccountAdded,
  AccountGround,
  AccountRemoved,
  Accounts,
  Invite,
  NameChange,
  NamesChanged,
  NewAccount,
  PasswordChange,
  RemovalGround,
} from '../../service/ports/accounts.ts';
import { foldName } from '../../domain/sign-in-name.ts';

/** What else is kept about a person. */
interface PersonalData {
  /** Forgets what the audit log and the outbox say of a person. */
  forget(account: string): void;
  /** Ends every session and device. */
  endSignIns(account: string): void;
  /** Ends the sessions but the one to keep, and what came in with the password. */
  endPasswordSignIns(account: string, keep: string | null): void;
}

/** Accounts and invites in memory; see `MemoryPins`. */
export class MemoryAccounts implements Accounts {
  readonly #accounts: Map<string, Account> = new Map();
  /** Account ids by folded username and folded e-mail. */
  readonly #names: Map<string, string> = new Map();
  readonly #invites: Map<string, Invite> = new Map();
  readonly #data: PersonalData;
  #lastNumber = 0;

  constructor(data: PersonalData) {
    this.#data = data;
  }

  async add(account: NewAccount, ground: AccountGround, now: number): Promise<AccountAdded> {
    if (this.#accounts.has(account.id)) throw new Error('There is an account with this id already.');
    if (ground.by === 'setup' && this.#accounts.size > 0) return { refused: 'not-first' };
    if (ground.by === 'invite' && this.#usable(ground.inviteHash, now) === undefined) return { refused: 'invite-gone' };
    const username = foldName(account.username);
    const email = account.email === null ? null : foldName(account.email);
    if (this.#names.has(username)) return { refused: 'username-taken' };
    if (email !== null && this.#names.has(email)) return { refused: 'email-taken' };

    if (ground.by === 'invite') this.#invites.delete(ground.inviteHash);
    const added: Account = { ...account, number: ++this.#lastNumber };
    this.#accounts.set(added.id, added);
    this.#names.set(username, added.id);
    if (email !== null) this.#names.set(email, added.id);
    return { added };
  }

  async byId(id: string): Promise<Account | undefined> {
    return this.#accounts.get(id);
  }

  async bySignInName(name: string): Promise<Account | undefined> {
    const id = this.#names.get(foldName(name));
    return id === undefined ? undefined : this.#accounts.get(id);
  }

  async list(): Promise<readonly Account[]> {
    return [...this.#accounts.values()];
  }

  async isEmpty(): Promise<boolean> {
    return this.#accounts.size === 0;
  }

  async setNames({ id, passwordHash, username, email }: NameChange): Promise<NamesChanged> {
    const account = this.#accounts.get(id);
    if (account?.passwordHash !== passwordHash) return { refused: 'other-password' };
    const isOthers = (name: string): boolean => (this.#names.get(foldName(name)) ?? id) !== id;
    if (isOthers(username)) return { refused: 'username-taken' };
    if (email !== null && isOthers(email)) return { refused: 'email-taken' };
    const emailConfirmed = account.emailConfirmed && account.email === email;
    const changed = { ...account, username, email, emailConfirmed };
    this.#forgetNames(id);
    this.#accounts.set(id, changed);
    for (const name of [username, email]) if (name !== null) this.#names.set(foldName(name), id);
    return { changed };
  }

  async setPassword({ id, replaces, passwordHash, keep }: PasswordChange): Promise<boolean> {
    const account = this.#accounts.get(id);
    if (account?.passwordHash !== replaces) return false;
    this.#accounts.set(id, { ...account, passwordHash });
    this.#data.endPasswordSignIns(id, keep);
    return true;
  }

  hasPassword(id: string, passwordHash: string): boolean {
    return this.#accounts.get(id)?.passwordHash === passwordHash;
  }

  async remove(id: string, ground: RemovalGround): Promise<AccountRemoved> {
    const account = this.#accounts.get(id);
    if (account === undefined) return 'no-account';
    if (ground.by === 'person') {
      if (account.passwordHash !== ground.passwordHash) return 'other-password';
      const admins = [...this.#accounts.values()].filter(({ isAdmin }) => isAdmin);
      if (account.isAdmin && admins.length === 1) return 'last-admin';
    }
    this.#forgetNames(id);
    this.#data.endSignIns(id);
    this.#data.forget(id);
    this.#accounts.delete(id);
    return 'removed';
  }

  async addInvite(invite: Invite): Promise<void> {
    if (this.#invites.has(invite.hash)) throw new Error('There is an invite with this hash already.');
    this.#invites.set(invite.hash, invite);
  }

  async invite(hash: string, now: number): Promise<Invite | undefined> {
    return this.#usable(hash, now);
  }

  /** Forgets up to `limit` invites that were over before `before`. Returns how many. */
  sweepInvites(before: number, limit: number): number {
    const over = [...this.#invites.values()].filter((invite) => invite.expiresAt < before).slice(0, limit);
    for (const invite of over) this.#invites.delete(invite.hash);
    return over.length;
  }

  #forgetNames(id: string): void {
    for (const [name, owner] of this.#names) if (owner === id) this.#names.delete(name);
  }

  #usable(hash: string, now: number): Invite | undefined {
    const invite = this.#invites.get(hash);
    return invite === undefined || now >= invite.expiresAt ? undefined : invite;
  }
}
