import { keysToTry, triedKeys } from '../../domain/device-key.ts';
import type { DeviceKeys, KeyRegistered, RegisteredKey } from '../../service/ports/device-keys.ts';
import type { Connection } from './connection.ts';
import { keyOf } from './device-key-rows.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const named = statement<{ holder: string; kid: string }>()((db, the) =>
  db
    .selectFrom('device_keys')
    .selectAll()
    .where('holder', '=', the('holder'))
    .where('kid', '=', the('kid'))
    .orderBy('registered_at', 'desc')
    .limit(triedKeys),
);

const others = statement<{ holder: string; kid: string }>()((db, the) =>
  db
    .selectFrom('device_keys')
    .selectAll()
    .where('holder', '=', the('holder'))
    .where('kid', '!=', the('kid'))
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

  async register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered> {
    return this.#queue.write('registerDeviceKey', { key, proven });
  }

  async listOf(holder: string, kid: string): Promise<readonly RegisteredKey[]> {
    const rows = [named, others].flatMap((newest) => this.#reader.all(newest, { holder, kid }));
    return keysToTry(rows.map(keyOf), kid);
  }

  async ofGrant(grantId: string, holder: string): Promise<RegisteredKey | undefined> {
    const row = this.#reader.get(ofGrant, { grantId, holder });
    return row === undefined ? undefined : keyOf(row);
  }
}
