import type { Keys } from '../../service/ports/keys.ts';
import { migrations } from '../sql/migrations/all.ts';
import { passkeyCounts, readPasskeyCounts, type StoreReport } from '../sql/store-report.ts';
import { Connections } from './connections.ts';
import { refuseOtherKeys } from './key-check.ts';
import { missingMigrations } from './migrate.ts';
import type { PostgresMigration } from './store.ts';

/**
 * Looks at a PostgreSQL store, and changes nothing. Services may run on it.
 *
 * @param keys undefined when there are none yet
 * @throws PostgresStartError, StoreTooNewError, OtherKeysError
 */
export async function inspectPostgresStore(
  { address, direct, waitFor = 5000 }: PostgresMigration,
  keys: Pick<Keys, 'codeLookups'> | undefined,
): Promise<StoreReport> {
  if (direct !== undefined) await (await Connections.open(address, { pooled: true, most: 1, waitFor })).close();
  const connections = await Connections.open(direct ?? address, { most: 1, waitFor });
  try {
    const pending = await missingMigrations(connections, address.database, migrations.postgres);
    const has = (migration: string): boolean => !pending.includes(migration);
    if (keys !== undefined && has('0014-replicas')) await refuseOtherKeys(connections, address.database, keys);
    const { rows } = await connections.query({
      text: `select extract(epoch from clock_timestamp()) * 1000 as now, current_setting('server_encoding') as encoding`,
    });
    const encoding = String(rows[0]?.['encoding']);
    const passkeys = has('0017-passkeys') ? (await connections.query({ text: passkeyCounts })).rows : [];
    return {
      pending,
      passkeys: readPasskeyCounts(passkeys),
      clock: Number(rows[0]?.['now']),
      warnings: [
        ...(await connections.warnings()),
        ...(encoding === 'UTF8' ? [] : [`The database keeps its text in ${encoding}, and it has to be UTF8.`]),
      ],
    };
  } finally {
    await connections.close();
  }
}
