import type { Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { accepted, refused } from '../pins/result.ts';
import { whenThere, type Soon } from '../pins/soon.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a device names its pin: the secret, and the client that it says it is. */
export interface DeviceCodeHolder {
  readonly deviceCode: string;
  readonly clientId: string;
}

/**
 * The pin of a device code, ended or not, for the client that it was issued to (D30). Nothing is waited for while the pin
 * is known to be pending.
 */
export function findDeviceCode(
  { pins, keys, clock }: Pick<PinPorts, 'pins' | 'keys' | 'clock'>,
  { deviceCode, clientId }: DeviceCodeHolder,
): Soon<PinResult<Pin>> {
  const handle = keys.hash(deviceCode);
  const known: Soon<Pin | undefined> = pins.known('oauth', handle, clock.now());
  return whenThere(known ?? pins.byHandle('oauth', handle), (pin) => {
    if (pin === undefined) return refused({ kind: 'not-found' });
    return pin.holder === clientId ? accepted(pin) : refused({ kind: 'wrong-holder' });
  });
}
