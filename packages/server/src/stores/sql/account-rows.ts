// Rows and queries of accounts and invites, for reads and for write operations.
import { sql } from '#kysely';
import { endedWithAll, foldNames, isDisabled } from '../../domain/account.ts';
import { hasExpired } from '../../domain/expiry.ts';
import { maySignIn } from '../../domain/passkey.ts';
import type { Account, Invite, NewAccount } from '../../service/ports/accounts.ts';
import type { Sql } from './sql.ts';
import type { AccountRow } from './schema.ts';
import { statement } from './statement.ts';

/** A row before the database has assigned its number. */
export type NewAccountRow = Omit<AccountRow, 'number' | 'ended_at' | 'language' | 'needs_passkey' | 'pairwise_secret'>;

export function rowOf(account: NewAccount): NewAccountRow {
  const folded = foldNames(account);
  return {
    id: account.id,
    username: account.username,
    username_folded: folded.username,
    email: account.email,
    email_folded: folded.email,
    email_confirmed: account.emailConfirmed ? 1 : 0,
    password_hash: account.passwordHash,
    is_admin: account.isAdmin ? 1 : 0,
    created_at: account.createdAt,
  };
}

export function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    number: row.number,
    username: row.username,
    email: row.email,
    emailConfirmed: row.email_confirmed === 1,
    passwordHash: row.password_hash,
    isAdmin: row.is_admin === 1,
    createdAt: row.created_at,
    language: row.language,
    needsPasskey: row.needs_passkey === 1,
    isDisabled: isDisabled(row.ended_at),
  };
}

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('accounts').selectAll().where('id', '=', the('id')),
);

const byName = statement<{ name: string }>()((db, the) =>
  db
    .selectFrom('accounts')
    .selectAll()
    .where((row) => row.or([row('username_folded', '=', the('name')), row('email_folded', '=', the('name'))])),
);

// Always true, since numbers start at 1: it makes the planner use the index.
const anyone = statement<object>()((db) => db.selectFrom('accounts').select('number').where('number', '>', 0).limit(1));

const inviteBy = statement<{ hash: string }>()((db, the) =>
  db.selectFrom('invites').selectAll().where('hash', '=', the('hash')),
);

const setupToken = statement<object>()((db) =>
  db
    .selectFrom('setup_token')
    .selectAll()
    .where('only', '=', sql<number>`1`),
);

export async function findAccount(on: Sql, id: string): Promise<Account | undefined> {
  const row = await on.get(byId, { id });
  return row === undefined ? undefined : accountOf(row);
}

const pairwiseSecret = statement<{ id: string }>()((db, the) =>
  db.selectFrom('accounts').select('pairwise_secret').where('id', '=', the('id')),
);

/** The pairwise secret of an account; null if it has none yet, undefined if there is no such account. */
export const findPairwiseSecret = async (on: Sql, id: string): Promise<string | null | undefined> =>
  (await on.get(pairwiseSecret, { id }))?.pairwise_secret;

/** Finds an account by username or e-mail address, folded. */
export async function findByName(on: Sql, name: string): Promise<Account | undefined> {
  const row = await on.get(byName, { name });
  return row === undefined ? undefined : accountOf(row);
}

/** Whether this is the hash of an unexpired setup token. */
export async function isSetupToken(on: Sql, hash: string, now: number): Promise<boolean> {
  const row = await on.get(setupToken, {});
  return row !== undefined && row.hash === hash && !hasExpired(row.expires_at, now);
}

/** True while there is no account. */
export async function hasNoAccount(on: Sql): Promise<boolean> {
  return (await on.get(anyone, {})) === undefined;
}

/** Whether the account exists and still has this password hash. */
export async function hasPassword(on: Sql, id: string, passwordHash: string): Promise<boolean> {
  return (await findAccount(on, id))?.passwordHash === passwordHash;
}

/** Evaluates the core's `maySignIn` for an account. */
export const mayEnter = async (on: Sql, id: string, passwordHash: string, byPasswordAlone: boolean): Promise<boolean> =>
  maySignIn(await findAccount(on, id), passwordHash, byPasswordAlone);

// Takes a row lock, so that nothing is added while the person is being signed out everywhere.
const end = statement<{ id: string }>()((db, the, words) =>
  words.held(db.selectFrom('accounts').select('ended_at').where('id', '=', the('id'))),
);

/** Whether the account was signed out everywhere at or after an instant. */
export async function hasEndedWithAll(on: Sql, id: string, at: number): Promise<boolean> {
  return endedWithAll(at, (await on.get(end, { id }))?.ended_at ?? null);
}

/** Finds an unused, unexpired invite by its hash. */
export async function findInvite(on: Sql, hash: string, now: number): Promise<Invite | undefined> {
  const row = await on.get(inviteBy, { hash });
  if (row === undefined || hasExpired(row.expires_at, now)) return undefined;
  return { hash, createdAt: row.created_at, expiresAt: row.expires_at };
}
