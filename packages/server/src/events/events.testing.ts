import { systemRandom } from '../app/random.ts';
import type { Clock } from '../service/ports/clock.ts';
import { eventKinds } from '../domain/event-kinds.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Store } from '../service/ports/store.ts';
import { createEvents, type EventsRoom } from './events.ts';

/** Real events on a store, with all kinds delivered to the receiver. */
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
