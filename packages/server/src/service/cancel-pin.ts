import { cancel, type Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { changePin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';
import { readPin, type PinReading } from './read-pin.ts';

/** The device does not want its pin any more. */
export async function cancelPin(
  ports: Pick<PinPorts, 'pins' | 'wakes' | 'clock' | 'proofs'>,
  reading: PinReading,
): Promise<PinResult<Pin>> {
  const read = await readPin(ports, reading);
  if (!read.ok) return read;
  return changePin(ports, read.value.key, (pin) => cancel(pin, ports.clock.now()));
}
