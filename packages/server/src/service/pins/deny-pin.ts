import type { Address } from '../../domain/address.ts';
import { deny, type DeniedWhy, type Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * Denies a pin. Its device is notified.
 *
 * @param held the pin as just read, or its internal id
 * @param account id of the account that denies
 * @param address the address of the request; null if unknown
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
