import { sql } from '#kysely';
import { foldCode, type CodeKind } from '../../domain/code.ts';
import type { IssueRules } from '../../domain/issue-limits.ts';
import { countedAs, isWaiting, overallScope, retentionCutoff } from '../../domain/live-counts.ts';
import { listedIn } from '../../domain/nearby.ts';
import { endOf, type Protocol, type Pin, type Requester } from '../../domain/pin.ts';
import type { Keys } from '../../service/ports/keys.ts';
import type { EndedPins, Inserted, PinStore, ReplaceOptions } from '../../service/ports/pin-store.ts';
import type { ExpiryCursor } from '../../service/ports/audit-log.ts';
import type { Sql } from './sql.ts';
import type { Memory } from './memory.ts';
import type { PinRow } from './schema.ts';
import { statement } from './statement.ts';
import { rowOf } from './audit-rows.ts';
import type { Writer } from './writer.ts';

/** The columns of a pin without its code. */
const withoutCode = [
  'key',
  'dialect',
  'handle',
  'kind',
  'version',
  'body',
] as const satisfies readonly (keyof PinRow)[];

/** The columns of a pin. */
const columns = [...withoutCode, 'code_sealed'] as const;

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('pins').select(columns).where('key', '=', the('id')),
);

const byPublicId = statement<{ dialect: string; handle: string }>()((db, the) =>
  db.selectFrom('pins').select(columns).where('dialect', '=', the('dialect')).where('handle', '=', the('handle')),
);

const liveByCode = statement<{ lookups: string; now: number }>()((db, the, words) =>
  db
    .selectFrom('pins')
    .select(columns)
    .where(words.isListed('code_hash', the('lookups')))
    .where('ends_at', '>', the('now')),
);

const endedAfter = statement<ExpiryCursor & { until: number; limit: number }>()((db, the) =>
  db
    .selectFrom('pins')
    .select(['key', 'dialect', 'ends_at', 'client_id', 'address', 'state'])
    .where('ends_at', '>=', the('endsAt'))
    .where('ends_at', '<=', the('until'))
    .where((pin) => pin.or([pin('ends_at', '>', the('endsAt')), pin('key', '>', the('id'))]))
    .orderBy('ends_at')
    .orderBy('key')
    .limit(the('limit')),
);

const waitingIn = statement<{ network: string; now: number; limit: number }>()((db, the) =>
  db
    .selectFrom('pins')
    .select(withoutCode)
    .where('local_network', '=', the('network'))
    .where((pin) => pin('waits', '=', pin.lit(1)))
    .where('ends_at', '>', the('now'))
    .orderBy('ends_at', 'desc')
    .limit(the('limit')),
);

// The words of the index, which SQLite uses only where they stand as they are there.
const pendingAfter = statement<ExpiryCursor & { now: number; limit: number }>()((db, the) =>
  db
    .selectFrom('pins')
    .select(columns)
    .where(sql<boolean>`waits = 1`)
    .where('ends_at', '>', the('now'))
    .where('ends_at', '>=', the('endsAt'))
    .where((pin) => pin.or([pin('ends_at', '>', the('endsAt')), pin('key', '>', the('id'))]))
    .orderBy('ends_at')
    .orderBy('key')
    .limit(the('limit')),
);

const byMinute = statement<{ scope: string }>()((db, the) =>
  db.selectFrom('pin_counts').select(['minute', 'codes']).where('scope', '=', the('scope')).orderBy('minute', 'desc'),
);

/** Pins in an SQL database. A code is kept as a keyed hash to find it by, and sealed to show it; its clear text never arrives. */
export class SqlPins implements PinStore {
  readonly #reader: Sql;
  readonly #writer: Writer;
  readonly #keys: Keys;
  readonly #memory: Pick<Memory, 'pins' | 'changes'>;

  constructor(reader: Sql, writer: Writer, keys: Keys, memory: Pick<Memory, 'pins' | 'changes'>) {
    this.#reader = reader;
    this.#writer = writer;
    this.#keys = keys;
    this.#memory = memory;
  }

  async insert(pin: Pin, now: number, rules?: IssueRules): Promise<Inserted> {
    const lookups = this.#keys.codeLookups(foldCode(pin.code));
    const row: PinRow = {
      key: pin.id,
      dialect: pin.protocol,
      handle: pin.publicId,
      kind: pin.kind,
      version: pin.version,
      ends_at: endOf(pin),
      waits: waitsOf(pin),
      code_hash: lookups[0] ?? null,
      code_sealed: this.#keys.seal('pin-code', pin.code),
      client_id: pin.clientId,
      address: pin.requester.address,
      state: pin.state.at,
      body: bodyOf(pin),
      local_network: listedIn(pin),
    };
    const { pins, changes } = this.#memory;
    const changedBefore = changes.pins;
    const inserted = await this.#writer.write('insertPin', {
      row,
      lookups: JSON.stringify(lookups),
      now,
      counted: countedAs(pin),
      expiresAt: pin.expiresAt,
      rules,
    });
    // Whatever changes it from now on is a change that is yet to be looked for.
    if (inserted === 'ok' && changes.pins === changedBefore) pins.keep(pin);
    return inserted;
  }

  async byPublicId(dialect: Protocol, handle: string): Promise<Pin | undefined> {
    this.#memory.changes.look();
    const pin = this.#read(await this.#reader.get(byPublicId, { dialect, handle }));
    if (pin !== undefined) this.#memory.pins.keep(pin);
    return pin;
  }

  /** See `DriverCache`. */
  peek(dialect: Protocol, handle: string, now: number): Pin | undefined {
    return this.#memory.changes.look() ? this.#memory.pins.find(dialect, handle, now) : undefined;
  }

  async byCode(foldedCode: string, now: number): Promise<Pin | undefined> {
    const lookups = JSON.stringify(this.#keys.codeLookups(foldedCode));
    return this.#read(await this.#reader.get(liveByCode, { lookups, now }));
  }

  async byId(id: string): Promise<Pin | undefined> {
    return this.#read(await this.#reader.get(byId, { id }));
  }

  async replace(next: Pin, expectedVersion: number, { entries = [] }: ReplaceOptions = {}): Promise<boolean> {
    const replaced = await this.#writer.write('replacePin', {
      key: next.id,
      version: next.version,
      expectedVersion,
      ends_at: endOf(next),
      waits: waitsOf(next),
      body: bodyOf(next),
      entries: entries.map(rowOf),
      state: next.state.at,
      counted: countedAs(next),
      expiresAt: next.expiresAt,
    });
    this.#memory.pins.forget(next.protocol, next.publicId);
    this.#memory.changes.lookSoon();
    return replaced;
  }

  async waitingIn(network: string, now: number, limit: number): Promise<readonly Omit<Pin, 'code'>[]> {
    const rows = await this.#reader.all(waitingIn, { network, now, limit });
    return rows.map(readRow);
  }

  async waitingAfter(mark: ExpiryCursor, now: number, limit: number): Promise<readonly Pin[]> {
    const rows = await this.#reader.all(pendingAfter, { ...mark, now, limit });
    return rows.map((row) => this.#read(row)).filter((pin) => pin !== undefined);
  }

  async endedAfter(mark: ExpiryCursor, until: number, limit: number): Promise<EndedPins> {
    const ended = await this.#reader.all(endedAfter, { ...mark, until, limit });
    const pins = ended
      .filter(({ state }) => state === 'pending')
      .map((row) => ({
        endsAt: row.ends_at,
        id: row.key,
        protocol: row.dialect as Protocol,
        clientId: row.client_id ?? '',
        requester: { address: row.address },
      }));
    const last = ended.at(-1);
    return { pins, to: last && { endsAt: last.ends_at, id: last.key } };
  }

  async retentionCutoff(most: number): Promise<number> {
    const minutes = await this.#reader.all(byMinute, { scope: overallScope });
    return retentionCutoff(
      minutes.map(({ minute, codes }) => [minute, codes]),
      most,
    );
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepPins', { before, limit });
  }

  /** A pin whose code no key can open any more is as good as forgotten. */
  #read(row: Pick<PinRow, (typeof columns)[number]> | undefined): Pin | undefined {
    const code = row === undefined ? undefined : this.#keys.unseal('pin-code', row.code_sealed);
    return row === undefined || code === undefined ? undefined : { ...readRow(row), code };
  }
}

function readRow(row: Pick<PinRow, (typeof withoutCode)[number]>): Omit<Pin, 'code'> {
  const { holder, ask, requester, ...body } = JSON.parse(row.body) as Body;
  const { claims, ...sender } = requester;
  return {
    ...body,
    clientId: holder,
    authorizationRequest: ask,
    requester: { ...sender, deviceInfo: claims },
    id: row.key,
    protocol: row.dialect as Protocol,
    publicId: row.handle,
    kind: row.kind as CodeKind,
    version: row.version,
  };
}

const waitsOf = (pin: Pin): 0 | 1 => (isWaiting(pin) ? 1 : 0);

/** The JSON in `body`, with the names of the first schema. It keeps members that only a newer version knows. */
interface Body extends Omit<
  Pin,
  'id' | 'protocol' | 'publicId' | 'kind' | 'code' | 'version' | 'clientId' | 'authorizationRequest' | 'requester'
> {
  readonly holder: Pin['clientId'];
  readonly ask: Pin['authorizationRequest'];
  readonly requester: Omit<Requester, 'deviceInfo'> & { readonly claims: Requester['deviceInfo'] };
}

function bodyOf({
  id: _id,
  protocol: _protocol,
  publicId: _publicId,
  kind: _kind,
  code: _code,
  version: _version,
  clientId,
  authorizationRequest,
  requester: { deviceInfo, ...sender },
  ...rest
}: Pin): string {
  return JSON.stringify({
    ...rest,
    holder: clientId,
    ask: authorizationRequest,
    requester: { ...sender, claims: deviceInfo },
  } satisfies Body);
}
