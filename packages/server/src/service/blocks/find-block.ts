import type { BlockedFor } from '../../domain/approval-policy.ts';
import { askerOf, marksOf, type Asker } from '../../domain/mark.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Clock } from '../ports/clock.ts';

interface Ports {
  readonly blocks: Pick<Blocks, 'find' | 'refuses'>;
  readonly clock: Clock;
}

/** Whether a requester is blocked for everybody. Waits for nothing. */
export const isBlockedForEverybody = ({ blocks, clock }: Ports, asker: Asker): boolean =>
  marksOf(asker).some((mark) => blocks.refuses(mark, clock.now()));

/**
 * For whom the requester of a pin is blocked.
 *
 * @param account id of the account that looks at the pin
 * @returns null when it is not
 */
export async function findBlock(ports: Ports, pin: Pin, account: string): Promise<BlockedFor | null> {
  const asker = askerOf(pin);
  if (isBlockedForEverybody(ports, asker)) return 'everybody';
  const { blocks, clock } = ports;
  for (const mark of marksOf(asker)) {
    if ((await blocks.find(mark, account, clock.now())) !== undefined) return 'account';
  }
  return null;
}
