import { storeContract } from '../contract.testing.ts';
import { createMemoryStore } from './store.ts';

storeContract('memory', async () => createMemoryStore());
