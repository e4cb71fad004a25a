import { deny, type Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { changePin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * A person says no; the device will hear of it.
 *
 * @param pinKey the pin's internal key
 * @param account who says no
 */
export function denyPin(
  ports: Pick<PinPorts, 'pins' | 'wakes' | 'clock'>,
  pinKey: string,
  account: string,
): Promise<PinResult<Pin>> {
  return changePin(ports, pinKey, (pin) => deny(pin, account, ports.clock.now()));
}
