import type { AccessTokenRow } from '../sql/schema.ts';
import type { FirstTokens } from '../sql/writes/oauth-tokens.ts';
import type { Query } from './server-connection.ts';

// In both the grant is held: one that ends at the same time either finds what is added, or is found to have ended.

const family = `
with live as (select id from grants where id = $1 and revoked_at is null for share),
  added as (
    insert into refresh_families (grant_id, version, over_at, body) select id, $2, $3, $4 from live
      on conflict (grant_id) do nothing
      returning grant_id
  ),
  access_token as (
    insert into access_tokens (hash, grant_id, expires_at, body) select $6, id, $7, $8 from live where $6::text is not null
      on conflict (hash) do nothing
  )
insert into refresh_tokens (hash, grant_id) select hash, grant_id from added, unnest($5::text[]) as hash`;

/** Adds a family of refresh tokens, and the first access token, to a grant that lives, in one statement. */
export const addFamily = ({ row, hashes, accessToken: token }: FirstTokens): Query => ({
  name: 'linkpin add family',
  text: family,
  values: [
    row.grant_id,
    row.version,
    row.over_at,
    row.body,
    hashes,
    token?.hash ?? null,
    token?.expires_at ?? null,
    token?.body ?? null,
  ],
});

const accessToken = `
with live as (select id from grants where id = $2 and revoked_at is null for share)
insert into access_tokens (hash, grant_id, expires_at, body) select $1, id, $3, $4 from live
  on conflict (hash) do nothing`;

/** Adds an access token to a grant that lives, in one statement. */
export const addAccessToken = (row: AccessTokenRow): Query => ({
  name: 'linkpin add access token',
  text: accessToken,
  values: [row.hash, row.grant_id, row.expires_at, row.body],
});
