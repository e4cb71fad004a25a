// Whoever approves and the poll of the device may add the same grant at the same moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { aGrant } from '../../packages/server/src/stores/contract/samples.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { until } from '../support/until.ts';
import { freshDatabase } from './shared.ts';

/** The lock that holds up both when they have seen that nobody has added it, and before they do. */
const door = 4711;

// An index is filled in the order in which they were made: the one that waits for the door comes before those that keep rows
// from being there twice.
const holdsUp = [
  `create function door(text) returns text immutable language plpgsql as
    $$ begin perform pg_advisory_xact_lock_shared(${door}); return $1; end $$`,
  'create index grants_door on grants (door(id))',
  'alter table grants drop constraint grants_pkey cascade',
  'alter table grants drop constraint grants_token_hash_key',
  'alter table grants add primary key (id), add unique (token_hash)',
];

test('a grant that two add at once is there once, and neither fails', async (context) => {
  const database = await freshDatabase();
  const keeper = new pg.Client(database.adminUrl);
  const keys = createKeys([makeSecretKey()]);
  const address = readPostgresAddress(database.url);
  const stores = [
    await openPostgresStore({ address, keys, connections: 2 }),
    await openPostgresStore({ address, keys, connections: 2 }),
  ];
  context.after(async () => {
    await keeper.end();
    await Promise.all(stores.map((store) => store.close()));
    await database[Symbol.asyncDispose]();
  });
  for (const one of holdsUp) await database.sql(one);
  await keeper.connect();
  await keeper.query(`select pg_advisory_lock(${door})`);
  const grant = aGrant({ tokenHash: 'a hash' });
  const done = Promise.allSettled(stores.map((store) => store.grants.add(grant)));
  await until('both stand before the door', async () => {
    const waiting = await database.sql(
      `select count(*) from pg_locks where locktype = 'advisory' and objid = ${door} and not granted`,
    );
    return waiting === '2';
  });
  await keeper.query(`select pg_advisory_unlock(${door})`);
  assert.deepEqual(await done, [
    { status: 'fulfilled', value: true },
    { status: 'fulfilled', value: true },
  ]);
  for (const store of stores) assert.deepEqual(await store.grants.byId(grant.id), grant);
});
