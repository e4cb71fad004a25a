import type { Connection } from './connection.ts';
import type { GrantRow } from './schema.ts';
import { statement } from './statement.ts';
import type { Request } from './write-queue.ts';
import type { Writes } from './writes.ts';

type Follows = {
  readonly [Name in keyof Writes]?: (value: Parameters<Writes[Name]>[1], on: Connection) => boolean;
};

const storedGrant = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').select(['name', 'token_hash', 'body']).where('id', '=', the('id')),
);

/** Nothing of a grant changes but when it was collected and used. */
function onlyNotesUse(on: Connection, { id, name, token_hash: tokenHash, body }: GrantRow): boolean {
  const stored = on.get(storedGrant, { id });
  return stored?.name === name && stored.token_hash === tokenHash && stored.body === body;
}

const always = (): boolean => true;

/**
 * The writes that need no sync of their own: they *follow*. SQLite appends every commit to one log, so the next commit
 * that is synced takes all those before it to the disk, in order; a crash of the process loses none in any case, and a
 * power cut what was written in the last {@link longestUnsynced} at most. A write stands here only if one that is synced
 * comes before anybody outside is told what it stands for, or if its loss does no more than is said beside it.
 * Everything else is on the disk before its caller hears of it.
 */
const follows: Follows = {
  // A wrong code, a wrong password, a read that missed, or the return of a try: that many more tries.
  spendBudgets: always,
  giveBackBudgets: always,
  // A pin that nobody has decided yet: who looked at it, and a wrong number. The person gives the code again. A yes, which
  // `approvePin` has the device record follow before anybody is told. A no, a cancel and a redemption are synced.
  replacePin: ({ state }) => state === 'pending' || state === 'approved',
  // When a token was collected: the pin, which is synced, says so, too. The record says "not yet", and an OAuth code
  // that comes again is first taken for the collection, as after a crash between the two. And when it was last used.
  replaceGrant: ({ row }, on) => onlyNotesUse(on, row),
  // When something was last used, which is noted now and then only.
  markSessionSeen: always,
  markOAuthClientUsed: always,
};

/** What follows is synced after so many milliseconds, if nothing that is synced came by. */
export const longestUnsynced = 1000;

/**
 * Whether a write is to be on the disk before its caller hears of it.
 *
 * @param on looks up what the write would change
 */
export function isSynced({ name, value }: Pick<Request, 'name' | 'value'>, on: Connection): boolean {
  const mayFollow = follows[name] as ((value: unknown, on: Connection) => boolean) | undefined;
  try {
    return mayFollow === undefined || !mayFollow(value, on);
  } catch {
    return true; // The write itself says what is wrong.
  }
}
