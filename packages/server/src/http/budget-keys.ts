import { networkOf, type Address } from '../pins/address.ts';

/** What a budget counts for an address: its network, or all unknown ones together. */
export const networkKey = (address: Address): string => `from ${networkOf(address)}`;
