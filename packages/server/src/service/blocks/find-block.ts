import type { BlockedFor } from '../../domain/approval-policy.ts';
import { requesterIdentityOf, requesterKeysOf, type RequesterIdentity } from '../../domain/requester-key.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Clock } from '../ports/clock.ts';

interface Ports<Method extends keyof Blocks> {
  readonly blocks: Pick<Blocks, Method>;
  readonly clock: Clock;
}

/** Whether a requester is blocked for everybody. Waits for nothing. */
export const isBlockedForEverybody = (
  { blocks, clock }: Ports<'refuses'>,
  requesterIdentity: RequesterIdentity,
): boolean => requesterKeysOf(requesterIdentity).some((requesterKey) => blocks.refuses(requesterKey, clock.now()));

/**
 * For whom the requester of a pin is blocked.
 *
 * @param account id of the account that looks at the pin
 * @returns null when it is not
 */
export async function findBlock(
  ports: Ports<'find' | 'refuses'>,
  pin: Pin,
  account: string,
): Promise<BlockedFor | null> {
  const requesterIdentity = requesterIdentityOf(pin);
  if (isBlockedForEverybody(ports, requesterIdentity)) return 'everybody';
  const { blocks, clock } = ports;
  for (const requesterKey of requesterKeysOf(requesterIdentity)) {
    if ((await blocks.find(requesterKey, account, clock.now())) !== undefined) return 'account';
  }
  return null;
}
