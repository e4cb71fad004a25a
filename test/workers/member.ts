// A thread beside the test's own: one more service on the same store, with a port of its own so that a test can choose.
import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { createService } from '../../packages/server/src/app/create-service.ts';
import type { WorkerGroup } from '../../packages/server/src/app/worker-group.ts';
import type { SettingsInput } from '../../packages/server/src/config/settings.ts';
import { joinSqliteStore, type SqliteInvitation } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, type SecretKey } from '../../packages/server/src/tokens/keys.ts';

/** What a member is given. */
export interface MemberOrders {
  readonly keys: readonly SecretKey[];
  readonly workerGroup: WorkerGroup;
  readonly store: SqliteInvitation;
  readonly settings: SettingsInput;
  /** The time at which its clock stands. */
  readonly now: number;
}

const { keys, workerGroup, store, settings, now } = workerData as MemberOrders;
const service = createService({
  keys,
  settings,
  workerGroup: { ...workerGroup, isLeader: false },
  store: await joinSqliteStore(store, createKeys(keys)),
  clock: { now: () => now },
  log: pino({ level: 'silent' }),
});
parentPort?.on('message', () => {
  void service.close().then(() => parentPort?.close());
});
parentPort?.postMessage(await service.listen());
