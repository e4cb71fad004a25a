// Who may be notified that a pin has changed.
import { isExpired, type Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { PinPorts } from './pin-ports.ts';
import { readPin, type PinReading } from './read-pin.ts';

/**
 * A plex pin whose client wants to be notified of changes; `not-found` for other clients, as for the pin itself. No
 * code is required: notifications reveal neither code nor token, and the code would have to be in a URL.
 */
export const findWatchedPin = (
  ports: Parameters<typeof readPin>[0],
  reading: Omit<PinReading, 'protocol' | 'code' | 'kind'>,
): Promise<PinResult<Pin>> => readPin(ports, { ...reading, protocol: 'plex', code: null, codeOptional: true });

/**
 * The live pin of a device code, by the hash of the code, which only its device has; undefined if it cannot change any
 * more.
 */
export async function findWatchedDeviceCode(
  { pins, clock }: Pick<PinPorts, 'pins' | 'clock'>,
  publicId: string,
): Promise<Pin | undefined> {
  const pin = await pins.byPublicId('oauth', publicId);
  const isDecidable = pin?.state.at === 'pending' || pin?.state.at === 'approved';
  return pin !== undefined && pin.redirect === undefined && isDecidable && !isExpired(pin, clock.now())
    ? pin
    : undefined;
}
