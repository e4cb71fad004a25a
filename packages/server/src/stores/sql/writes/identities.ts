import { hasPassword } from '../../../domain/account.ts';
import { judgeParting, type Identity } from '../../../domain/identity.ts';
import type { PersonAdded } from '../../../service/ports/identities.ts';
import { findAccount, hasPassword as hasThisPassword } from '../account-rows.ts';
import { findIdentity, identitiesOf, rowOf } from '../identity-rows.ts';
import type { IdentityRow } from '../schema.ts';
import type { Transaction } from '../sql.ts';
import { statement } from '../statement.ts';
import { addAccount, type WantedAccount } from './accounts.ts';

const insert = statement<IdentityRow>()((db, the) =>
  db.insertInto('identities').values({
    issuer: the('issuer'),
    subject: the('subject'),
    provider: the('provider'),
    account: the('account'),
    linked_at: the('linked_at'),
    version: the('version'),
    body: the('body'),
  }),
);

/** An identity, and the password hash of the account that it joins. */
export interface JoiningIdentity {
  readonly identity: Identity;
  readonly passwordHash: string;
}

export async function joinIdentity(
  on: Transaction,
  { identity, passwordHash }: JoiningIdentity,
): Promise<'joined' | 'taken' | 'no-account'> {
  if (!(await hasThisPassword(on, identity.account, passwordHash))) return 'no-account';
  if ((await findIdentity(on, identity.issuer, identity.subject)) !== undefined) return 'taken';
  await on.run(insert, rowOf(identity));
  return 'joined';
}

/** A person who comes from elsewhere. */
export interface NewPerson extends WantedAccount {
  readonly identity: Identity;
}

export async function addPerson(on: Transaction, { identity, ...wanted }: NewPerson): Promise<PersonAdded> {
  const there = await findIdentity(on, identity.issuer, identity.subject);
  if (there !== undefined) return { there };
  const added = await addAccount(on, wanted);
  if ('added' in added) await on.run(insert, rowOf(identity));
  return added;
}

const replace = statement<IdentityRow & { expectedVersion: number }>()((db, the) =>
  db
    .updateTable('identities')
    .set({ provider: the('provider'), version: the('version'), body: the('body') })
    .where('issuer', '=', the('issuer'))
    .where('subject', '=', the('subject'))
    .where('account', '=', the('account'))
    .where('version', '=', the('expectedVersion')),
);

/** An identity as it is to be, and the version that it must have until then. */
export interface ChangedIdentity {
  readonly row: IdentityRow;
  readonly expectedVersion: number;
}

export async function replaceIdentity(on: Transaction, { row, expectedVersion }: ChangedIdentity): Promise<boolean> {
  return (await on.run(replace, { ...row, expectedVersion })) === 1;
}

const remove = statement<Pick<IdentityRow, 'issuer' | 'subject' | 'account'>>()((db, the) =>
  db
    .deleteFrom('identities')
    .where('issuer', '=', the('issuer'))
    .where('subject', '=', the('subject'))
    .where('account', '=', the('account')),
);

export async function removeIdentity(
  on: Transaction,
  which: Pick<IdentityRow, 'issuer' | 'subject' | 'account'>,
): Promise<'parted' | 'last-way' | 'none'> {
  const account = await findAccount(on, which.account);
  if (account === undefined) return 'none';
  const identities = await identitiesOf(on, account.id);
  const verdict = judgeParting({ ...which, identities, hasPassword: hasPassword(account) });
  if (verdict !== 'part') return verdict;
  await on.run(remove, which);
  return 'parted';
}
