// How OAuth clients are kept.
import { unusedSinceOf } from '../../domain/oauth-client.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { OAuthClientRow } from './schema.ts';

type Body = Omit<OAuthClient, 'id' | 'lastUsedAt'>;

/** The row of a client. */
export const rowOf = (client: OAuthClient): OAuthClientRow => {
  const { id, lastUsedAt, ...rest } = client;
  return {
    id,
    last_used_at: lastUsedAt,
    idle_since: unusedSinceOf(client),
    body: JSON.stringify(rest satisfies Body),
  };
};

/** The client of a row. */
export const clientOf = (row: OAuthClientRow): OAuthClient => ({
  ...(JSON.parse(row.body) as Body),
  id: row.id,
  lastUsedAt: row.last_used_at,
});
