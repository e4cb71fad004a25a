import type { Keys } from '../../service/ports/keys.ts';
import { migrations } from '../sql/migrations/all.ts';
import { passkeyCounts, readPasskeyCounts, type StoreReport } from '../sql/store-report.ts';
import { Connections } from './connections.ts';
import { refuseOtherKeys } from './key-check.ts';
import { missingMigrations } from './migrate.ts';
import type { PostgresMigration } from './store.ts';

/** What can be said of a PostgreSQL store that is only looked at. */
export interface PostgresReport extends StoreReport {
  /** Whether the server archives its log of changes (`archive_mode`). */
  readonly archives: boolean;
}

/**
 * Looks at a PostgreSQL store, and changes nothing. Services may run on it.
 *
 * @param keys undefined when there are none yet
 * @throws PostgresStartError, StoreTooNewError, OtherKeysError
 */
export async function inspectPostgresStore(
  { address, direct, waitFor = 5000 }: PostgresMigration,
  keys: Pick<Keys, 'codeLookups'> | undefined,
): Promise<PostgresReport> {
  if (direct !== undefined) await (await Connections.open(address, { pooled: true, most: 1, waitFor })).close();
  const connections = await Connections.open(direct ?? address, { most: 1, waitFor });
  try {
    const pending = await missingMigrations(connections, address.database, migrations.postgres);
    const has = (migration: string): boolean => !pending.includes(migration);
    if (keys !== undefined && has('0014-replicas')) await refuseOtherKeys(connections, address.database, keys);
    const { rows } = await connections.query({
      text: `select extract(epoch from clock_timestamp()) * 1000 as now, current_setting('archive_mode') <> 'off' as archives`,
    });
    const passkeys = has('0017-passkeys') ? (await connections.query({ text: passkeyCounts })).rows : [];
    return {
      pending,
      passkeys: readPasskeyCounts(passkeys),
      clock: Number(rows[0]?.['now']),
      warnings: await connections.warnings(),
      archives: rows[0]?.['archives'] === true,
    };
  } finally {
    await connections.close();
  }
}
