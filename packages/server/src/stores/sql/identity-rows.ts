// Rows and queries of identities, for reads and for write operations.
import type { Identity } from '../../domain/identity.ts';
import type { IdentityRow } from './schema.ts';
import type { Sql, Transaction } from './sql.ts';
import { statement } from './statement.ts';

/** The JSON in `body`. */
type Body = Omit<Identity, 'issuer' | 'subject' | 'provider' | 'account' | 'linkedAt' | 'version'>;

export const rowOf = ({ issuer, subject, provider, account, linkedAt, version, ...rest }: Identity): IdentityRow => ({
  issuer,
  subject,
  provider,
  account,
  linked_at: linkedAt,
  version,
  body: JSON.stringify(rest satisfies Body),
});

const identityOf = ({
  issuer,
  subject,
  provider,
  account,
  linked_at: linkedAt,
  version,
  body,
}: IdentityRow): Identity => ({
  ...(JSON.parse(body) as Body),
  issuer,
  subject,
  provider,
  account,
  linkedAt,
  version,
});

const byName = statement<{ issuer: string; subject: string }>()((db, the) =>
  db.selectFrom('identities').selectAll().where('issuer', '=', the('issuer')).where('subject', '=', the('subject')),
);

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('identities').selectAll().where('account', '=', the('account')),
);

export async function findIdentity(on: Sql, issuer: string, subject: string): Promise<Identity | undefined> {
  const row = await on.get(byName, { issuer, subject });
  return row === undefined ? undefined : identityOf(row);
}

/** The identities of an account, in the order in which they were linked. */
export async function identitiesOf(on: Sql, account: string): Promise<readonly Identity[]> {
  const identities = (await on.all(ofAccount, { account })).map(identityOf);
  return identities.toSorted((one, other) => one.linkedAt - other.linkedAt);
}

const forget = statement<{ account: string }>()((db, the) =>
  db.deleteFrom('identities').where('account', '=', the('account')),
);

/** Deletes the identities of an account. */
export async function forgetIdentities(on: Transaction, account: string): Promise<void> {
  await on.run(forget, { account });
}
