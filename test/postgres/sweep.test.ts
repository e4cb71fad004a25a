import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { freshDatabase } from './shared.ts';

test('a sweep of pins forgets the notes of changes that every replica has seen, and no others', async (context) => {
  const database = await freshDatabase();
  const store = await openPostgresStore({
    address: readPostgresAddress(database.url),
    keys: createKeys([makeSecretKey()]),
  });
  context.after(async () => {
    await store.close();
    await database[Symbol.asyncDispose]();
  });
  await database.sql(
    "insert into pin_changes (pin, at) values ('old', now() - interval '11 minutes'), ('young', now() - interval '9 minutes')",
  );
  await store.pins.sweep(0, 1);
  assert.equal(await database.sql('select pin from pin_changes'), 'young');
});
