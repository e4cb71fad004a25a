import { judgeRegistration, noteUse, type RegistrationBounds } from '../../../domain/oauth-client.ts';
import type { Registered } from '../../../service/ports/oauth-clients.ts';
import type { Connection } from '../connection.ts';
import { countChange } from '../count-change.ts';
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

export function addOAuthClient(on: Connection, row: OAuthClientRow): boolean {
  return on.run(add, row) === 1;
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

export function registerOAuthClient(on: Connection, { row, bounds }: Registration): Registered {
  const unused = on.get(firstUnused, {});
  const verdict = judgeRegistration(
    {
      isThere: on.get(byId, row) !== undefined,
      registered: on.get(countUnverified, {})?.count ?? 0,
      firstUnused: unused?.idle_since ?? undefined,
    },
    bounds,
  );
  if (verdict === 'taken' || verdict === 'full') return verdict;
  if (verdict === 'replace' && unused !== undefined) removeOAuthClient(on, unused);
  on.run(add, row);
  return 'ok';
}

const markUsed = statement<OAuthClientRow>()((db, the) =>
  db
    .updateTable('oauth_clients')
    .set({ last_used_at: the('last_used_at'), idle_since: the('idle_since') })
    .where('id', '=', the('id')),
);

export function markOAuthClientUsed(on: Connection, { id, at }: { readonly id: string; readonly at: number }): void {
  const row = on.get(byId, { id });
  if (row === undefined) return;
  const client = clientOf(row);
  const used = noteUse(client, at);
  if (used !== client) on.run(markUsed, rowOf(used));
}

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('oauth_clients').where('id', '=', the('id')));

export function removeOAuthClient(on: Connection, which: { readonly id: string }): boolean {
  const gone = on.run(remove, which) === 1;
  if (gone) countChange(on, 'clients');
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
export function sweepOAuthClients(on: Connection, slice: { readonly before: number; readonly limit: number }): number {
  const gone = on.run(sweep, slice);
  if (gone > 0) countChange(on, 'clients');
  return gone;
}
