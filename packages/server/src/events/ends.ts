import type { Clock } from '../service/ports/clock.ts';
import type { PinStore } from '../service/ports/pin-store.ts';
import type { Trail } from '../service/ports/trail.ts';
import type { EventsRoom } from './events.ts';

/** Pins per batch. */
const slice = 200;

/** Most batches per run; the rest waits for the next run. */
const slices = 50;

/** The parts that recording expiries needs. */
export interface EndsParts {
  readonly pins: Pick<PinStore, 'endedAfter'>;
  readonly trail: Trail;
  readonly events: Pick<EventsRoom, 'bundlesOf'>;
  readonly clock: Clock;
}

/**
 * Records `expired` for each pin that ended without a decision. Exactly once, even with concurrent runs and crashes,
 * because the progress is stored in the same transaction.
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
