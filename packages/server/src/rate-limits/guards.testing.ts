import type { PinPorts } from '../service/pins/pin-ports.ts';
import type { Budgets } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import { createIssuing } from './issuing.ts';
import { createReadMisses } from './read-misses.ts';
import { createRoamers } from './roamers.ts';

/** Real guards with room for whatever a test asks for, and codes of their shortest length. */
export const roomyGuards = (budgets: Budgets, clock: Clock): Pick<PinPorts, 'issuing' | 'misses' | 'roamers'> => ({
  issuing: createIssuing({ perNetwork: 10_000, overall: 100_000, guessesPerDay: 1 }),
  misses: createReadMisses(budgets, clock),
  roamers: createRoamers(clock),
});
