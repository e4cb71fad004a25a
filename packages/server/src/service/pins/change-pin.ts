import type { Pin } from '../../domain/pin.ts';
import { refused, type Result } from '../../domain/result.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { PinPorts } from './pin-ports.ts';
import type { NewEvent } from '../ports/events.ts';

/** More callers than this racing for one pin is an attack, not a rush. */
const tries = 16;

/**
 * Reads a pin, asks the core for the next one, and stores it if nobody was quicker; else looks again. Whoever waits
 * for the pin is told. A transition that leaves the version alone stores nothing.
 *
 * @param key the pin's internal key
 * @param tell what the change is, for the trail, where it is kept in the same step; nothing for what nobody need know
 */
export async function changePin<Next extends Pin, Refused = Refusal>(
  { pins, wakes, events }: Pick<PinPorts, 'pins' | 'wakes' | 'events'>,
  key: string,
  transition: (pin: Pin) => Result<Next, Refused> | Promise<Result<Next, Refused>>,
  tell: (next: Next, before: Pin) => readonly NewEvent[],
): Promise<Result<Next, Refused | Refusal>> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const pin = await pins.byKey(key);
    if (pin === undefined) return refused({ kind: 'not-found' });
    const result = await transition(pin);
    if (!result.ok || result.value.version === pin.version) return result;
    const entries = tell(result.value, pin).map((event) => events.entryOf(event));
    if (await pins.replace(result.value, pin.version, { entries })) {
      wakes.changed(key);
      return result;
    }
  }
  return refused({ kind: 'busy', retryAfter: 1 });
}
