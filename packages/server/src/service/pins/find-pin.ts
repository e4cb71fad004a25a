import type { Protocol, Pin } from '../../domain/pin.ts';
import type { PollKind } from '../../domain/polling.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * The pin that a wire knows by this handle. A plain poll need not ask the store while the pin is known to be pending; one
 * that waits does, because it might otherwise wait for news that it has overlooked.
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
