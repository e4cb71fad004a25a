import { scopesOf } from '../../domain/live-counts.ts';
import { planNewPin } from '../../domain/new-pin.ts';
import type { Inserted } from '../../service/ports/pin-store.ts';
import type { NewPin } from '../sql/new-pin-row.ts';
import { countIn, countsFor } from './pin-counts.ts';
import type { PinRow } from '../sql/schema.ts';
import type { Connection } from './connection.ts';
import { statement } from '../sql/statement.ts';

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
    local_network: the('local_network'),
  }),
);

/** Inserts a pin if `planNewPin` allows it. */
export function insertPin(on: Connection, { row, lookups, now, counted, expiresAt, rules }: NewPin): Inserted {
  const sameId = on.get(byPublicId, row);
  const sameCode = on.all(withCode, { lookups });
  const scopes = scopesOf(counted.kind, counted.address);
  const plan = planNewPin(counted, now, rules, {
    publicIdEndsAt: sameId?.ends_at,
    codeEndsAt: sameCode.map(({ ends_at: endsAt }) => endsAt),
    scopes,
    counts: countsFor(on, scopes, now),
  });
  if (!plan.ok) return plan.refusal;
  if (sameCode.length > 0) on.run(giveUpCode, { lookups });
  if (sameId !== undefined) on.run(forget, sameId);
  on.run(add, row);
  countIn(on, { ...plan.value, expiresAt, waiting: row.waits });
  return 'ok';
}
