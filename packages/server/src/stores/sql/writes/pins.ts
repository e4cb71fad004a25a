import type { IssueRules } from '../../../domain/issue-limits.ts';
import { makesRoom, mostScopes, scopesOf, waitingScopes, type CountedPin } from '../../../domain/live-counts.ts';
import { planNewPin } from '../../../domain/new-pin.ts';
import type { PinState } from '../../../domain/pin.ts';
import type { Inserted } from '../../../service/ports/pin-store.ts';
import type { Transaction } from '../sql.ts';
import { countIn, judgeCounts, countSettled, sweepCounts } from '../pin-counts.ts';
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

const withCode = statement<{ lookups: string }>()((db, the, words) =>
  db
    .selectFrom('pins')
    .select('ends_at')
    .where(words.isListed('code_hash', the('lookups'))),
);

const giveUpCode = statement<{ lookups: string }>()((db, the, words) =>
  db
    .updateTable('pins')
    .set({ code_hash: null })
    .where(words.isListed('code_hash', the('lookups'))),
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
    client_id: the('client_id'),
    address: the('address'),
    state: the('state'),
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

export async function insertPin(
  on: Transaction,
  { row, lookups, now, counted, expiresAt, rules }: NewPin,
): Promise<Inserted> {
  const sameId = await on.get(byPublicId, row);
  const sameCode = await on.all(withCode, { lookups });
  const plan = await judgeCounts(on, scopesOf(counted.kind, counted.address), now, (counts) =>
    planNewPin(counted, now, rules, {
      publicIdEndsAt: sameId?.ends_at,
      codeEndsAt: sameCode.map(({ ends_at: endsAt }) => endsAt),
      counts,
    }),
  );
  if (!plan.ok) return plan.refusal;
  if (sameCode.length > 0) await on.run(giveUpCode, { lookups });
  if (sameId !== undefined) await on.run(forget, sameId);
  await on.run(add, row);
  await countIn(on, { ...plan.value, expiresAt, waiting: row.waits });
  return 'ok';
}

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
  for (const entry of changed.entries) await keepEntry(on, entry);
  if (makesRoom(waited, changed.waits === 1)) {
    await countSettled(on, waitingScopes(changed.counted), changed.expiresAt);
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

export async function sweepPins(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  await sweepCounts(on, slice.before, slice.limit * mostScopes);
  return on.run(sweep, slice);
}
