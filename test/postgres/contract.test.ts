import assert from 'node:assert/strict';
import { storeContract } from '../../packages/server/src/stores/contract/contract.ts';
import { emptyStores } from './empty-stores.ts';

const take = emptyStores();

storeContract('PostgreSQL', async () => {
  const [store] = await take();
  assert.ok(store);
  return store;
});
