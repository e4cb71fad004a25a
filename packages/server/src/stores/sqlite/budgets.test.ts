import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { t0 } from '../contract/samples.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

const want = { key: 'guesses', limit: 5, period: 86_400_000 };

test('a budget goes on where it was when the store is opened again', async (context) => {
  const options = { file: join(folderFor(context), 'linkpin.db'), keys: createKeys([makeSecretKey()]) };
  const before = await openSqliteStore(options);
  for (let count = 0; count < 3; count += 1) await before.budgets.spend([want], t0);
  await before.close();
  const after = await openSqliteStore(options);
  assert.equal(await after.budgets.spent(want, t0), 3);
  for (let count = 0; count < 2; count += 1) assert.equal(await after.budgets.spend([want], t0), undefined);
  assert.notEqual(await after.budgets.spend([want], t0), undefined);
  await after.close();
});

test('two stores on one file, as two processes have them, share a budget', async (context) => {
  const options = { file: join(folderFor(context), 'linkpin.db'), keys: createKeys([makeSecretKey()]) };
  const stores = [await openSqliteStore(options), await openSqliteStore(options)];
  const told = await Promise.all(
    Array.from({ length: 32 }, (_, index) => stores[index % 2]?.budgets.spend([want], t0)),
  );
  assert.equal(told.filter((exhausted) => exhausted === undefined).length, 5);
  for (const store of stores) await store.close();
});
