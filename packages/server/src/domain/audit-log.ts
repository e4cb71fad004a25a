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

/** An entry, or a message, to which more of its aggregate are added. */
export const joined = <Counted extends { readonly count: number }>(entry: Counted, more: number): Counted => ({
  ...entry,
  count: entry.count + more,
});

/** The /24 or /48 prefix of an address, which is all that is kept of it after a while and told to receivers. */
export const truncateAddress = (address: Address): Address => (address === null ? null : wideNetworkOf(address));
