import { networkOf } from '../../domain/address.ts';
import { deny, type Pin } from '../../domain/pin.ts';
import { changePin } from '../pins/change-pin.ts';
import type { PinPorts } from '../pins/pin-ports.ts';
import { byCommand } from '../ports/events.ts';
import { doneBy, type Operator } from './operator.ts';

/** Which waiting pins are ended: one, or all of its client, or all that were requested in its network. */
export type EndedScope = 'pin' | 'client' | 'network';

/** How many waiting pins are read at once. */
const batch = 500;

const sameClient = (one: Pin, other: Pin): boolean =>
  one.protocol === other.protocol && one.clientId === other.clientId;

const sameNetwork = (one: Pin, other: Pin): boolean =>
  networkOf(one.requester.address) === networkOf(other.requester.address);

/**
 * Ends waiting pins for an operator: they are denied, so that their devices hear a no, at once. What a person decides at the
 * same moment stands.
 *
 * @param pinId the internal id of a pin, which may have ended meanwhile: what is like it ends all the same
 * @returns how many were ended; undefined if there is no such pin any more
 */
export async function endPins(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'clock'>,
  pinId: string,
  scope: EndedScope,
  operator: Operator,
): Promise<number | undefined> {
  const pin = await ports.pins.byId(pinId);
  if (pin === undefined) return undefined;
  if (scope === 'pin') return (await endPin(ports, pin, operator)) ? 1 : 0;
  const isLike = scope === 'client' ? sameClient : sameNetwork;
  return endWaiting(ports, (other) => isLike(pin, other), operator);
}

/**
 * Ends all waiting pins that fit.
 *
 * @returns how many
 */
export async function endWaiting(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'clock'>,
  fits: (pin: Pin) => boolean,
  operator: Operator,
): Promise<number> {
  let ended = 0;
  for await (const pin of waitingPins(ports)) if (fits(pin) && (await endPin(ports, pin, operator))) ended += 1;
  return ended;
}

/** All pins that wait, the first to expire first; what is requested meanwhile comes as well. */
export async function* waitingPins({ pins, clock }: Pick<PinPorts, 'pins' | 'clock'>): AsyncGenerator<Pin> {
  let mark = { endsAt: 0, id: '' };
  for (;;) {
    const some = await pins.waitingAfter(mark, clock.now(), batch);
    yield* some;
    const last = some.at(-1);
    if (last === undefined || some.length < batch) return;
    mark = { endsAt: last.expiresAt, id: last.id };
  }
}

async function endPin(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'clock'>,
  held: Pin,
  operator: Operator,
): Promise<boolean> {
  const ended = await changePin(
    ports,
    held,
    (pin) => deny(pin, operator.admin ?? byCommand, ports.clock.now(), 'operator'),
    (pin) => [{ kind: 'denied', about: pin, account: null, ...doneBy(operator) }],
  );
  return ended.ok;
}
