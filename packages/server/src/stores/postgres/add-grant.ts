import type { GrantRow } from '../sql/schema.ts';
import type { Query } from './server-connection.ts';

const columns = [
  'id',
  'account',
  'token_hash',
  'approved_by',
  'name',
  'linked_at',
  'collected_at',
  'collected_from',
  'collected_elsewhere',
  'last_seen_at',
  'revoked_at',
  'version',
  'client_id',
  'dialect',
  'body',
] as const satisfies readonly (keyof GrantRow)[];

// The grant that approves, and the account, are held: what ends at the same time either finds the new grant, or is found to
// have ended. Of an account that is not there nothing was ended. A conflict of any kind: whoever approves and the device's poll
// may add the same grant at once, and one of the two could meet the other by its token first.
const text = `
insert into grants (${columns.join(', ')})
  select ${columns.map((_, index) => `$${index + 1}`).join(', ')}
  where ($4::text is null or exists (select from grants where id = $4 and revoked_at is null for share))
    and coalesce((select ended_at from accounts where id = $2 for share), -1) < $6
  on conflict do nothing`;

/** Adds a grant that rests on no password, in one statement. It adds no row where the core has to judge why not. */
export const addGrant = (row: GrantRow): Query => ({
  name: 'linkpin add grant',
  text,
  values: columns.map((column) => row[column]),
});
