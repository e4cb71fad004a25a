import type { Address } from '../../domain/address.ts';
import { deny, type DeniedWhy, type Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * A person says no; the device will hear of it.
 *
 * @param held the pin as just read, or its internal id
 * @param account who says no
 * @param address from where; null when that is not known
 */
export function denyPin(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'clock'>,
  held: HeldPin,
  account: string,
  address: Address = null,
  why: DeniedWhy = 'said-no',
): Promise<PinResult<Pin>> {
  return changePin(
    ports,
    held,
    (pin) => deny(pin, account, ports.clock.now(), why),
    (pin) => [{ kind: 'denied', about: pin, account, address }],
  );
}
