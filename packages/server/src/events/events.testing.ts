import { systemRandom } from '../app/random.ts';
import type { Clock } from '../service/ports/clock.ts';
import { eventKinds } from '../domain/event-kinds.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Store } from '../service/ports/store.ts';
import { createEvents, type EventsRoom } from './events.ts';

/** The real thing over a store, as a service has it whose receiver is told of everything. */
export function eventsOver(
  { trail }: Pick<Store, 'trail'>,
  ports: { readonly keys: Keys; readonly clock: Clock },
): EventsRoom {
  return createEvents({
    trail,
    ...ports,
    random: systemRandom,
    countryOf: () => null,
    toldKinds: new Set(eventKinds),
    onTrouble(error) {
      throw error;
    },
  });
}
