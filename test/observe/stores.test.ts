// What stores measure of themselves: an SQLite file with its writer, and two replicas on a PostgreSQL database.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Durations } from '../../packages/server/src/domain/durations.ts';
import { aPin } from '../../packages/server/src/domain/pin.testing.ts';
import type { StoreMetrics } from '../../packages/server/src/service/ports/store-metrics.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { joinSqliteStore, openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { until } from '../support/until.ts';

const keys = createKeys([makeSecretKey()]);
const countOf = (durations: Durations | undefined): number =>
  durations?.counts.reduce((sum, count) => sum + count, 0) ?? assert.fail('nothing is measured');

test('an SQLite store tells of all commits in the thread that opened it, and of waiting writes in each', async (t: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-metrics-'));
  const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys });
  const joined = await joinSqliteStore(store.invite(), keys);
  t.after(async () => {
    await joined.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const measured = (): StoreMetrics => store.metrics?.() ?? assert.fail('no metrics');
  const before = countOf(measured().commits?.synced);
  const pin = aPin();
  const inserting = joined.pins.insert(pin, 0);
  assert.deepEqual(joined.metrics?.(), { waitingWrites: 1 });
  await inserting;
  assert.equal(joined.metrics?.().waitingWrites, 0);
  assert.equal(countOf(measured().commits?.synced), before + 1);
  const opened = { ...pin, version: pin.version + 1, state: { at: 'pending', opened: null } } as const;
  const unsynced = countOf(measured().commits?.unsynced);
  assert.equal(await store.pins.replace(opened, pin.version), true);
  assert.equal(countOf(measured().commits?.unsynced), unsynced + 1);
  assert.ok((measured().commits?.synced.sum ?? 0) > 0);
});

test('a PostgreSQL store tells of statements, connections, looks and the bell between replicas', async (t: TestContext) => {
  const { url } = await freshDatabase();
  const [one, other] = [
    await openPostgresStore({ address: readPostgresAddress(url), keys }),
    await openPostgresStore({ address: readPostgresAddress(url), keys }),
  ];
  t.after(() => Promise.all([one.close(), other.close()]));
  const { statements, connections, looks } = one.metrics?.() ?? assert.fail('no metrics');
  assert.ok(countOf(statements) > 0);
  assert.ok((connections?.open ?? 0) > 0);
  assert.ok(countOf(looks?.answered) > 0);
  assert.deepEqual([looks?.failed, connections?.waiting], [0, 0]);
  const pin = aPin();
  const inserting = one.pins.insert(pin, 0);
  assert.equal(one.metrics?.().waitingWrites, 1);
  await inserting;
  const denied = {
    ...pin,
    version: pin.version + 1,
    state: { at: 'denied', by: 'ada', deniedAt: 1, why: 'said-no' },
  } as const;
  assert.equal(await one.pins.replace(denied, pin.version), true);
  await until('the other was rung', () => (other.metrics?.().bell?.heard ?? 0) > 0);
  assert.ok((one.metrics?.().bell?.rung ?? 0) > 0);
  assert.equal(one.metrics?.().bell?.heard, 0);
  assert.equal(one.metrics?.().waitingWrites, 0);
});
