import { sql } from '#kysely';
import { triedKeys, type DeviceKeys, type KeyRegistered, type RegisteredKey } from '../../service/ports/device-keys.ts';
import type { Connection } from './connection.ts';
import type { DeviceKeyRow } from './schema.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const listOf = statement<{ holder: string; kid: string }>()((db, the) =>
  db
    .selectFrom('device_keys')
    .selectAll()
    .where('holder', '=', the('holder'))
    .orderBy(sql`kid = ${the('kid')}`, 'desc')
    .orderBy('registered_at', 'desc')
    .limit(triedKeys),
);

const ofGrant = statement<{ grantId: string; holder: string }>()((db, the) =>
  db.selectFrom('device_keys').selectAll().where('grant_id', '=', the('grantId')).where('holder', '=', the('holder')),
);

/** Device keys in SQLite. */
export class SqliteDeviceKeys implements DeviceKeys {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async register(
    { grantId, registeredAt, clientId, thumbprint, account, x, kid }: RegisteredKey,
    proven: boolean,
  ): Promise<KeyRegistered> {
    const row = { holder: clientId, thumbprint, grant_id: grantId, account, x, kid, registered_at: registeredAt };
    return this.#queue.write('registerDeviceKey', { row, proven });
  }

  async listOf(holder: string, kid: string): Promise<readonly RegisteredKey[]> {
    return this.#reader.all(listOf, { holder, kid }).map(keyOf);
  }

  async ofGrant(grantId: string, holder: string): Promise<RegisteredKey | undefined> {
    const row = this.#reader.get(ofGrant, { grantId, holder });
    return row === undefined ? undefined : keyOf(row);
  }
}

function keyOf({
  grant_id: grantId,
  registered_at: registeredAt,
  holder: clientId,
  ...rest
}: DeviceKeyRow): RegisteredKey {
  return { ...rest, clientId, grantId, registeredAt };
}
