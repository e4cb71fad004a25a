import type { Address } from '../../domain/address.ts';
import { cancel, type Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';
import { readPin, type PinReading } from './read-pin.ts';

/**
 * Cancels a pin for a device that is known to hold it.
 *
 * @param held the pin as just read, or its internal id
 * @param address the address of the request; null if unknown
 */
export function cancelShownPin(
  ports: Pick<PinPorts, 'pins' | 'clock' | 'changeNotifier' | 'events'>,
  held: HeldPin,
  address: Address = null,
): Promise<PinResult<Pin>> {
  return changePin(
    ports,
    held,
    (pin) => cancel(pin, ports.clock.now()),
    (pin) => [{ kind: 'cancelled', about: pin, account: null, address }],
  );
}

/** The device does not want its pin any more. */
export async function cancelPin(
  ports: Pick<
    PinPorts,
    'pins' | 'pending' | 'keys' | 'clock' | 'wrongCodes' | 'failedLookups' | 'changeNotifier' | 'events'
  >,
  reading: PinReading,
): Promise<PinResult<Pin>> {
  const read = await readPin(ports, reading);
  return read.ok ? cancelShownPin(ports, read.value, reading.from) : read;
}
