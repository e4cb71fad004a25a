import { sql } from '#kysely';
import type { Registered, RegistrationBounds } from '../../../service/ports/oauth-clients.ts';
import type { Connection } from '../connection.ts';
import { countChange } from '../count-change.ts';
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

const giveWay = statement<{ unusedSince: number }>()((db, the) =>
  db
    .deleteFrom('oauth_clients')
    .where('id', 'in', (clients) =>
      clients
        .selectFrom('oauth_clients')
        .select('id')
        .where('idle_since', '<', the('unusedSince'))
        .where('last_used_at', 'is', null)
        .orderBy('idle_since')
        .limit(1),
    ),
);

const has = statement<{ id: string }>()((db, the) =>
  db.selectFrom('oauth_clients').select('id').where('id', '=', the('id')),
);

export function registerOAuthClient(
  on: Connection,
  { row, most, unusedSince }: { readonly row: OAuthClientRow } & RegistrationBounds,
): Registered {
  if (on.get(has, row) !== undefined) return 'taken';
  if ((on.get(countUnverified, {})?.count ?? 0) >= most) {
    if (on.run(giveWay, { unusedSince }) === 0) return 'full';
    countChange(on, 'clients');
  }
  on.run(add, row);
  return 'ok';
}

const markUsed = statement<{ id: string; at: number }>()((db, the) =>
  db
    .updateTable('oauth_clients')
    // One with null, a verified one, keeps it.
    .set({ last_used_at: the('at'), idle_since: sql<number | null>`max(idle_since, ${the('at')})` })
    .where('id', '=', the('id'))
    .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', the('at'))])),
);

export function markOAuthClientUsed(on: Connection, used: { readonly id: string; readonly at: number }): void {
  on.run(markUsed, used);
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
