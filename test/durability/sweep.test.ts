// A hundred thousand pins whose time is long over go while others are made.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { sweepInBatches } from '../../packages/server/src/app/batches.ts';
import { aPin, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';

const many = 100_000;

test('expired pins go in slices, and whoever makes a pin meanwhile is not kept waiting for all of them', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-sweep-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'linkpin.db');
  const store = await openSqliteStore({ file, keys: createKeys([makeSecretKey()]) });
  await store.pins.insert(aPin({ publicId: '1', expiresAt: t0 - 1 }), t0);
  const database = new DatabaseSync(file);
  const rowsOf = (): number => Number(database.prepare('select count(*) as rows from pins').get()?.['rows']);
  database.exec(`
    with recursive numbers(number) as (select 2 union all select number + 1 from numbers where number < ${many})
    insert into pins (key, dialect, handle, kind, version, ends_at, waits, code_hash, code_sealed, body)
    select 'key ' || number, dialect, number, kind, version, ends_at, waits, 'hash ' || number, code_sealed, body
    from pins, numbers where handle = '1'`);
  assert.equal(rowsOf(), many);

  let swept = false;
  const delays: number[] = [];
  const making = (async () => {
    while (!swept) {
      const start = performance.now();
      assert.equal(await store.pins.insert(aPin(), t0), 'ok');
      delays.push(performance.now() - start);
    }
  })();
  while ((await store.pins.sweep(t0, 1)) > 0) {
    await sweepInBatches(
      (limit) => store.pins.sweep(t0, limit),
      () => false,
    );
  }
  swept = true;
  await making;
  assert.equal(rowsOf(), delays.length, 'those that are over are gone, those that were made are there');
  assert.ok(delays.length > 100, `only ${delays.length} were made while ${many} went`);
  const sorted = delays.toSorted((one, other) => one - other);
  context.diagnostic(`${delays.length} made meanwhile, p99 ${sorted[Math.floor(delays.length * 0.99)]?.toFixed(1)} ms`);
  database.close();
  await store.close();
});
