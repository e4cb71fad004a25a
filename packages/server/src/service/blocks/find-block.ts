import type { BlockedFor } from '../../domain/approval-policy.ts';
import { requesterIdentityOf, requesterKeysOf, type RequesterIdentity } from '../../domain/requester-key.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Clock } from '../ports/clock.ts';

interface Ports {
  readonly blocks: Pick<Blocks, 'find'>;
  readonly clock: Clock;
}

async function isBlocked(
  { blocks, clock }: Ports,
  requesterIdentity: RequesterIdentity,
  account: string | null,
): Promise<boolean> {
  const keys = requesterKeysOf(requesterIdentity);
  const found = await Promise.all(keys.map((requesterKey) => blocks.find(requesterKey, account, clock.now())));
  return found.some((block) => block !== undefined);
}

/** Whether a requester is blocked for everybody. */
export const isBlockedForEverybody = (ports: Ports, requesterIdentity: RequesterIdentity): Promise<boolean> =>
  isBlocked(ports, requesterIdentity, null);

/**
 * For whom the requester of a pin is blocked.
 *
 * @param account id of the account that opened the pin
 * @returns null if it is not blocked
 */
export async function findBlock(ports: Ports, pin: Pin, account: string): Promise<BlockedFor | null> {
  const requesterIdentity = requesterIdentityOf(pin);
  if (await isBlockedForEverybody(ports, requesterIdentity)) return 'everybody';
  return (await isBlocked(ports, requesterIdentity, account)) ? 'account' : null;
}
