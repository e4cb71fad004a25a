// Pure: no I/O, no clock, no randomness.
import { prefixOf, type Address } from './address.ts';
import type { Dialect, Pin, Requester } from './pin.ts';

/** What is known of who asks, or asked. */
export interface Asker {
  readonly dialect: Dialect;
  readonly holder: string;
  /** Thumbprint of its key; null when it has none. */
  readonly key: string | null;
  readonly address: Address;
}

/**
 * What a block knows a requester by: its key, else its client identifier together with its prefix, and never the
 * identifier alone, since others have the same.
 *
 * @returns null when it has no key and its address is not known: then there is nothing to block
 */
export function markOf({ dialect, holder, key, address }: Asker): string | null {
  if (key !== null) return `key ${key}`;
  return address === null ? null : `${dialect} ${prefixOf(address)} ${holder}`;
}

/** Every mark that a block of this requester may stand under: one made before it showed a key counts on. */
export function marksOf(asker: Asker): readonly string[] {
  const marks = [markOf(asker), markOf({ ...asker, key: null })];
  return [...new Set(marks)].filter((mark) => mark !== null);
}

/** Where a request came from, for blocks: its address, or what it hides behind. */
export const senderOf = ({ address, hiddenBehind }: Pick<Requester, 'address' | 'hiddenBehind'>): Address =>
  address ?? hiddenBehind ?? null;

/** Who asks with a pin. */
export const askerOf = ({ dialect, holder, keyThumbprint, deviceKey, requester }: Pin): Asker => ({
  dialect,
  holder,
  key: keyThumbprint ?? deviceKey?.thumbprint ?? null,
  address: senderOf(requester),
});
