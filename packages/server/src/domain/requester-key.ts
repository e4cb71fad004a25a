// Pure: no I/O, no clock, no randomness.
import { prefixOf, type Address } from './address.ts';
import type { Protocol, Pin, Requester } from './pin.ts';

/** The identity of a requester. */
export interface RequesterIdentity {
  readonly protocol: Protocol;
  readonly clientId: string;
  /** Thumbprint of its key; null when it has none. */
  readonly key: string | null;
  readonly address: Address;
}

/**
 * The key that blocks are stored under: the requester's key, else its client id with its prefix, never the client id
 * alone, which others share.
 *
 * @returns null without a key and an address: such a requester cannot be blocked
 */
export function requesterKeyOf({ protocol, clientId, key, address }: RequesterIdentity): string | null {
  if (key !== null) return `key ${key}`;
  return address === null ? null : `${protocol} ${prefixOf(address)} ${clientId}`;
}

/** All keys that a block of this requester may be stored under: one from before it had a key stays in force. */
export function requesterKeysOf(requesterIdentity: RequesterIdentity): readonly string[] {
  const requesterKeys = [requesterKeyOf(requesterIdentity), requesterKeyOf({ ...requesterIdentity, key: null })];
  return [...new Set(requesterKeys)].filter((requesterKey) => requesterKey !== null);
}

/** The origin of a request, for blocks: its address, or the address that it hides behind. */
export const senderOf = ({ address, hiddenBehind }: Pick<Requester, 'address' | 'hiddenBehind'>): Address =>
  address ?? hiddenBehind ?? null;

/**
 * The address to block a reported requester by. One that hides is blocked by what it hides behind only where the person is
 * seen: else that is most likely a proxy which nobody declared, and everybody comes through it.
 *
 * @param reporter the address of the person
 */
export const reportedAddressOf = (
  requester: Pick<Requester, 'address' | 'hiddenBehind'>,
  reporter: Address,
): Address => (reporter === null ? requester.address : senderOf(requester));

/** The identity of a pin's requester. */
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
