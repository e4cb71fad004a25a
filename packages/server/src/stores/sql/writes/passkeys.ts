import { hasPassword } from '../../../domain/account.ts';
import {
  judgeNeed,
  judgeNewPasskey,
  judgePasskeyRemoval,
  usePasskey,
  type PasskeyKept,
  type WaysIn,
} from '../../../domain/passkey.ts';
import type { Passkey, PasskeyNeed, PasskeyRemoval, PasskeyUse } from '../../../service/ports/passkeys.ts';
import { findAccount } from '../account-rows.ts';
import { identitiesOf } from '../identity-rows.ts';
import { findPasskey, passkeysOf, rowOf } from '../passkey-rows.ts';
import type { PasskeyRow } from '../schema.ts';
import type { Transaction } from '../sql.ts';
import { statement } from '../statement.ts';
import { endPasswordGrants } from './grants.ts';
import { endSessions } from './sessions.ts';

const insert = statement<PasskeyRow>()((db, the) =>
  db.insertInto('passkeys').values({
    id: the('id'),
    account: the('account'),
    domain: the('domain'),
    name: the('name'),
    counter: the('counter'),
    added_at: the('added_at'),
    last_used_at: the('last_used_at'),
    body: the('body'),
  }),
);

/** A passkey, and the password that its account had when its person was let add it. */
export interface NewPasskey {
  readonly passkey: Passkey;
  readonly passwordHash: string;
}

export async function addPasskey(
  on: Transaction,
  { passkey, passwordHash }: NewPasskey,
): Promise<'added' | 'other-password' | 'taken' | 'too-many'> {
  const verdict = judgeNewPasskey({
    account: await findAccount(on, passkey.account),
    shownPassword: passwordHash,
    isTaken: (await findPasskey(on, passkey.id)) !== undefined,
    count: (await passkeysOf(on, passkey.account)).length,
  });
  if (verdict !== 'add') return verdict;
  await on.run(insert, rowOf(passkey));
  return 'added';
}

const noteUse = statement<PasskeyRow>()((db, the) =>
  db
    .updateTable('passkeys')
    .set({ counter: the('counter'), last_used_at: the('last_used_at') })
    .where('id', '=', the('id')),
);

export async function notePasskeyUse(
  on: Transaction,
  { id, account, counter, at }: PasskeyUse,
): Promise<'used' | 'copied' | 'gone'> {
  const passkey = await findPasskey(on, id);
  if (passkey?.account !== account) return 'gone';
  const used = usePasskey(passkey, counter, at);
  if (used === undefined) return 'copied';
  await on.run(noteUse, rowOf(used));
  return 'used';
}

/** Another name for a passkey of an account. */
export type NamedPasskey = Pick<Passkey, 'id' | 'account' | 'name'>;

const rename = statement<NamedPasskey>()((db, the) =>
  db
    .updateTable('passkeys')
    .set({ name: the('name') })
    .where('id', '=', the('id'))
    .where('account', '=', the('account')),
);

export async function renamePasskey(on: Transaction, named: NamedPasskey): Promise<boolean> {
  return (await on.run(rename, named)) === 1;
}

async function waysIn(on: Transaction, id: string): Promise<WaysIn | undefined> {
  const account = await findAccount(on, id);
  if (account === undefined) return undefined;
  const { passwordHash, needsPasskey } = account;
  return {
    passwordHash,
    needsPasskey,
    hasPassword: hasPassword(account),
    hasIdentity: (await identitiesOf(on, id)).length > 0,
  };
}

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('passkeys').where('id', '=', the('id')));

const setNeed = statement<{ id: string; needs_passkey: number }>()((db, the) =>
  db
    .updateTable('accounts')
    .set({ needs_passkey: the('needs_passkey') })
    .where('id', '=', the('id')),
);

export async function removePasskey(
  on: Transaction,
  { id, account, by, domain }: PasskeyRemoval,
): Promise<'removed' | 'no-passkey' | PasskeyKept> {
  const passkeys = await passkeysOf(on, account);
  const verdict = judgePasskeyRemoval({ id, passkeys, account: await waysIn(on, account), by, domain });
  if (verdict !== 'remove') return verdict;
  await on.run(remove, { id });
  if (passkeys.length === 1) await on.run(setNeed, { id: account, needs_passkey: 0 });
  return 'removed';
}

export async function setPasskeyNeed(
  on: Transaction,
  { id, passwordHash, needsPasskey, domain, keep, at }: PasskeyNeed,
): Promise<'changed' | 'other-password' | 'no-password' | 'no-passkey'> {
  const account = await waysIn(on, id);
  const verdict = judgeNeed({
    account,
    shownPassword: passwordHash,
    needsPasskey,
    passkeys: await passkeysOf(on, id),
    domain,
  });
  if (verdict !== 'change') return verdict;
  await on.run(setNeed, { id, needs_passkey: needsPasskey ? 1 : 0 });
  if (needsPasskey && account?.needsPasskey === false) {
    await endSessions(on, { account: id, keep });
    await endPasswordGrants(on, { account: id, at });
  }
  return 'changed';
}

const removeAll = statement<{ account: string }>()((db, the) =>
  db.deleteFrom('passkeys').where('account', '=', the('account')),
);

/** Forgets the passkeys of an account, which then needs none. */
export async function forgetPasskeys(on: Transaction, account: string): Promise<void> {
  await on.run(removeAll, { account });
  await on.run(setNeed, { id: account, needs_passkey: 0 });
}
