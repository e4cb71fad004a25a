import type { Issuing } from '../service/ports/issuing.ts';
import { createIssuing } from './issuing.ts';

/** Room for whatever a test asks for, and codes of their shortest length. */
export const roomyIssuing = (): Issuing => createIssuing({ perNetwork: 10_000, overall: 100_000, guessesPerDay: 1 });
