import { networkOf, wideNetworkOf, type Address } from '../pins/address.ts';
import type { PinResult } from '../pins/refusal.ts';
import type { Limits } from '../service/ports/limits.ts';

/** What a budget counts for an address: its network, or all unknown ones together. */
export const networkKey = (address: Address): string => `from ${networkOf(address)}`;

/**
 * Spends one of what may be asked for in a minute: by the network of an address, and by its wide network, because one
 * customer may have all networks of a /48.
 */
export async function spendIssue(limits: Limits, address: Address): Promise<PinResult<undefined>> {
  const own = await limits.spend('issue', [networkKey(address)]);
  if (!own.ok) return own;
  return limits.spend('wideIssue', [`from ${(address === null ? null : wideNetworkOf(address)) ?? 'anywhere'}`]);
}
