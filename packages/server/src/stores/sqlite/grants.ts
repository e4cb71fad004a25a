import { sql } from '#kysely';
import { lastUsedFirst, type Grant } from '../../domain/grant.ts';
import type { Protocol } from '../../domain/pin.ts';
import type { GrantOptions, Grants } from '../../service/ports/grants.ts';
import type { Connection } from './connection.ts';
import type { GrantRow } from './schema.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('id', '=', the('id')).where('revoked_at', 'is', null),
);

const byTokenHash = statement<{ tokenHash: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('token_hash', '=', the('tokenHash')),
);

const listFor = statement<{ account: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('account', '=', the('account')),
);

// The migration's index is on these very expressions.
const listOf = statement<{ dialect: string; holder: string }>()((db, the) =>
  db
    .selectFrom('grants')
    .selectAll()
    .where(sql`body ->> '$.holder'`, '=', the('holder'))
    .where(sql`body ->> '$.dialect'`, '=', the('dialect')),
);

/** Grants in SQLite. */
export class SqliteGrants implements Grants {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(grant: Grant, { passwordHash }: GrantOptions = {}): Promise<boolean> {
    return this.#queue.write('addGrant', { row: rowOf(grant), passwordHash });
  }

  async byId(id: string): Promise<Grant | undefined> {
    const row = this.#reader.get(byId, { id });
    return row === undefined ? undefined : grantOf(row);
  }

  async byTokenHash(tokenHash: string): Promise<Grant | undefined> {
    const row = this.#reader.get(byTokenHash, { tokenHash });
    return row === undefined ? undefined : grantOf(row);
  }

  async listFor(account: string): Promise<readonly Grant[]> {
    return lastUsedFirst(this.#reader.all(listFor, { account }).map(grantOf));
  }

  async listOf(dialect: Protocol, holder: string): Promise<readonly Grant[]> {
    return this.#reader.all(listOf, { dialect, holder }).map(grantOf);
  }

  async replace(next: Grant, expectedVersion: number): Promise<boolean> {
    return this.#queue.write('replaceGrant', { row: rowOf(next), expectedVersion });
  }

  async revoke(id: string, account: string, at: number): Promise<boolean> {
    return this.#queue.write('revokeGrant', { id, account, at });
  }
}

/** The JSON in `body`, with the names of the first schema, which queries and an index use. */
type Body = Omit<
  Grant,
  | 'id'
  | 'account'
  | 'tokenHash'
  | 'approvedBy'
  | 'name'
  | 'linkedAt'
  | 'collectedAt'
  | 'collectedFrom'
  | 'collectedElsewhere'
  | 'lastSeenAt'
  | 'version'
  | 'protocol'
  | 'clientId'
  | 'deviceInfo'
> & {
  readonly dialect: Grant['protocol'];
  readonly holder: Grant['clientId'];
  readonly claims: Grant['deviceInfo'];
};

function rowOf({
  id,
  account,
  tokenHash,
  approvedBy,
  name,
  linkedAt,
  collectedAt,
  collectedFrom,
  collectedElsewhere,
  lastSeenAt,
  version,
  protocol,
  clientId,
  deviceInfo,
  ...rest
}: Grant): GrantRow {
  return {
    id,
    account,
    token_hash: tokenHash,
    approved_by: approvedBy,
    name,
    linked_at: linkedAt,
    collected_at: collectedAt,
    collected_from: collectedFrom,
    collected_elsewhere: collectedElsewhere ? 1 : 0,
    last_seen_at: lastSeenAt,
    revoked_at: null,
    version,
    body: JSON.stringify({ ...rest, dialect: protocol, holder: clientId, claims: deviceInfo } satisfies Body),
  };
}

/** A live grant's row; only a revoked one lacks what is asked for here. */
function grantOf(row: GrantRow): Grant {
  const { dialect, holder, claims, ...body } = JSON.parse(row.body ?? '{}') as Body;
  return {
    ...body,
    protocol: dialect,
    clientId: holder,
    deviceInfo: claims,
    id: row.id,
    account: row.account ?? '',
    tokenHash: row.token_hash,
    approvedBy: row.approved_by,
    name: row.name ?? '',
    linkedAt: row.linked_at ?? 0,
    collectedAt: row.collected_at,
    collectedFrom: row.collected_from,
    collectedElsewhere: row.collected_elsewhere === 1,
    lastSeenAt: row.last_seen_at,
    version: row.version,
  };
}
