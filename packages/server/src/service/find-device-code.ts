import type { Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { accepted, refused } from '../pins/result.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a device names its pin: the secret, and the client that it says it is. */
export interface DeviceCodeHolder {
  readonly deviceCode: string;
  readonly clientId: string;
}

/** The pin of a device code, ended or not, for the client that it was issued to (D30). */
export async function findDeviceCode(
  { pins, keys }: Pick<PinPorts, 'pins' | 'keys'>,
  { deviceCode, clientId }: DeviceCodeHolder,
): Promise<PinResult<Pin>> {
  const pin = await pins.byHandle('oauth', keys.hash(deviceCode));
  if (pin === undefined) return refused({ kind: 'not-found' });
  return pin.holder === clientId ? accepted(pin) : refused({ kind: 'wrong-holder' });
}
