import { sql } from '#kysely';
import type { AccountGround, AccountRemoved, PasswordChange, RemovalGround } from '../../../service/ports/accounts.ts';
import { hasPassword } from '../account-password.ts';
import type { Connection } from '../connection.ts';
import type { AccountRow, InviteRow } from '../schema.ts';
import { statement } from '../statement.ts';
import { forgetPersonInBlocks } from './blocks.ts';
import { endGrants, endPasswordGrants } from './grants.ts';
import { endSessions } from './sessions.ts';
import { forgetPersonInMessages } from '../outbox-rows.ts';
import { forgetPersonInTrail } from '../audit-rows.ts';

const anyone = statement<object>()((db) => db.selectFrom('accounts').select('number').limit(1));

const named = statement<{ name: string }>()((db, the) =>
  db
    .selectFrom('accounts')
    .select('number')
    .where((row) => row.or([row('username_folded', '=', the('name')), row('email_folded', '=', the('name'))])),
);

const usable = statement<{ hash: string; now: number }>()((db, the) =>
  db.selectFrom('invites').select('hash').where('hash', '=', the('hash')).where('expires_at', '>', the('now')),
);

const useUp = statement<{ hash: string }>()((db, the) => db.deleteFrom('invites').where('hash', '=', the('hash')));

const add = statement<NewAccountRow>()((db, the) =>
  db
    .insertInto('accounts')
    .values({
      id: the('id'),
      username: the('username'),
      username_folded: the('username_folded'),
      email: the('email'),
      email_folded: the('email_folded'),
      email_confirmed: the('email_confirmed'),
      password_hash: the('password_hash'),
      is_admin: the('is_admin'),
      created_at: the('created_at'),
    })
    .returning('number'),
);

/** An account before it has its number. */
export type NewAccountRow = Omit<AccountRow, 'number'>;

/** An account and why it may be made. */
export interface WantedAccount {
  readonly row: NewAccountRow;
  readonly ground: AccountGround;
  readonly now: number;
}

/** The account's number, or why there is none. */
export type Numbered = number | 'not-first' | 'invite-gone' | 'username-taken' | 'email-taken';

export function addAccount(on: Connection, { row, ground, now }: WantedAccount): Numbered {
  if (ground.by === 'setup' && on.get(anyone, {}) !== undefined) return 'not-first';
  if (ground.by === 'invite' && on.get(usable, { hash: ground.inviteHash, now }) === undefined) return 'invite-gone';
  if (on.get(named, { name: row.username_folded }) !== undefined) return 'username-taken';
  if (row.email_folded !== null && on.get(named, { name: row.email_folded }) !== undefined) return 'email-taken';
  if (ground.by === 'invite') on.run(useUp, { hash: ground.inviteHash });
  const added = on.get(add, row);
  if (added === undefined) throw new Error('The account has no number.');
  return added.number;
}

const namedOther = statement<{ name: string; id: string }>()((db, the) =>
  db
    .selectFrom('accounts')
    .select('number')
    .where((row) => row.or([row('username_folded', '=', the('name')), row('email_folded', '=', the('name'))]))
    .where('id', '!=', the('id')),
);

const setNames = statement<NewNames>()((db, the) =>
  db
    .updateTable('accounts')
    .set({
      username: the('username'),
      username_folded: the('usernameFolded'),
      email: the('email'),
      email_folded: the('emailFolded'),
      email_confirmed: sql<number>`iif(email is ${the('email')}, email_confirmed, 0)`,
    })
    .where('id', '=', the('id'))
    .returningAll(),
);

/** The names that an account is to have. */
export interface NewNames {
  readonly id: string;
  readonly passwordHash: string;
  readonly username: string;
  readonly usernameFolded: string;
  readonly email: string | null;
  readonly emailFolded: string | null;
}

export function setAccountNames(
  on: Connection,
  names: NewNames,
): AccountRow | 'other-password' | 'username-taken' | 'email-taken' {
  const { id, passwordHash, usernameFolded, emailFolded } = names;
  if (!hasPassword(on, id, passwordHash)) return 'other-password';
  if (on.get(namedOther, { id, name: usernameFolded }) !== undefined) return 'username-taken';
  if (emailFolded !== null && on.get(namedOther, { id, name: emailFolded }) !== undefined) return 'email-taken';
  return on.get(setNames, names) ?? 'other-password';
}

const setPassword = statement<PasswordChange>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ password_hash: the('passwordHash') })
    .where('id', '=', the('id'))
    .where('password_hash', '=', the('replaces')),
);

export function setAccountPassword(on: Connection, change: PasswordChange): boolean {
  if (on.run(setPassword, change) === 0) return false;
  const { id: account, keep, at } = change;
  endSessions(on, { account, keep });
  endPasswordGrants(on, { account, at });
  return true;
}

const standing = statement<{ id: string }>()((db, the) =>
  db.selectFrom('accounts').select(['password_hash', 'is_admin']).where('id', '=', the('id')),
);

// The words of the index, which SQLite uses only where they stand as they are there.
const otherAdmin = statement<{ id: string }>()((db, the) =>
  db
    .selectFrom('accounts')
    .select('number')
    .where(sql<boolean>`is_admin = 1`)
    .where('id', '!=', the('id'))
    .limit(1),
);

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('accounts').where('id', '=', the('id')));

/** An account that is to end. */
export interface Removal {
  readonly id: string;
  readonly ground: RemovalGround;
  readonly at: number;
}

export function removeAccount(on: Connection, { id, ground, at }: Removal): AccountRemoved {
  const account = on.get(standing, { id });
  if (account === undefined) return 'no-account';
  if (ground.by === 'person') {
    if (account.password_hash !== ground.passwordHash) return 'other-password';
    if (account.is_admin === 1 && on.get(otherAdmin, { id }) === undefined) return 'last-admin';
  }
  endSessions(on, { account: id, keep: null });
  endGrants(on, { account: id, at });
  forgetPersonInTrail(on, id);
  forgetPersonInMessages(on, id);
  forgetPersonInBlocks(on, id);
  on.run(remove, { id });
  return 'removed';
}

const invite = statement<InviteRow>()((db, the) =>
  db.insertInto('invites').values({ hash: the('hash'), created_at: the('created_at'), expires_at: the('expires_at') }),
);

export function insertInvite(on: Connection, row: InviteRow): void {
  on.run(invite, row);
}
