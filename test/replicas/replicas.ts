// Services in this process, each with a store of its own on one PostgreSQL database, as replicas are.
import type { TestContext } from 'node:test';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore, type PostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys, makeSecretKey, type SecretKey } from '../../packages/server/src/tokens/keys.ts';
import type { Database } from '../postgres/databases.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness, type Harness } from '../harness/service.ts';

/** A replica: a service and its store. */
export interface Replica extends Harness {
  readonly store: Harness['store'] & PostgresStore;
}

/** Replicas of one service. */
export interface Replicas {
  readonly database: Database;
  readonly keys: readonly SecretKey[];
  /**
   * Starts one more.
   *
   * @param sweeps false for one that never does
   */
  start(name: string, sweeps?: boolean): Promise<Replica>;
}

/** An empty database, and what starts replicas on it; all end with the test. */
export const replicasFor = async (context: TestContext): Promise<Replicas> =>
  replicasOn(context, await freshDatabase());

/** What starts replicas on an empty database; all end with the test. */
export async function replicasOn(context: TestContext, database: Database): Promise<Replicas> {
  const keys = [makeSecretKey()];
  const running: Harness[] = [];
  context.after(async () => {
    await Promise.all(running.map(({ service }) => service.close()));
    await database[Symbol.asyncDispose]();
  });
  return {
    database,
    keys,
    async start(name, sweeps = true) {
      const address = readPostgresAddress(database.url);
      const opened = await openPostgresStore({ address, keys: createKeys(keys), connections: 4 });
      const store = sweeps ? opened : { ...opened, leads: () => false };
      const harness = createHarness(name, { store, keys, clock: movableClock(() => store.clock.now()) });
      running.push(harness);
      return harness as Replica;
    },
  };
}
