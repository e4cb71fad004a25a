import { sql } from '#kysely';
import type { IssueRules } from '../../../domain/issue-limits.ts';
import { makesRoom, mostScopes, waitingScopes, type CountedPin } from '../../../domain/live-counts.ts';
import { planNewPin } from '../../../domain/new-pin.ts';
import type { PinState } from '../../../domain/pin.ts';
import type { Inserted } from '../../../service/ports/pin-store.ts';
import type { Connection } from '../connection.ts';
import { countChange } from '../count-change.ts';
import { countIn, countsFor, countSettled, sweepCounts } from '../pin-counts.ts';
import type { PinRow } from '../schema.ts';
import { statement } from '../statement.ts';
import { keepEntry, type EntryRow } from '../audit-rows.ts';

const byPublicId = statement<Pick<PinRow, 'dialect' | 'handle'>>()((db, the) =>
  db
    .selectFrom('pins')
    .select(['key', 'ends_at'])
    .where('dialect', '=', the('dialect'))
    .where('handle', '=', the('handle')),
);

const withCode = statement<{ lookups: string }>()((db, the) =>
  db
    .selectFrom('pins')
    .select('ends_at')
    .where('code_hash', 'in', sql<string>`(select value from json_each(${the('lookups')}))`),
);

const giveUpCode = statement<{ lookups: string }>()((db, the) =>
  db
    .updateTable('pins')
    .set({ code_hash: null })
    .where('code_hash', 'in', sql<string>`(select value from json_each(${the('lookups')}))`),
);

const forget = statement<{ key: string }>()((db, the) => db.deleteFrom('pins').where('key', '=', the('key')));

const add = statement<PinRow>()((db, the) =>
  db.insertInto('pins').values({
    key: the('key'),
    dialect: the('dialect'),
    handle: the('handle'),
    kind: the('kind'),
    version: the('version'),
    ends_at: the('ends_at'),
    waits: the('waits'),
    code_hash: the('code_hash'),
    code_sealed: the('code_sealed'),
    body: the('body'),
  }),
);

/** What a new pin needs to be kept. */
export interface NewPin {
  readonly row: PinRow;
  /** Every hash that a pin with the same code may be kept under, as a JSON list. */
  readonly lookups: string;
  readonly now: number;
  readonly counted: CountedPin;
  readonly expiresAt: number;
  readonly rules: IssueRules | undefined;
}

export function insertPin(on: Connection, { row, lookups, now, counted, expiresAt, rules }: NewPin): Inserted {
  const sameId = on.get(byPublicId, row);
  let sameCode: readonly Pick<PinRow, 'ends_at'>[] = [];
  const plan = planNewPin(counted, now, rules, {
    publicIdEndsAt: sameId?.ends_at,
    codeEndsAt() {
      sameCode = on.all(withCode, { lookups });
      return sameCode.map(({ ends_at: endsAt }) => endsAt);
    },
    counts: (scopes) => countsFor(on, scopes, now),
  });
  if (!plan.ok) return plan.refusal;
  if (sameCode.length > 0) on.run(giveUpCode, { lookups });
  if (sameId !== undefined) on.run(forget, sameId);
  on.run(add, row);
  countIn(on, { ...plan.value, expiresAt, waiting: row.waits });
  return 'ok';
}

const waits = statement<{ key: string }>()((db, the) =>
  db.selectFrom('pins').select('waits').where('key', '=', the('key')),
);

const replace = statement<Omit<ChangedPin, 'counted' | 'expiresAt' | 'entries' | 'state'>>()((db, the) =>
  db
    .updateTable('pins')
    .set({ version: the('version'), ends_at: the('ends_at'), waits: the('waits'), body: the('body') })
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

const markChanged = statement<{ key: string; count: number }>()((db, the) =>
  db
    .updateTable('pins')
    .set({ changed: the('count') })
    .where('key', '=', the('key')),
);

export function replacePin(on: Connection, changed: ChangedPin): boolean {
  const waited = on.get(waits, changed)?.waits === 1;
  if (on.run(replace, changed) === 0) return false;
  on.run(markChanged, { key: changed.key, count: countChange(on, 'pins') });
  for (const entry of changed.entries) keepEntry(on, entry);
  if (makesRoom(waited, changed.waits === 1)) countSettled(on, waitingScopes(changed.counted), changed.expiresAt);
  return true;
}

const sweep = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('pins')
    .where('key', 'in', (pins) =>
      pins.selectFrom('pins').select('key').where('ends_at', '<', the('before')).orderBy('ends_at').limit(the('limit')),
    ),
);

export function sweepPins(on: Connection, slice: { readonly before: number; readonly limit: number }): number {
  sweepCounts(on, slice.before, slice.limit * mostScopes);
  return on.run(sweep, slice);
}
