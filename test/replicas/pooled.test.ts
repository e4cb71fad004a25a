// A pooler that gives each transaction another connection stands between, and the way past it is named.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { startPgbouncer } from '../postgres/pgbouncer.ts';
import { startServer } from '../postgres/server.ts';
import { until } from '../support/until.ts';
import { nodeAdapter, untilWaiting } from '../waiting/holding.ts';
import { deciding, protocols } from '../waiting/protocols.ts';

for (const [protocol, begin] of Object.entries(protocols)) {
  test(`a device signs in by ${protocol} at replicas behind a pooler`, async (context) => {
    const server = await startServer();
    const database = await server.freshDatabase();
    const pooler = await startPgbouncer(database.url);
    // What goes wrong is not only a 500 in the answer.
    const log = pino({ level: 'error' });
    const keys = [makeSecretKey()];
    const replicas = await Promise.all(
      ['one', 'other'].map(async (name) => {
        const store = await openPostgresStore({
          address: readPostgresAddress(pooler.through(database.url)),
          direct: readPostgresAddress(database.url),
          keys: createKeys(keys),
          connections: 4,
        });
        return createHarness(name, { store, keys, clock: movableClock(() => store.clock.now()), log });
      }),
    );
    context.after(async () => {
      await Promise.all(replicas.map(({ service }) => service.close()));
      await pooler[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    });
    const [one, other] = replicas;
    assert.ok(one && other);
    const tv = await begin(one, nodeAdapter(await one.service.listen()));
    assert.ok(tv.isPending(await tv.poll()));
    one.clock.pass(6000);
    const held = tv.poll({ prefer: 'wait=25' });
    await untilWaiting(one, 1);
    await deciding(other, tv.code).approve();
    const first = await held;
    if (tv.hasToken(first)) return;
    // Opening the code was news of its own.
    await until('the token is there', async () => {
      one.clock.pass(6000);
      return tv.hasToken(await tv.poll());
    });
  });
}
