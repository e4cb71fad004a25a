import { storeContract } from '../contract/contract.ts';
import { emptyStores } from './temporary.testing.ts';

storeContract('SQLite', emptyStores());
