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
import type { Connection } from './connection.ts';
import type { AccountRow } from './schema.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('accounts').selectAll().where('id', '=', the('id')),
);

const byName = statement<{ name: string }>()((db, the) =>
  db
    .selectFrom('accounts')
    .selectAll()
    .where((row) => row.or([row('username_folded', '=', the('name')), row('email_folded', '=', the('name'))])),
);

const everyone = statement<object>()((db) => db.selectFrom('accounts').selectAll().orderBy('number'));

const anyone = statement<object>()((db) => db.selectFrom('accounts').select('number').limit(1));

const invite = statement<{ hash: string; now: number }>()((db, the) =>
  db.selectFrom('invites').selectAll().where('hash', '=', the('hash')).where('expires_at', '>', the('now')),
);

/** Accounts and invites in SQLite. */
export class SqliteAccounts implements Accounts {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(account: NewAccount, ground: AccountGround, now: number): Promise<AccountAdded> {
    const row = {
      id: account.id,
      username: account.username,
      username_folded: foldName(account.username),
      email: account.email,
      email_folded: account.email === null ? null : foldName(account.email),
      email_confirmed: account.emailConfirmed ? 1 : 0,
      password_hash: account.passwordHash,
      is_admin: account.isAdmin ? 1 : 0,
      created_at: account.createdAt,
    };
    const numbered = await this.#queue.write('addAccount', { row, ground, now });
    return typeof numbered === 'number' ? { added: { ...account, number: numbered } } : { refused: numbered };
  }

  async byId(id: string): Promise<Account | undefined> {
    const row = this.#reader.get(byId, { id });
    return row === undefined ? undefined : accountOf(row);
  }

  async bySignInName(name: string): Promise<Account | undefined> {
    const row = this.#reader.get(byName, { name: foldName(name) });
    return row === undefined ? undefined : accountOf(row);
  }

  async list(): Promise<readonly Account[]> {
    return this.#reader.all(everyone, {}).map(accountOf);
  }

  async isEmpty(): Promise<boolean> {
    return this.#reader.get(anyone, {}) === undefined;
  }

  async setNames({ id, passwordHash, username, email }: NameChange): Promise<NamesChanged> {
    const row = await this.#queue.write('setAccountNames', {
      id,
      passwordHash,
      username,
      usernameFolded: foldName(username),
      email,
      emailFolded: email === null ? null : foldName(email),
    });
    return typeof row === 'string' ? { refused: row } : { changed: accountOf(row) };
  }

  async setPassword(change: PasswordChange): Promise<boolean> {
    return this.#queue.write('setAccountPassword', change);
  }

  async remove(id: string, ground: RemovalGround, at: number): Promise<AccountRemoved> {
    return this.#queue.write('removeAccount', { id, ground, at });
  }

  async addInvite({ hash, createdAt, expiresAt }: Invite): Promise<void> {
    await this.#queue.write('insertInvite', { hash, created_at: createdAt, expires_at: expiresAt });
  }

  async invite(hash: string, now: number): Promise<Invite | undefined> {
    const row = this.#reader.get(invite, { hash, now });
    return row === undefined ? undefined : { hash, createdAt: row.created_at, expiresAt: row.expires_at };
  }
}

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    number: row.number,
    username: row.username,
    email: row.email,
    emailConfirmed: row.email_confirmed === 1,
    passwordHash: row.password_hash,
    isAdmin: row.is_admin === 1,
    createdAt: row.created_at,
  };
}
