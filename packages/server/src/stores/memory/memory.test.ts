import { storeContract } from '../contract/contract.ts';
import { createMemoryStore } from './store.ts';

storeContract('memory', async () => createMemoryStore());
