import type { Protocol, Pin } from '../../domain/pin.ts';
import type { PollKind } from '../../domain/polling.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * The pin with a public id. A plain poll is answered from the pending cache if it has the pin; a poll that waits reads
 * the store, because it could otherwise wait for a change that it has missed.
 *
 * @param kind undefined for anything but a poll
 */
export async function findPin(
  { pins, pending, clock }: Pick<PinPorts, 'pins' | 'pending' | 'clock'>,
  protocol: Protocol,
  publicId: string,
  kind: PollKind | undefined,
): Promise<Pin | undefined> {
  const known = kind === 'plain' ? pending.peek(protocol, publicId, clock.now()) : undefined;
  return known ?? pins.byPublicId(protocol, publicId);
}
