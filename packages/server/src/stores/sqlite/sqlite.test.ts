import { storeContract } from '../contract.testing.ts';
import { openTemporary } from './temporary.testing.ts';

storeContract('SQLite', openTemporary);
