import { sql } from '#kysely';
import { changeNames, foldNames, judgeNewAccount, judgeRemoval, type NameOwners } from '../../../domain/account.ts';
import type {
  AccountAdded,
  AccountGround,
  AccountRemoved,
  NameChange,
  NamesChanged,
  NewAccount,
  PasswordChange,
  RemovalGround,
  SetupToken,
} from '../../../service/ports/accounts.ts';
import {
  findAccount,
  findByName,
  findInvite,
  hasNoAccount,
  isSetupToken,
  rowOf,
  type NewAccountRow,
} from '../account-rows.ts';
import { forgetPersonInTrail } from '../audit-rows.ts';
import type { Connection } from '../connection.ts';
import { forgetPersonInMessages } from '../outbox-rows.ts';
import type { InviteRow } from '../schema.ts';
import { statement } from '../statement.ts';
import { forgetPersonInBlocks } from './blocks.ts';
import { endGrants, endPasswordGrants } from './grants.ts';
import { endSessions } from './sessions.ts';

const useUp = statement<{ hash: string }>()((db, the) => db.deleteFrom('invites').where('hash', '=', the('hash')));

const forgetSetupToken = statement<object>()((db) => db.deleteFrom('setup_token').where('only', '=', sql<number>`1`));

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

/** Whose the names are. */
function ownersOf(on: Connection, names: Pick<NewAccount, 'username' | 'email'>): NameOwners {
  const { username, email } = foldNames(names);
  return {
    username: findByName(on, username)?.id,
    email: email === null ? undefined : findByName(on, email)?.id,
  };
}

/** An account and why it may be made. */
export interface WantedAccount {
  readonly account: NewAccount;
  readonly ground: AccountGround;
  readonly now: number;
}

export function addAccount(on: Connection, { account, ground, now }: WantedAccount): AccountAdded {
  const verdict = judgeNewAccount({
    id: account.id,
    by: ground.by,
    isFirst: hasNoAccount(on),
    isInvited: ground.by === 'invite' && findInvite(on, ground.inviteHash, now) !== undefined,
    hasSetupToken: ground.by === 'setup' && isSetupToken(on, ground.tokenHash, now),
    owners: ownersOf(on, account),
  });
  if (verdict !== 'add') return { refused: verdict };
  if (ground.by === 'invite') on.run(useUp, { hash: ground.inviteHash });
  if (ground.by === 'setup') on.run(forgetSetupToken, {});
  const added = on.get(add, rowOf(account));
  if (added === undefined) throw new Error('The account has no number.');
  return { added: { ...account, number: added.number } };
}

const setNames = statement<NewAccountRow>()((db, the) =>
  db
    .updateTable('accounts')
    .set({
      username: the('username'),
      username_folded: the('username_folded'),
      email: the('email'),
      email_folded: the('email_folded'),
      email_confirmed: the('email_confirmed'),
    })
    .where('id', '=', the('id')),
);

export function setAccountNames(on: Connection, { id, passwordHash, ...names }: NameChange): NamesChanged {
  const result = changeNames(findAccount(on, id), names, passwordHash, ownersOf(on, names));
  if (!result.ok) return { refused: result.refusal };
  on.run(setNames, rowOf(result.value));
  return { changed: result.value };
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
  const verdict = judgeRemoval({
    account: findAccount(on, id),
    shownPassword: ground.by === 'person' ? ground.passwordHash : null,
    hasOtherAdmin: on.get(otherAdmin, { id }) !== undefined,
  });
  if (verdict !== 'remove') return verdict;
  endSessions(on, { account: id, keep: null });
  endGrants(on, { account: id, at });
  forgetPersonInTrail(on, id);
  forgetPersonInMessages(on, id);
  forgetPersonInBlocks(on, id);
  on.run(remove, { id });
  return 'removed';
}

const putSetupToken = statement<SetupToken>()((db, the) =>
  db
    .insertInto('setup_token')
    .values({ only: sql<number>`1`, hash: the('hash'), expires_at: the('expiresAt') })
    .onConflict((there) => there.column('only').doUpdateSet({ hash: the('hash'), expires_at: the('expiresAt') })),
);

export function setSetupToken(on: Connection, token: SetupToken): void {
  on.run(putSetupToken, token);
}

const invite = statement<InviteRow>()((db, the) =>
  db.insertInto('invites').values({ hash: the('hash'), created_at: the('created_at'), expires_at: the('expires_at') }),
);

export function insertInvite(on: Connection, row: InviteRow): void {
  on.run(invite, row);
}
