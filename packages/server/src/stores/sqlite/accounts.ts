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
  SetupToken,
} from '../../service/ports/accounts.ts';
import { foldName } from '../../domain/sign-in-name.ts';
import { accountOf, findAccount, findByName, findInvite, hasNoAccount, isSetupToken } from './account-rows.ts';
import type { Connection } from './connection.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const everyone = statement<object>()((db) => db.selectFrom('accounts').selectAll().orderBy('number'));

/** Accounts and invites in SQLite. */
export class SqliteAccounts implements Accounts {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(account: NewAccount, ground: AccountGround, now: number): Promise<AccountAdded> {
    return this.#queue.write('addAccount', { account, ground, now });
  }

  async byId(id: string): Promise<Account | undefined> {
    return findAccount(this.#reader, id);
  }

  async bySignInName(name: string): Promise<Account | undefined> {
    return findByName(this.#reader, foldName(name));
  }

  async list(): Promise<readonly Account[]> {
    return this.#reader.all(everyone, {}).map(accountOf);
  }

  async isEmpty(): Promise<boolean> {
    return hasNoAccount(this.#reader);
  }

  async setNames(change: NameChange): Promise<NamesChanged> {
    return this.#queue.write('setAccountNames', change);
  }

  async setPassword(change: PasswordChange): Promise<boolean> {
    return this.#queue.write('setAccountPassword', change);
  }

  async remove(id: string, ground: RemovalGround, at: number): Promise<AccountRemoved> {
    return this.#queue.write('removeAccount', { id, ground, at });
  }

  async setSetupToken(token: SetupToken): Promise<void> {
    await this.#queue.write('setSetupToken', token);
  }

  async isSetupToken(hash: string, now: number): Promise<boolean> {
    return isSetupToken(this.#reader, hash, now);
  }

  async addInvite({ hash, createdAt, expiresAt }: Invite): Promise<void> {
    await this.#queue.write('insertInvite', { hash, created_at: createdAt, expires_at: expiresAt });
  }

  async invite(hash: string, now: number): Promise<Invite | undefined> {
    return findInvite(this.#reader, hash, now);
  }
}
