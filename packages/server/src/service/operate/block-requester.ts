import type { Pin } from '../../domain/pin.ts';
import { requesterIdentityOf, requesterKeyOf } from '../../domain/requester-key.ts';
import { saidNameOf, unnamed } from '../../domain/device-info.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Clock } from '../ports/clock.ts';
import type { Events } from '../ports/events.ts';
import type { Random } from '../ports/random.ts';
import { doneBy, type Operator } from './operator.ts';

/** What blocks for everybody need from outside. */
interface BlockingPorts {
  readonly blocks: Pick<Blocks, 'put' | 'remove'>;
  readonly events: Pick<Events, 'note'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'id'>;
}

/**
 * Blocks the requester of a pin for everybody.
 *
 * @param life in milliseconds
 * @returns false if nothing is known to block it by
 */
export async function blockRequester(
  { blocks, events, clock, random }: BlockingPorts,
  pin: Pin,
  life: number,
  operator: Operator,
): Promise<boolean> {
  const requesterKey = requesterKeyOf(requesterIdentityOf(pin));
  if (requesterKey === null) return false;
  const at = clock.now();
  const name = saidNameOf(pin.requester.deviceInfo) ?? unnamed;
  await blocks.put({ id: random.id(), requesterKey, account: null, name, by: 'operator', at, until: at + life });
  await events.note({ kind: 'blocked', about: pin, account: null, ...doneBy(operator) });
  return true;
}

/**
 * Removes a block for everybody.
 *
 * @returns false if there is none with this id
 */
export async function unblockRequester(
  { blocks, events }: Pick<BlockingPorts, 'blocks' | 'events'>,
  id: string,
  operator: Operator,
): Promise<boolean> {
  if (!(await blocks.remove(id, null))) return false;
  const about = { protocol: null, clientId: null };
  await events.note({ kind: 'unblocked', about, account: null, ...doneBy(operator) });
  return true;
}
