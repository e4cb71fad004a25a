import type { Address } from '../../domain/address.ts';

/**
 * Remembers which pending pins were polled from which networks beside the one that asked for them. It is kept beside
 * the pin, because a pending poll never writes to it; what is forgotten (a restart) comes back with the next poll.
 */
export interface Roamers {
  /** The pin was polled from there, and will matter until the given time in milliseconds since the epoch. */
  note(pinKey: string, from: Address, until: number): void;
  /** True when it was. */
  knows(pinKey: string, from: Address): boolean;
}
