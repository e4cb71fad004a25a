import type { EventKind } from '../domain/event-kinds.ts';
import { saidNameOf, shownText } from '../domain/claims.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Events, NewEntry, NewEvent } from '../service/ports/events.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Random } from '../service/ports/random.ts';
import type { Trail } from '../service/ports/trail.ts';
import { Bundles, type Bundle } from './bundles.ts';

/** Kinds that anybody may cause without signing in: they are counted and told as one. */
const bundledKinds: ReadonlySet<EventKind> = new Set(['issued', 'expired', 'throttled']);

/** How long counts stay in memory before they are written, in milliseconds. */
const pause = 1000;

/** What noting needs. */
export interface EventsParts {
  readonly trail: Trail;
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly random: Random;
  /** The country that an address seems to be in, ISO 3166-1. */
  readonly countryOf: (address: string) => string | null;
  /** The kinds that the operator's receiver is told of. */
  readonly toldKinds: ReadonlySet<EventKind>;
  /** Hears why something could not be written. */
  readonly onTrouble: (error: unknown) => void;
}

/** Where what happens is noted, and what it counts. */
export interface EventsRoom extends Events {
  /** The entries for events that are to be counted, each bundle one. */
  bundlesOf(events: readonly NewEvent[]): readonly NewEntry[];
  /** Writes what was counted. */
  flush(): Promise<void>;
}

/** Makes the place where what happens is noted. */
export function createEvents(parts: EventsParts): EventsRoom {
  const { trail, keys, clock, random, countryOf, toldKinds, onTrouble } = parts;
  const counted = new Bundles();
  let timer: NodeJS.Timeout | undefined;

  const entryOf = ({ kind, about, account, address, fact }: NewEvent): NewEntry => ({
    id: random.id(),
    kind,
    at: clock.now(),
    account,
    pin: about.key === undefined || about.key === null ? null : keys.hash(`event ${about.key}`).slice(0, 12),
    dialect: about.dialect,
    client: shownText(about.holder),
    device: about.requester === undefined ? null : saidNameOf(about.requester.claims),
    address,
    country: address === null ? null : countryOf(address),
    fact: fact ?? null,
    count: 1,
    bundle: null,
    message: toldKinds.has(kind),
  });

  const entryOfBundle = ({ kind, about, address, at, count, name }: Bundle): NewEntry => ({
    ...entryOf({ kind, about, address, account: null }),
    country: address === null ? null : countryOf(address.replace('/64', '')),
    at,
    count,
    bundle: name,
  });

  const write = async (entries: readonly NewEntry[]): Promise<void> => {
    try {
      await trail.add(entries);
    } catch (error) {
      onTrouble(error);
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!counted.isEmpty) await write(counted.take().map(entryOfBundle));
  };

  return {
    entryOf,
    flush,
    bundlesOf(events) {
      const bundles = new Bundles();
      for (const event of events) bundles.add(event, clock.now());
      return bundles.take().map(entryOfBundle);
    },
    async note(event) {
      if (!bundledKinds.has(event.kind)) return write([entryOf(event)]);
      counted.add(event, clock.now());
      timer ??= setTimeout(() => void flush(), pause).unref();
    },
  };
}
