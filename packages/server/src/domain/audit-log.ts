// Pure: no I/O, no clock, no randomness. What becomes of the entries of the audit log.
import { wideNetworkOf, type Address } from './address.ts';

/** What is left of an entry once its person is forgotten: what happened, when, in which protocol, and how often. */
export const nobody = {
  account: null,
  pin: null,
  client: null,
  device: null,
  address: null,
  country: null,
} as const;

/** The same of a message that waits. */
export const nobodyInMessage = { account: null, pin: null, client: null, network: null, country: null } as const;

/** An entry, or a message, to which more of its aggregate are added. */
export const joined = <Counted extends { readonly count: number }>(entry: Counted, more: number): Counted => ({
  ...entry,
  count: entry.count + more,
});

/** The /24 or /48 prefix of an address, which is all that is kept of it after a while and told to receivers. */
export const truncateAddress = (address: Address): Address => (address === null ? null : wideNetworkOf(address));

/** So many entries: aggregates, which anybody can cause, and entries of their own. */
export interface EntryCounts {
  readonly aggregates: number;
  readonly singles: number;
}

/**
 * How many entries go, of each kind the oldest, when more are stored than may be: aggregates first, so that a flood of events
 * costs nobody's own entries.
 *
 * @param limit so many at once at most
 */
export function planTrim(stored: EntryCounts, most: number, limit: number): EntryCounts {
  const surplus = stored.aggregates + stored.singles - most;
  if (surplus <= 0) return { aggregates: 0, singles: 0 };
  const going = surplus < limit ? surplus : limit;
  const aggregates = going < stored.aggregates ? going : stored.aggregates;
  return { aggregates, singles: going - aggregates };
}
