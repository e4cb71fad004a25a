// How passkeys are kept, for reads and for the writer's operations.
import type { Passkey } from '../../service/ports/passkeys.ts';
import type { Sql } from './sql.ts';
import type { PasskeyRow } from './schema.ts';
import { statement } from './statement.ts';

type Body = Pick<Passkey, 'handle' | 'publicKey' | 'transports' | 'isSynced'>;

/** The row of a passkey. */
export function rowOf({ id, account, domain, name, counter, addedAt, lastUsedAt, ...body }: Passkey): PasskeyRow {
  return {
    id,
    account,
    domain,
    name,
    counter,
    added_at: addedAt,
    last_used_at: lastUsedAt,
    body: JSON.stringify(body satisfies Body),
  };
}

const passkeyOf = ({ added_at: addedAt, last_used_at: lastUsedAt, body, ...row }: PasskeyRow): Passkey => ({
  ...row,
  ...(JSON.parse(body) as Body),
  addedAt,
  lastUsedAt,
});

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('passkeys').selectAll().where('id', '=', the('id')),
);

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('passkeys').selectAll().where('account', '=', the('account')).orderBy('added_at').orderBy('id'),
);

/** The passkey with this credential id. */
export async function findPasskey(on: Sql, id: string): Promise<Passkey | undefined> {
  const row = await on.get(byId, { id });
  return row === undefined ? undefined : passkeyOf(row);
}

/** The passkeys of an account, the oldest first. */
export const passkeysOf = async (on: Sql, account: string): Promise<readonly Passkey[]> =>
  (await on.all(ofAccount, { account })).map(passkeyOf);
