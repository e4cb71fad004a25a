import { keysToTry, triedKeys } from '../../domain/device-key.ts';
import type { DeviceKeys, KeyRegistered, RegisteredKey } from '../../service/ports/device-keys.ts';
import type { Sql } from './sql.ts';
import { keyOf } from './device-key-rows.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

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

/** Device keys in an SQL database. */
export class SqlDeviceKeys implements DeviceKeys {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered> {
    return this.#writer.write('registerDeviceKey', { key, proven });
  }

  async listOf(holder: string, kid: string): Promise<readonly RegisteredKey[]> {
    const newest = [await this.#reader.all(named, { holder, kid }), await this.#reader.all(others, { holder, kid })];
    return keysToTry(newest.flat().map(keyOf), kid);
  }

  async ofGrant(grantId: string, holder: string): Promise<RegisteredKey | undefined> {
    const row = await this.#reader.get(ofGrant, { grantId, holder });
    return row === undefined ? undefined : keyOf(row);
  }
}
