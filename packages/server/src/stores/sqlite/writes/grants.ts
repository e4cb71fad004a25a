import { sql } from '#kysely';
import { mostPasswordGrants } from '../../../service/ports/grants.ts';
import { hasPassword } from '../account-password.ts';
import type { Connection } from '../connection.ts';
import { forgetTokensOf, isLiveGrant } from '../grant-tokens.ts';
import type { GrantRow } from '../schema.ts';
import { statement } from '../statement.ts';

const add = statement<GrantRow>()((db, the) =>
  db
    .insertInto('grants')
    .values({
      id: the('id'),
      account: the('account'),
      token_hash: the('token_hash'),
      approved_by: the('approved_by'),
      name: the('name'),
      linked_at: the('linked_at'),
      collected_at: the('collected_at'),
      collected_from: the('collected_from'),
      collected_elsewhere: the('collected_elsewhere'),
      last_seen_at: the('last_seen_at'),
      revoked_at: the('revoked_at'),
      body: the('body'),
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
);

/** A grant to keep. */
export interface NewGrant {
  readonly row: GrantRow;
  readonly isFollowed: boolean;
  /** Hash of the password that was verified for it, if one was. */
  readonly passwordHash: string | undefined;
}

export function addGrant(on: Connection, { row, passwordHash }: NewGrant): boolean {
  if (passwordHash !== undefined && !hasPassword(on, row.account ?? '', passwordHash)) return false;
  if (row.approved_by !== null && !isLiveGrant(on, row.approved_by)) return false;
  on.run(add, row);
  if (passwordHash !== undefined) endLeastUsed(on, row);
  return isLiveGrant(on, row.id);
}

const endTokens = statement<{ account: string; holder: string }>()((db, the) =>
  db
    .updateTable('grants')
    .set({ token_hash: null })
    .where('account', '=', the('account'))
    .where(sql`body ->> '$.holder'`, '=', the('holder'))
    .where(sql`body ->> '$.dialect'`, '=', 'plex'),
);

export function endGrantTokens(on: Connection, whose: { readonly account: string; readonly holder: string }): void {
  on.run(endTokens, whose);
}

const markCollected = statement<Collected>()((db, the) =>
  db
    .updateTable('grants')
    .set({ collected_at: the('at'), collected_from: the('from'), collected_elsewhere: the('elsewhere') })
    .where('id', '=', the('id'))
    .where('collected_at', 'is', null)
    .where('revoked_at', 'is', null),
);

/** A token was read. */
export interface Collected {
  readonly id: string;
  readonly at: number;
  readonly from: string | null;
  readonly elsewhere: 0 | 1;
}

export function markGrantCollected(on: Connection, collected: Collected): void {
  on.run(markCollected, collected);
}

const markSeen = statement<{ id: string; at: number }>()((db, the) =>
  db
    .updateTable('grants')
    .set({ last_seen_at: the('at') })
    .where('id', '=', the('id'))
    .where((row) => row.or([row('last_seen_at', 'is', null), row('last_seen_at', '<', the('at'))]))
    .where('revoked_at', 'is', null),
);

export function markGrantSeen(on: Connection, seen: { readonly id: string; readonly at: number }): void {
  on.run(markSeen, seen);
}

const rename = statement<Renamed>()((db, the) =>
  db
    .updateTable('grants')
    .set({ name: the('name') })
    .where('id', '=', the('id'))
    .where('account', '=', the('account')),
);

/** A grant of an account gets another name. */
export interface Renamed {
  readonly id: string;
  readonly account: string;
  readonly name: string;
}

export function renameGrant(on: Connection, renamed: Renamed): boolean {
  return on.run(rename, renamed) === 1;
}

const bindKey = statement<BoundKey>()((db, the) =>
  db
    .updateTable('grants')
    .set({ body: sql<string>`json_set(body, '$.keyThumbprint', ${the('keyThumbprint')})` })
    .where('id', '=', the('id'))
    .where('revoked_at', 'is', null)
    .where(sql<string>`coalesce(body ->> '$.keyThumbprint', ${the('keyThumbprint')})`, '=', the('keyThumbprint')),
);

/** The key that a grant's tokens are for. */
export interface BoundKey {
  readonly id: string;
  readonly keyThumbprint: string;
}

export function bindGrantKey(on: Connection, bound: BoundKey): boolean {
  return on.run(bindKey, bound) === 1;
}

const revoke = statement<Revoked>()((db, the) =>
  db
    .updateTable('grants')
    .set({
      account: null,
      token_hash: null,
      approved_by: null,
      name: null,
      linked_at: null,
      collected_at: null,
      collected_from: null,
      collected_elsewhere: null,
      last_seen_at: null,
      revoked_at: the('at'),
      body: null,
    })
    .where('id', '=', the('id'))
    .where('account', '=', the('account')),
);

const approvedBy = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').select('id').where('approved_by', '=', the('id')),
);

/** A grant of an account ends. */
export interface Revoked {
  readonly id: string;
  readonly account: string;
  readonly at: number;
}

export function revokeGrant(on: Connection, revoked: Revoked): boolean {
  if (on.run(revoke, revoked) === 0) return false;
  forgetTokensOf(on, revoked.id);
  for (const { id } of on.all(approvedBy, revoked)) revokeGrant(on, { ...revoked, id });
  return true;
}

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('grants').select('id').where('account', '=', the('account')),
);

/** Ends every grant of an account. */
export function endGrants(on: Connection, whose: { readonly account: string; readonly at: number }): void {
  for (const { id } of on.all(ofAccount, whose)) revokeGrant(on, { ...whose, id });
}

const byPassword = statement<{ account: string }>()((db, the) =>
  db
    .selectFrom('grants')
    .select('id')
    .where('account', '=', the('account'))
    .where(sql`body ->> '$.pinKey'`, 'is', null),
);

/** Ends what came in with the account's password, and what that approved. */
export function endPasswordGrants(on: Connection, whose: { readonly account: string; readonly at: number }): void {
  for (const { id } of on.all(byPassword, whose)) revokeGrant(on, { ...whose, id });
}

const leastUsedOfHolder = statement<PasswordGrant & { holder: string }>()((db, the) =>
  db
    .selectFrom('grants')
    .select('id')
    .where('account', '=', the('account'))
    .where(sql`body ->> '$.pinKey'`, 'is', null)
    .where(sql`body ->> '$.holder'`, '=', the('holder'))
    .where('id', '!=', the('id'))
    .orderBy(sql`coalesce(last_seen_at, linked_at)`, 'desc')
    .orderBy(sql`rowid`, 'desc')
    .limit(-1)
    .offset(mostPasswordGrants.ofHolder - 1),
);

const leastUsedOfAccount = statement<PasswordGrant>()((db, the) =>
  db
    .selectFrom('grants')
    .select('id')
    .where('account', '=', the('account'))
    .where(sql`body ->> '$.pinKey'`, 'is', null)
    .where('id', '!=', the('id'))
    .orderBy(sql`coalesce(last_seen_at, linked_at)`, 'desc')
    .orderBy(sql`rowid`, 'desc')
    .limit(-1)
    .offset(mostPasswordGrants.ofAccount - 1),
);

/** A grant by password that is there, and an account that it is in. */
interface PasswordGrant {
  readonly id: string;
  readonly account: string;
}

/** Ends those by password that are too many beside a new one. */
function endLeastUsed(on: Connection, { id, account, linked_at: at, body }: GrantRow): void {
  if (account === null) return;
  const { holder } = JSON.parse(body ?? '{}') as { holder: string };
  const revoke = (one: { readonly id: string }) => revokeGrant(on, { id: one.id, account, at: at ?? 0 });
  on.all(leastUsedOfHolder, { id, account, holder }).forEach(revoke);
  on.all(leastUsedOfAccount, { id, account }).forEach(revoke);
}
