import { storeContract } from '../contract.testing.ts';
import { emptyStores } from './temporary.testing.ts';

storeContract('SQLite', emptyStores());
