import type { WeakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import { accepted } from '../domain/result.ts';
import type { UseCasePorts } from '../http/server/context.ts';

const within = accepted(undefined);

/** More than a store can hold; not infinite, because limits are computed with. */
const unreachable = 2 ** 40;

/** Codes never grow: no number of guesses is counted against them. */
const shortCodes: WeakCodes = {
  symbols: plexCodes.weak.alphabet.length,
  short: plexCodes.weak.length,
  isPinned: false,
  guesses: { short: 1 / unreachable, long: 1 / unreachable },
};

/**
 * Limits that are never reached, for a service that only tests talk to: a suite asks for more pins, and types more wrong
 * codes, than all people of a household. No setting leads here.
 */
export const noLimits: Pick<UseCasePorts, 'limits' | 'failedLookups' | 'codeAttempts' | 'issuing'> = {
  limits: { spend: async () => within },
  failedLookups: { count: async () => within, allow: async () => within },
  codeAttempts: {
    take: async () =>
      accepted({ nearOnly: false, reaches: () => true, release: async () => {}, confirm: async () => {} }),
    formatFor: (_kind, format) => format,
  },
  issuing: {
    perNetwork: unreachable,
    overall: unreachable,
    guessesPerDay: 0,
    weak: shortCodes,
    expectedLength: () => undefined,
    learn: () => {},
  },
};
