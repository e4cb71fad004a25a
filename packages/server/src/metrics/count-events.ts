import { eventKinds, type EventKind } from '../domain/event-kinds.ts';
import type { Protocol } from '../domain/pin.ts';
import type { NewEntry } from '../service/ports/events.ts';
import type { Store } from '../service/ports/store.ts';
import { linkTimeBounds } from '../domain/statistics.ts';
import { catalogue } from './catalogue.ts';
import { Counts } from './counts.ts';
import { DurationsBy } from './durations-by.ts';
import { portWith } from './port-with.ts';
import type { Samples } from './samples.ts';

/** What events are counted from. */
type Counted = Pick<Store, 'pins' | 'auditLog'>;

/**
 * Counts what happens when the store keeps it: what the audit log has, and nothing that was lost or refused. So the numbers are
 * those of the operator's pages, of this thread and since it began.
 */
export class EventCounts {
  readonly #events = new Counts<EventKind>('kind', eventKinds);
  readonly #timeToLink = new DurationsBy<Protocol>('protocol', ['plex', 'oauth'], linkTimeBounds);

  /** The same repositories, counted. */
  watch<Kept extends Counted>(store: Kept): Kept {
    const { pins, auditLog } = store;
    return {
      ...store,
      pins: portWith(pins, {
        replace: async (next, expectedVersion, options) => {
          const replaced = await pins.replace(next, expectedVersion, options);
          if (!replaced) return false;
          const { entries = [] } = options ?? {};
          this.#add(entries);
          const { state, protocol, createdAt } = next;
          if (state.at === 'approved' && entries.some(({ kind }) => kind === 'approved')) {
            this.#timeToLink.add(protocol, (state.approval.at - createdAt) / 1000);
          }
          return true;
        },
      }),
      auditLog: portWith(auditLog, {
        add: async (entries) => {
          await auditLog.add(entries);
          this.#add(entries);
        },
        addExpiries: async (entries, from, to) => {
          const added = await auditLog.addExpiries(entries, from, to);
          if (added) this.#add(entries);
          return added;
        },
      }),
    };
  }

  samples(): readonly Samples[] {
    return [this.#events.samples(catalogue.events), this.#timeToLink.samples(catalogue.timeToLink)];
  }

  #add(entries: readonly NewEntry[]): void {
    for (const { kind, count } of entries) this.#events.add(kind, count);
  }
}
