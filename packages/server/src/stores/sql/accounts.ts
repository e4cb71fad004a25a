import type {
  Account,
  AccountAdded,
  AccountGround,
  AccountRemoved,
  Accounts,
  EmailRestoration,
  Invite,
  Management,
  NameChange,
  NamesChanged,
  NewAccount,
  PasswordChange,
  RemovalGround,
  SetupToken,
} from '../../service/ports/accounts.ts';
import type { NotManaged } from '../../domain/account.ts';
import { foldName } from '../../domain/sign-in-name.ts';
import {
  accountOf,
  findAccount,
  findByName,
  findInvite,
  findPairwiseSecret,
  hasEndedWithAll,
  hasNoAccount,
  isSetupToken,
} from './account-rows.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const everyone = statement<object>()((db) => db.selectFrom('accounts').selectAll().orderBy('number'));

/** Accounts and invites in an SQL database. */
export class SqlAccounts implements Accounts {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async add(account: NewAccount, ground: AccountGround, now: number): Promise<AccountAdded> {
    return this.#writer.write('addAccount', { account, ground, now });
  }

  async byId(id: string): Promise<Account | undefined> {
    return await findAccount(this.#reader, id);
  }

  async bySignInName(name: string): Promise<Account | undefined> {
    return await findByName(this.#reader, foldName(name));
  }

  async list(): Promise<readonly Account[]> {
    return (await this.#reader.all(everyone, {})).map(accountOf);
  }

  async isEmpty(): Promise<boolean> {
    return await hasNoAccount(this.#reader);
  }

  async setNames(change: NameChange): Promise<NamesChanged> {
    return this.#writer.write('setAccountNames', change);
  }

  async setPassword(change: PasswordChange): Promise<boolean> {
    return this.#writer.write('setAccountPassword', change);
  }

  async confirmEmail(id: string, email: string): Promise<boolean> {
    return this.#writer.write('confirmAccountEmail', { id, email });
  }

  async restoreEmail(restoration: EmailRestoration): Promise<Account | undefined> {
    return this.#writer.write('restoreAccountEmail', restoration);
  }

  async remove(id: string, ground: RemovalGround, at: number): Promise<AccountRemoved> {
    return this.#writer.write('removeAccount', { id, ground, at });
  }

  async setLanguage(id: string, language: string): Promise<boolean> {
    return this.#writer.write('setAccountLanguage', { id, language });
  }

  async pairwiseSecret(id: string, drawn: string): Promise<string | undefined> {
    const kept = await findPairwiseSecret(this.#reader, id);
    if (kept !== null) return kept;
    return this.#writer.write('keepPairwiseSecret', { id, secret: drawn });
  }

  async manage(management: Management): Promise<'done' | NotManaged> {
    return this.#writer.write('manageAccount', management);
  }

  async endSignIns(id: string, at: number): Promise<boolean> {
    return this.#writer.write('endSignIns', { account: id, at });
  }

  async wasSignedOutSince(id: string, at: number): Promise<boolean> {
    return await hasEndedWithAll(this.#reader, id, at);
  }

  async setSetupToken(token: SetupToken): Promise<void> {
    await this.#writer.write('setSetupToken', token);
  }

  async isSetupToken(hash: string, now: number): Promise<boolean> {
    return await isSetupToken(this.#reader, hash, now);
  }

  async addInvite({ hash, createdAt, expiresAt }: Invite): Promise<void> {
    await this.#writer.write('insertInvite', { hash, created_at: createdAt, expires_at: expiresAt });
  }

  async invite(hash: string, now: number): Promise<Invite | undefined> {
    return await findInvite(this.#reader, hash, now);
  }
}
