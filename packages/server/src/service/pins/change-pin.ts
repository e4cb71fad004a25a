import type { Pin } from '../../domain/pin.ts';
import { refused, type Result } from '../../domain/result.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { PinPorts } from './pin-ports.ts';
import type { NewEvent } from '../ports/events.ts';

/** A pin as just read, or its internal id. */
export type HeldPin = Pin | string;

/** More concurrent changes of one pin than happen by chance. */
const tries = 16;

/**
 * Applies a transition to a pin and stores the result if the version is unchanged; otherwise reads the pin and tries
 * again. Long polls are notified of a new state. Stores nothing if the transition keeps the version.
 *
 * @param held the pin as just read, so that it need not be read again; or its internal id
 * @param tell the events of the change, which the audit log stores in the same step; none if it needs none
 */
export async function changePin<Next extends Pin, Refused = Refusal>(
  { pins, changeNotifier, events }: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events'>,
  held: HeldPin,
  transition: (pin: Pin) => Result<Next, Refused> | Promise<Result<Next, Refused>>,
  tell: (next: Next, before: Pin) => readonly NewEvent[],
): Promise<Result<Next, Refused | Refusal>> {
  const key = typeof held === 'string' ? held : held.id;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const pin = typeof held === 'string' || attempt > 0 ? await pins.byId(key) : held;
    if (pin === undefined) return refused({ kind: 'not-found' });
    const result = await transition(pin);
    if (!result.ok || result.value.version === pin.version) return result;
    const entries = tell(result.value, pin).map((event) => events.entryOf(event));
    if (await pins.replace(result.value, pin.version, { entries })) {
      if (result.value.state !== pin.state) changeNotifier.changed(key);
      return result;
    }
  }
  return refused({ kind: 'busy', retryAfter: 1 });
}
