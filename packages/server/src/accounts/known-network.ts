import { networkOf, type Address } from '../domain/address.ts';
import { idleLife } from '../domain/session.ts';
import type { AccountServicePorts } from './ports.ts';

/** Whether anybody is signed in from the network of an address; false for a hidden address. */
export async function isKnownNetwork(
  { sessions, clock }: Pick<AccountServicePorts, 'sessions' | 'clock'>,
  address: Address,
): Promise<boolean> {
  const now = clock.now();
  return address !== null && sessions.isKnownNetwork(networkOf(address), now - idleLife, now);
}
