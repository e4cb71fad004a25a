import type { Clock } from '../service/ports/clock.ts';
import type { PinStore } from '../service/ports/pin-store.ts';
import type { Trail } from '../service/ports/trail.ts';
import type { EventsRoom } from './events.ts';

/** How many pins are looked at between two writes. */
const slice = 200;

/** Most slices in one go: what is left waits for the next. */
const slices = 50;

/** What telling of ends needs. */
export interface EndsParts {
  readonly pins: Pick<PinStore, 'endedAfter'>;
  readonly trail: Trail;
  readonly events: Pick<EventsRoom, 'bundlesOf'>;
  readonly clock: Clock;
}

/**
 * Notes `expired` for each pin that ended while nobody had answered: once, whoever else does the same and whatever
 * crashes, because how far this got is kept with what it says.
 */
export async function tellEnds({ pins, trail, events, clock }: EndsParts): Promise<void> {
  for (let done = 0; done < slices; done += 1) {
    const from = await trail.endMark();
    const { pins: ended, to } = await pins.endedAfter(from, clock.now(), slice);
    if (to === undefined) return;
    const told = ended.map(({ dialect, holder, requester: { address } }) => ({
      kind: 'expired' as const,
      about: { dialect, holder },
      account: null,
      address,
    }));
    if (!(await trail.addEnds(events.bundlesOf(told), from, to))) return;
  }
}
