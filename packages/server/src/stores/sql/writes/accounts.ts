import { sql } from '#kysely';
import {
  changeNames,
  confirmEmail,
  disabledForGood,
  foldNames,
  judgeManaging,
  judgeNewAccount,
  judgeRemoval,
  restoreEmail,
  type NameOwners,
  type NotManaged,
  type OperatorGround,
} from '../../../domain/account.ts';
import type {
  Account,
  AccountAdded,
  AccountGround,
  AccountRemoved,
  EmailRestoration,
  Management,
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
  findPairwiseSecret,
  hasNoAccount,
  isSetupToken,
  rowOf,
  type NewAccountRow,
} from '../account-rows.ts';
import { forgetPersonInTrail } from '../audit-rows.ts';
import { forgetIdentities } from '../identity-rows.ts';
import type { Transaction } from '../sql.ts';
import { forgetPersonInMessages } from '../outbox-rows.ts';
import type { InviteRow } from '../schema.ts';
import { statement } from '../statement.ts';
import { forgetPersonInBlocks } from './blocks.ts';
import { forgetPersonInMails } from './mails.ts';
import { endGrants, endPasswordGrants } from './grants.ts';
import { forgetPasskeys } from './passkeys.ts';
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
async function ownersOf(on: Transaction, names: Pick<NewAccount, 'username' | 'email'>): Promise<NameOwners> {
  const { username, email } = foldNames(names);
  return {
    username: (await findByName(on, username))?.id,
    email: email === null ? undefined : (await findByName(on, email))?.id,
  };
}

/** An account and why it may be made. */
export interface WantedAccount {
  readonly account: NewAccount;
  readonly ground: AccountGround;
  readonly now: number;
}

export async function addAccount(on: Transaction, { account, ground, now }: WantedAccount): Promise<AccountAdded> {
  const verdict = judgeNewAccount({
    id: account.id,
    by: ground.by,
    isFirst: await hasNoAccount(on),
    isInvited: ground.by === 'invite' && (await findInvite(on, ground.inviteHash, now)) !== undefined,
    hasSetupToken: ground.by === 'setup' && (await isSetupToken(on, ground.tokenHash, now)),
    owners: await ownersOf(on, account),
  });
  if (verdict !== 'add') return { refused: verdict };
  if (ground.by === 'invite') await on.run(useUp, { hash: ground.inviteHash });
  if (ground.by === 'setup') await on.run(forgetSetupToken, {});
  const added = await on.get(add, rowOf(account));
  if (added === undefined) throw new Error('The account has no number.');
  return { added: { ...account, number: added.number, language: null, needsPasskey: false, isDisabled: false } };
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

export async function setAccountNames(
  on: Transaction,
  { id, passwordHash, ...names }: NameChange,
): Promise<NamesChanged> {
  const result = changeNames(await findAccount(on, id), names, passwordHash, await ownersOf(on, names));
  if (!result.ok) return { refused: result.refusal };
  await on.run(setNames, rowOf(result.value));
  return { changed: result.value };
}

const setPassword = statement<PasswordChange>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ password_hash: the('passwordHash') })
    .where('id', '=', the('id'))
    .where('password_hash', '=', the('replaces')),
);

export async function setAccountPassword(on: Transaction, change: PasswordChange): Promise<boolean> {
  if (change.admin !== undefined && !(await isAdminNow(on, change.admin))) return false;
  if ((await on.run(setPassword, change)) === 0) return false;
  const { id: account, keep, at, recovers = false } = change;
  await endSessions(on, { account, keep });
  await endPasswordGrants(on, { account, at });
  if (recovers) await forgetPasskeys(on, account);
  return true;
}

const setLanguage = statement<{ id: string; language: string }>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ language: the('language') })
    .where('id', '=', the('id')),
);

export async function setAccountLanguage(
  on: Transaction,
  chosen: { readonly id: string; readonly language: string },
): Promise<boolean> {
  return (await on.run(setLanguage, chosen)) > 0;
}

const addPairwiseSecret = statement<{ id: string; secret: string }>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ pairwise_secret: the('secret') })
    .where('id', '=', the('id'))
    .where('pairwise_secret', 'is', null),
);

export async function keepPairwiseSecret(
  on: Transaction,
  drawn: { readonly id: string; readonly secret: string },
): Promise<string | undefined> {
  if ((await on.run(addPairwiseSecret, drawn)) > 0) return drawn.secret;
  return (await findPairwiseSecret(on, drawn.id)) ?? undefined;
}

const setRole = statement<Pick<NewAccountRow, 'id' | 'is_admin'>>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ is_admin: the('is_admin') })
    .where('id', '=', the('id')),
);

const setEnd = statement<{ account: string; at: number }>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ ended_at: the('at') })
    .where('id', '=', the('account')),
);

/** Whether an account is an admin's, and not disabled. */
async function isAdminNow(on: Transaction, id: string): Promise<boolean> {
  const account = await findAccount(on, id);
  return account?.isAdmin === true && !account.isDisabled;
}

/** The core's `judgeManaging` of an account. */
async function judge(
  on: Transaction,
  id: string,
  ground: OperatorGround,
  losesRole: boolean,
): Promise<'allowed' | NotManaged> {
  const managing = {
    ground,
    isByAdmin: ground.by === 'admin' && (await isAdminNow(on, ground.admin)),
    account: await findAccount(on, id),
    hasOtherAdmin: (await on.get(otherAdmin, { id, disabled: disabledForGood })) !== undefined,
  };
  return judgeManaging(managing, losesRole);
}

export async function manageAccount(
  on: Transaction,
  { id, ground, act, at }: Management,
): Promise<'done' | NotManaged> {
  const verdict = await judge(on, id, ground, act === 'unmake-admin' || act === 'disable');
  if (verdict !== 'allowed') return verdict;
  switch (act) {
    case 'make-admin':
    case 'unmake-admin':
      await on.run(setRole, { id, is_admin: act === 'make-admin' ? 1 : 0 });
      return 'done';
    case 'enable':
      if ((await findAccount(on, id))?.isDisabled === true) await on.run(setEnd, { account: id, at });
      return 'done';
    case 'disable':
      await on.run(setEnd, { account: id, at: disabledForGood });
      await endEverything(on, { account: id, at });
      return 'done';
    case 'end-sign-ins':
      await endSignIns(on, { account: id, at });
      return 'done';
  }
}

const noteEnd = statement<{ account: string; at: number }>()((db, the) =>
  db
    .updateTable('accounts')
    .set((row) => ({
      ended_at: row.case().when('ended_at', '>', the('at')).then(row.ref('ended_at')).else(the('at')).end(),
    }))
    .where('id', '=', the('account')),
);

/** A person is signed out everywhere. */
export interface SigningOut {
  readonly account: string;
  readonly at: number;
}

export async function endSignIns(on: Transaction, whose: SigningOut): Promise<boolean> {
  if ((await on.run(noteEnd, whose)) === 0) return false;
  await endEverything(on, whose);
  return true;
}

async function endEverything(on: Transaction, whose: SigningOut): Promise<void> {
  await endSessions(on, { account: whose.account, keep: null });
  await endGrants(on, whose);
}

/** An e-mail address that somebody has proved. */
export interface ProvedEmail {
  /** Account id. */
  readonly id: string;
  readonly email: string;
}

export async function confirmAccountEmail(on: Transaction, { id, email }: ProvedEmail): Promise<boolean> {
  const confirmed = confirmEmail(await findAccount(on, id), email);
  if (confirmed !== undefined) await on.run(setNames, rowOf(confirmed));
  return confirmed !== undefined;
}

export async function restoreAccountEmail(
  on: Transaction,
  { id, email, passwordHash, at }: EmailRestoration,
): Promise<Account | undefined> {
  const account = await findAccount(on, id);
  if (account === undefined) return undefined;
  const { email: owner } = await ownersOf(on, { username: account.username, email });
  const restored = restoreEmail(account, { email, passwordHash }, owner);
  if (restored === undefined) return undefined;
  await on.run(setNames, rowOf(restored));
  const change = { id, replaces: account.passwordHash, passwordHash, keep: null, at, recovers: true };
  if (!(await setAccountPassword(on, change))) throw new Error('The account has lost its password.');
  return restored;
}

// The words of the index, which SQLite uses only where they stand as they are there.
const otherAdmin = statement<{ id: string; disabled: number }>()((db, the) =>
  db
    .selectFrom('accounts')
    .select('number')
    .where(sql<boolean>`is_admin = 1`)
    .where('id', '!=', the('id'))
    .where('ended_at', 'is distinct from', the('disabled'))
    .limit(1),
);

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('accounts').where('id', '=', the('id')));

/** An account that is to end. */
export interface Removal {
  readonly id: string;
  readonly ground: RemovalGround;
  readonly at: number;
}

export async function removeAccount(on: Transaction, { id, ground, at }: Removal): Promise<AccountRemoved> {
  const verdict =
    ground.by === 'admin'
      ? await judge(on, id, ground, true)
      : judgeRemoval({
          account: await findAccount(on, id),
          shownPassword: ground.by === 'person' ? ground.passwordHash : null,
          hasOtherAdmin: (await on.get(otherAdmin, { id, disabled: disabledForGood })) !== undefined,
        });
  if (verdict !== 'remove' && verdict !== 'allowed') return verdict;
  await endSessions(on, { account: id, keep: null });
  await endGrants(on, { account: id, at });
  await forgetIdentities(on, id);
  await forgetPasskeys(on, id);
  await forgetPersonInTrail(on, id);
  await forgetPersonInMessages(on, id);
  await forgetPersonInBlocks(on, id);
  await forgetPersonInMails(on, id);
  await on.run(remove, { id });
  return 'removed';
}

const putSetupToken = statement<SetupToken>()((db, the) =>
  db
    .insertInto('setup_token')
    .values({ only: sql<number>`1`, hash: the('hash'), expires_at: the('expiresAt') })
    .onConflict((there) => there.column('only').doUpdateSet({ hash: the('hash'), expires_at: the('expiresAt') })),
);

export async function setSetupToken(on: Transaction, token: SetupToken): Promise<void> {
  await on.run(putSetupToken, token);
}

const invite = statement<InviteRow>()((db, the) =>
  db.insertInto('invites').values({ hash: the('hash'), created_at: the('created_at'), expires_at: the('expires_at') }),
);

export async function insertInvite(on: Transaction, row: InviteRow): Promise<void> {
  await on.run(invite, row);
}
