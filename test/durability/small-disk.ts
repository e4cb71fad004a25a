// Run as a child, on a small disk of its own: fills it and finds that writes fail, reads go on, and writes work again
// by themselves once there is room. It ends with an error when something is not so.
import assert from 'node:assert/strict';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Pin } from '../../packages/server/src/domain/pin.ts';
import { aPin, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';

const [folder = ''] = process.argv.slice(2);
const file = join(folder, 'linkpin.db');
const ballast = join(folder, 'ballast');
const keys = createKeys([makeSecretKey()]);

/** Writes until nothing more goes, then gives back so many bytes. */
function fillUpTo(spare: number): void {
  const cushion = join(folder, 'cushion');
  if (spare > 0) fill(cushion, spare);
  fill(ballast, Number.POSITIVE_INFINITY);
  rmSync(cushion, { force: true });
}

function fill(path: string, most: number): void {
  const publicId = openSync(path, 'a');
  const block = Buffer.alloc(4096);
  try {
    for (let written = 0; written < most; written += block.length) writeSync(publicId, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(publicId);
  }
}

const store = await openSqliteStore({ file, keys });
const acknowledged: Pin[] = [];
const refused: Pin[] = [];
const insert = async (pin: Pin): Promise<void> => {
  try {
    assert.equal(await store.pins.insert(pin, t0), 'ok');
    acknowledged.push(pin);
  } catch (error) {
    assert.match((error as Error).message, /could not write: (database or disk is full|disk I\/O error)/);
    refused.push(pin);
  }
};
const finds = async (): Promise<void> => {
  for (const pin of acknowledged) assert.deepEqual(await store.pins.byPublicId('plex', pin.publicId), pin);
  for (const pin of refused) assert.equal(await store.pins.byId(pin.id), undefined);
};

for (let count = 0; count < 20; count += 1) await insert(aPin());
assert.equal(refused.length, 0);

// Room for a little: what is too big fails, and what was asked for at the same time does not.
fillUpTo(400_000);
const huge = aPin({ clientId: 'x'.repeat(8_000_000) });
await Promise.all([insert(aPin()), insert(huge), insert(aPin())]);
assert.deepEqual(refused, [huge]);
assert.equal(acknowledged.length, 22);
await finds();

// Room for nothing.
fillUpTo(0);
for (let count = 0; count < 200 && refused.length < 20; count += 1) {
  await Promise.all(Array.from({ length: 20 }, () => insert(aPin())));
}
assert.ok(refused.length >= 20, 'the disk is full');
// What is asked for to check takes the last crumbs.
await assert.rejects(async () => {
  for (let count = 0; count < 200; count += 1) await store.check();
}, /could not write/);
await finds();

// Room again.
rmSync(ballast);
const before = acknowledged.length;
await Promise.all(Array.from({ length: 20 }, () => insert(aPin())));
assert.equal(acknowledged.length, before + 20);
await store.check();
await finds();
await store.close();

const again = await openSqliteStore({ file, keys });
for (const pin of acknowledged) assert.deepEqual(await again.pins.byId(pin.id), pin);
await again.close();
const database = new DatabaseSync(file);
assert.deepEqual({ ...database.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' });
database.close();
console.log(`${acknowledged.length} acknowledged, ${refused.length} refused`);
