import { sql } from '#kysely';
import type { Address } from '../../../domain/address.ts';
import type { CodeKind } from '../../../domain/code.ts';
import { classIn, judgeNewPin, type IssueRules } from '../../../domain/issue-limits.ts';
import { lengthScopes, scopesOf } from '../../../domain/live-counts.ts';
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

const holdersOfCode = statement<{ lookups: string }>()((db, the) =>
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
  /** The handle of a pin that ended after this instant is not free yet. */
  readonly restsSince: number;
  readonly address: Address;
  readonly codeLength: number;
  readonly expiresAt: number;
  readonly rules: IssueRules | undefined;
}

export function insertPin(on: Connection, pin: NewPin): Inserted {
  const { row, lookups, now, restsSince, address, codeLength, expiresAt, rules } = pin;
  const named = on.get(byPublicId, row);
  if (named !== undefined && named.ends_at > restsSince) return 'handle-taken';
  const holders = on.all(holdersOfCode, { lookups });
  if (holders.some(({ ends_at: endsAt }) => endsAt > now)) return 'code-taken';
  const scopes = scopesOf(row.kind as CodeKind, address);
  const counts = countsFor(on, scopes, now);
  const verdict = rules && judgeNewPin(counts, rules, codeLength, scopes.isV6);
  if (verdict !== undefined) return verdict;
  if (holders.length > 0) on.run(giveUpCode, { lookups });
  if (named !== undefined) on.run(forget, named);
  on.run(add, row);
  const lengths = lengthScopes(row.kind as CodeKind, codeLength, scopes);
  countIn(on, { scopes, codes: scopes.codes[classIn(counts)], lengths, expiresAt, waiting: row.waits });
  return 'ok';
}

const waits = statement<{ key: string }>()((db, the) =>
  db.selectFrom('pins').select('waits').where('key', '=', the('key')),
);

const replace = statement<Omit<ChangedPin, 'kind' | 'codeLength' | 'address' | 'expiresAt' | 'entries' | 'state'>>()(
  (db, the) =>
    db
      .updateTable('pins')
      .set({ version: the('version'), ends_at: the('ends_at'), waits: the('waits'), body: the('body') })
      .where('key', '=', the('key'))
      .where('version', '=', the('expectedVersion')),
);

/** What changes in a pin, and what it is counted under. */
export interface ChangedPin extends Pick<PinRow, 'key' | 'version' | 'ends_at' | 'waits' | 'body'> {
  readonly expectedVersion: number;
  readonly kind: CodeKind;
  readonly codeLength: number;
  readonly address: Address;
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
  if (waited && changed.waits === 0) {
    const scopes = scopesOf(changed.kind, changed.address);
    countSettled(on, scopes, lengthScopes(changed.kind, changed.codeLength, scopes), changed.expiresAt);
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

/** A pin that shares none of its counts with another has so many. */
const countsPerPin = 6;

export function sweepPins(on: Connection, slice: { readonly before: number; readonly limit: number }): number {
  sweepCounts(on, slice.before, slice.limit * countsPerPin);
  return on.run(sweep, slice);
}
