import { judgeRegistration, noteUse, type RegistrationBounds } from '../../../domain/oauth-client.ts';
import type { Registered } from '../../../service/ports/oauth-clients.ts';
import type { Transaction } from '../sql.ts';
import { clientOf, rowOf } from '../oauth-client-rows.ts';
import type { OAuthClientRow } from '../schema.ts';
import { statement } from '../statement.ts';

const add = statement<OAuthClientRow>()((db, the) =>
  db
    .insertInto('oauth_clients')
    .values({
      id: the('id'),
      last_used_at: the('last_used_at'),
      idle_since: the('idle_since'),
      body: the('body'),
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
);

export async function addOAuthClient(on: Transaction, row: OAuthClientRow): Promise<boolean> {
  return (await on.run(add, row)) === 1;
}

const countUnverified = statement<object>()((db) =>
  db
    .selectFrom('oauth_clients')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('idle_since', 'is not', null),
);

const firstUnused = statement<object>()((db) =>
  db
    .selectFrom('oauth_clients')
    .select(['id', 'idle_since'])
    .where('idle_since', 'is not', null)
    .where('last_used_at', 'is', null)
    .orderBy('idle_since')
    .limit(1),
);

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('oauth_clients').selectAll().where('id', '=', the('id')),
);

/** A client that registers itself. */
export interface Registration {
  readonly row: OAuthClientRow;
  readonly bounds: RegistrationBounds;
}

export async function registerOAuthClient(on: Transaction, { row, bounds }: Registration): Promise<Registered> {
  const unused = await on.get(firstUnused, {});
  const verdict = judgeRegistration(
    {
      isThere: (await on.get(byId, row)) !== undefined,
      registered: (await on.get(countUnverified, {}))?.count ?? 0,
      firstUnused: unused?.idle_since ?? undefined,
    },
    bounds,
  );
  if (verdict === 'taken' || verdict === 'full') return verdict;
  if (verdict === 'replace' && unused !== undefined) await removeOAuthClient(on, unused);
  await on.run(add, row);
  return 'ok';
}

const markUsed = statement<OAuthClientRow>()((db, the) =>
  db
    .updateTable('oauth_clients')
    .set({ last_used_at: the('last_used_at'), idle_since: the('idle_since') })
    .where('id', '=', the('id')),
);

export async function markOAuthClientUsed(
  on: Transaction,
  { id, at }: { readonly id: string; readonly at: number },
): Promise<void> {
  const row = await on.get(byId, { id });
  if (row === undefined) return;
  const client = clientOf(row);
  const used = noteUse(client, at);
  if (used !== client) await on.run(markUsed, rowOf(used));
}

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('oauth_clients').where('id', '=', the('id')));

export async function removeOAuthClient(on: Transaction, which: { readonly id: string }): Promise<boolean> {
  const gone = (await on.run(remove, which)) === 1;
  if (gone) await on.changed('clients');
  return gone;
}

const sweep = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('oauth_clients')
    .where('id', 'in', (clients) =>
      clients.selectFrom('oauth_clients').select('id').where('idle_since', '<', the('before')).limit(the('limit')),
    ),
);

/** Only clients that registered themselves have an `idle_since`. */
export async function sweepOAuthClients(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  const gone = await on.run(sweep, slice);
  if (gone > 0) await on.changed('clients');
  return gone;
}
