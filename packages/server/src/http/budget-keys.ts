import { networkOf, type Address } from '../pins/address.ts';

/** What a budget counts for an address: its network, or all unknown ones together. */
export const networkKey = (address: Address): string => `from ${networkOf(address)}`;

/** What a budget counts for a signed-in person. */
export const accountKey = (id: string): string => `account ${id}`;

/** What the sign-in budget counts, at the page as by the API: the network, and the name whoever tries it. */
export const signInKeys = (address: Address, name: string): readonly string[] => [
  networkKey(address),
  `name ${name.trim().slice(0, 320).normalize('NFKC').toLowerCase().normalize('NFKC')}`,
];
