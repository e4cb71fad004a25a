import { sql } from '#kysely';
import { minuteOf } from '../../../domain/issue-limits.ts';
import { makesRoom, mostScopes, waitingScopes, type CountedPin } from '../../../domain/live-counts.ts';
import type { PinState } from '../../../domain/pin.ts';
import { keepEntries, type EntryRow } from '../audit-rows.ts';
import type { PinRow } from '../schema.ts';
import type { Transaction } from '../sql.ts';
import { statement } from '../statement.ts';

const waits = statement<{ key: string }>()((db, the) =>
  db.selectFrom('pins').select('waits').where('key', '=', the('key')),
);

const replace = statement<Omit<ChangedPin, 'counted' | 'expiresAt' | 'entries'>>()((db, the) =>
  db
    .updateTable('pins')
    .set({
      version: the('version'),
      ends_at: the('ends_at'),
      waits: the('waits'),
      state: the('state'),
      body: the('body'),
    })
    .where('key', '=', the('key'))
    .where('version', '=', the('expectedVersion')),
);

/** What changes in a pin, and what it is counted under. */
export interface ChangedPin extends Pick<PinRow, 'key' | 'version' | 'ends_at' | 'waits' | 'body'> {
  readonly expectedVersion: number;
  readonly counted: CountedPin;
  readonly expiresAt: number;
  /** What the audit log says of it. */
  readonly entries: readonly EntryRow[];
  readonly state: PinState['at'];
}

export async function replacePin(on: Transaction, changed: ChangedPin): Promise<boolean> {
  const waited = (await on.get(waits, changed))?.waits === 1;
  if ((await on.run(replace, changed)) === 0) return false;
  await on.changed({ pin: changed.key });
  await keepEntries(on, changed.entries);
  if (makesRoom(waited, changed.waits === 1)) {
    await on.madeRoom(waitingScopes(changed.counted), changed.expiresAt);
  }
  return true;
}

const sweep = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('pins')
    .where('key', 'in', (pins) =>
      pins.selectFrom('pins').select('key').where('ends_at', '<', the('before')).orderBy('ends_at').limit(the('limit')),
    ),
);

// Counts of minutes that were over before.
const sweepCounts = statement<{ minute: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('pin_counts')
    .where(
      sql`(scope, minute)`,
      'in',
      sql`(select scope, minute from pin_counts where minute < ${the('minute')} order by minute limit ${the('limit')})`,
    ),
);

export async function sweepPins(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  await on.run(sweepCounts, { minute: minuteOf(slice.before), limit: slice.limit * mostScopes });
  return on.run(sweep, slice);
}
