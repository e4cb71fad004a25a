import { handleRest } from '../pins/pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * Forgets pins whose handle has rested long enough.
 *
 * @param limit at most so many in one go
 * @returns how many were forgotten
 */
export function sweepPins({ pins, clock }: Pick<PinPorts, 'pins' | 'clock'>, limit: number): Promise<number> {
  return pins.sweep(clock.now() - handleRest, limit);
}
