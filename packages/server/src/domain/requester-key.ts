// Pure: no I/O, no clock, no randomness.
import { prefixOf, type Address } from './address.ts';
import type { Protocol, Pin, Requester } from './pin.ts';

/** What is known of who asks, or asked. */
export interface RequesterIdentity {
  readonly protocol: Protocol;
  readonly clientId: string;
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
export function requesterKeyOf({ protocol, clientId, key, address }: RequesterIdentity): string | null {
  if (key !== null) return `key ${key}`;
  return address === null ? null : `${protocol} ${prefixOf(address)} ${clientId}`;
}

/** Every mark that a block of this requester may stand under: one made before it showed a key counts on. */
export function requesterKeysOf(requesterIdentity: RequesterIdentity): readonly string[] {
  const requesterKeys = [requesterKeyOf(requesterIdentity), requesterKeyOf({ ...requesterIdentity, key: null })];
  return [...new Set(requesterKeys)].filter((requesterKey) => requesterKey !== null);
}

/** Where a request came from, for blocks: its address, or what it hides behind. */
export const senderOf = ({ address, hiddenBehind }: Pick<Requester, 'address' | 'hiddenBehind'>): Address =>
  address ?? hiddenBehind ?? null;

/** Who asks with a pin. */
export const requesterIdentityOf = ({
  protocol,
  clientId,
  keyThumbprint,
  deviceKey,
  requester,
}: Pin): RequesterIdentity => ({
  protocol,
  clientId,
  key: keyThumbprint ?? deviceKey?.thumbprint ?? null,
  address: senderOf(requester),
});
