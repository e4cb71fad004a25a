// The database goes away in the middle of what a replica does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreBusyError } from '../../packages/server/src/service/ports/busy.ts';
import { aGrant, anAccount, aSession } from '../../packages/server/src/stores/contract/samples.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { startServer } from '../postgres/server.ts';
import { until } from '../support/until.ts';

test('every operation is told that the store is busy, nothing else breaks, and all goes on afterwards', async (context) => {
  const server = await startServer();
  context.after(() => server[Symbol.asyncDispose]());
  const database = await server.freshDatabase();
  const keys = createKeys([makeSecretKey()]);
  const store = await openPostgresStore({ address: readPostgresAddress(database.url), keys });
  context.after(() => store.close());
  const account = anAccount();
  assert.ok('added' in (await store.accounts.add(account, { by: 'operator' }, 0)));
  const change = { id: account.id, replaces: 'x', passwordHash: 'y', keep: null, at: 0 };
  const operations: readonly (() => Promise<unknown>)[] = [
    () => store.accounts.setPassword(change),
    () => store.grants.add(aGrant({ account: account.id })),
    () => store.sessions.add(aSession({ account: account.id }), account.passwordHash),
    () => store.budgets.spend([{ key: 'k', limit: 1, period: 1000 }], 0),
    () => store.accounts.byId(account.id),
    () => store.check(),
  ];
  await server.pause();
  const busy = operations.map((operation) => assert.rejects(operation(), StoreBusyError));
  await Promise.all(busy);
  await server.kill();
  await Promise.all(operations.map((operation) => assert.rejects(operation(), StoreBusyError)));
  await server.start();
  await until('the store can be used again', () =>
    store.accounts.byId(account.id).then(
      (found) => found?.id === account.id,
      () => false,
    ),
  );
  await store.check();
});
