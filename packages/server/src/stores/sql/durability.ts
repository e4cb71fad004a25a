import type { Awaitable } from '../../domain/awaitable.ts';
import type { Sql } from './sql.ts';
import type { GrantRow } from './schema.ts';
import { statement } from './statement.ts';
import type { Writes } from './writes.ts';

type Follows = {
  readonly [Name in keyof Writes]?: (value: Parameters<Writes[Name]>[1], on: Sql) => Awaitable<boolean>;
};

const storedGrant = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').select(['name', 'token_hash', 'body']).where('id', '=', the('id')),
);

/** Whether only a grant's times of redemption and last use change. */
async function onlyNotesUse(on: Sql, { id, name, token_hash: tokenHash, body }: GrantRow): Promise<boolean> {
  const stored = await on.get(storedGrant, { id });
  return stored?.name === name && stored.token_hash === tokenHash && stored.body === body;
}

const always = (): boolean => true;

/**
 * The writes whose commit is not fsynced: they *follow*. SQLite appends commits to one WAL, so the next synced commit also
 * syncs all earlier ones, in order. A crash of the process loses none of them; a power failure loses those of the last
 * {@link longestUnsynced} at most. List a write only if a synced write precedes every response that depends on it, or if the
 * consequence of losing it is acceptable and noted beside it. All other writes are fsynced before they are acknowledged.
 */
const follows: Follows = {
  // Wrong codes and passwords, and failed lookups: each lost one allows one more attempt.
  spendBudgets: always,
  holdBudgets: always,
  settleBudgets: always,
  // Still pending: who opened it, or a wrong number; if lost, the person enters the code again. Approved: `approvePin` adds
  // the grant, which is synced, before it responds. Denials, cancellations and redemptions are synced.
  replacePin: ({ state }) => state === 'pending' || state === 'approved',
  // When a token was redeemed, which the pin, synced, says as well: after a loss the grant says "not yet", and an OAuth
  // device code that is repeated counts as the redemption, as after a crash between the two. And when it was last used.
  replaceGrant: ({ row }, on) => onlyNotesUse(on, row),
  // When something was last used, which is recorded only now and then.
  markSessionSeen: always,
  markOAuthClientUsed: always,
};

/** The longest time until an unsynced commit is synced, in milliseconds. */
export const longestUnsynced = 1000;

/**
 * Whether a write has to be fsynced before it is acknowledged; synchronous unless the current row has to be read.
 *
 * @param on for reading the row that the write changes
 */
export function isSynced(name: keyof Writes, value: unknown, on: Sql): Awaitable<boolean> {
  const mayFollow = follows[name] as MayFollow | undefined;
  return mayFollow === undefined || doesNotFollow(mayFollow, value, on);
}

type MayFollow = (value: unknown, on: Sql) => Awaitable<boolean>;

async function doesNotFollow(mayFollow: MayFollow, value: unknown, on: Sql): Promise<boolean> {
  try {
    return !(await mayFollow(value, on));
  } catch {
    return true; // The write itself throws.
  }
}
