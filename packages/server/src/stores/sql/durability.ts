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

/** Whether nothing of a grant changes but when it was redeemed and last used. */
async function onlyNotesUse(on: Sql, { id, name, token_hash: tokenHash, body }: GrantRow): Promise<boolean> {
  const stored = await on.get(storedGrant, { id });
  return stored?.name === name && stored.token_hash === tokenHash && stored.body === body;
}

const always = (): boolean => true;

/**
 * The writes that are not synced themselves: they *follow*. SQLite appends every commit to one log, so the next synced
 * commit syncs all those before it, in order. A crash of the process loses none of them; a power cut loses those of the
 * last {@link longestUnsynced} at most. List a write only if a synced write precedes every response that depends on it, or
 * if its loss does no more than is said beside it. All other writes are on the disk before they are acknowledged.
 */
const follows: Follows = {
  // A wrong code or password, or a failed look-up: a loss allows as many more attempts.
  spendBudgets: always,
  holdBudgets: always,
  settleBudgets: always,
  // A pending pin: who opened it, and a wrong number; after a loss the person enters the code again. An approval, because
  // `approvePin` adds the grant, which is synced, before it responds. A denial, a cancel and a redemption are synced.
  replacePin: ({ state }) => state === 'pending' || state === 'approved',
  // When a token was redeemed, which the pin, synced, says as well: after a loss the grant says "not yet", and an OAuth
  // device code that is repeated counts as the redemption, as after a crash between the two. And when it was last used.
  replaceGrant: ({ row }, on) => onlyNotesUse(on, row),
  // When something was last used, which is recorded only now and then.
  markSessionSeen: always,
  markOAuthClientUsed: always,
};

/** After how many milliseconds a write that follows is synced, if no other synced write came first. */
export const longestUnsynced = 1000;

/**
 * Whether a write has to be on the disk before it is acknowledged; told at once where nothing has to be looked up.
 *
 * @param on where to look up what the write changes
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
    return true; // The write itself will throw.
  }
}
