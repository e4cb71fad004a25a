// Who may be told that a pin has changed, and no more of it.
import { isExpired, type Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { PinPorts } from './pin-ports.ts';
import { readPin, type PinReading } from './read-pin.ts';

/**
 * A plex pin whose client wants to hear of changes. For strangers it is `not-found`, as for the pin itself. News tell neither
 * code nor token, and a code would have to stand in an address: so none is asked for or looked at.
 */
export const findWatchedPin = (
  ports: Parameters<typeof readPin>[0],
  reading: Omit<PinReading, 'protocol' | 'code' | 'kind'>,
): Promise<PinResult<Pin>> => readPin(ports, { ...reading, protocol: 'plex', code: null, codeOptional: true });

/**
 * The live pin of a device code, by the hash of the code, which only its device has; undefined when there is nothing left
 * to hear.
 */
export async function findWatchedDeviceCode(
  { pins, clock }: Pick<PinPorts, 'pins' | 'clock'>,
  publicId: string,
): Promise<Pin | undefined> {
  const pin = await pins.byPublicId('oauth', publicId);
  const isDecidable = pin?.state.at === 'pending' || pin?.state.at === 'approved';
  return pin !== undefined && isDecidable && !isExpired(pin, clock.now()) ? pin : undefined;
}
