import { storeContract } from '../../packages/server/src/stores/contract/contract.ts';
import { emptyStores } from './empty-stores.ts';

storeContract('PostgreSQL', emptyStores());
