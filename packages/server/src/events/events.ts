import type { EventKind } from '../domain/event-kinds.ts';
import { saidNameOf, shownText } from '../domain/device-info.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Events, NewEntry, NewEvent } from '../service/ports/events.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Random } from '../service/ports/random.ts';
import type { AuditLog } from '../service/ports/audit-log.ts';
import { Aggregates, type Aggregate } from './aggregates.ts';

/** Kinds that can be caused without signing in, or often; aggregated with a count. */
const aggregatedKinds: ReadonlySet<EventKind> = new Set(['issued', 'expired', 'throttled', 'wrong-code']);

/** Delay before aggregates are written, in milliseconds. */
const pause = 1000;

/** The parts that recording needs. */
export interface EventsParts {
  readonly auditLog: AuditLog;
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly random: Random;
  /** The country of an address, ISO 3166-1. */
  readonly countryOf: (address: string) => string | null;
  /** The kinds that are delivered to the operator's receiver. */
  readonly toldKinds: ReadonlySet<EventKind>;
  /** Called with the error if an entry could not be written. */
  readonly onTrouble: (error: unknown) => void;
}

/** Records events and their aggregates. */
export interface EventRecorder extends Events {
  /** Converts events to entries, one per aggregate. */
  aggregatesOf(events: readonly NewEvent[]): readonly NewEntry[];
  /** Writes the aggregates. */
  flush(): Promise<void>;
}

/** Creates the recorder of events. */
export function createEvents(parts: EventsParts): EventRecorder {
  const { auditLog, keys, clock, random, countryOf, toldKinds, onTrouble } = parts;
  const counted = new Aggregates();
  let timer: NodeJS.Timeout | undefined;

  /** Names a pin so that its entries are told from those of others, and nothing else is. */
  const nameOf = (pinId: string | null | undefined): string | null =>
    pinId === undefined || pinId === null ? null : keys.hash(`event ${pinId}`).slice(0, 12);

  const entryOf = ({ kind, about, account, address, fact, by, name, counted: measures }: NewEvent): NewEntry => ({
    id: random.id(),
    kind,
    at: clock.now(),
    account,
    pin: nameOf(about.publicId === undefined ? about.pinId : about.id),
    dialect: about.protocol,
    client: shownText(about.clientId),
    device: about.requester === undefined ? shownText(name ?? null) : saidNameOf(about.requester.deviceInfo),
    address,
    country: address === null ? null : countryOf(address),
    fact: fact ?? null,
    count: 1,
    by: by ?? null,
    counted: measures ?? [kind],
    bundle: null,
    message: toldKinds.has(kind),
  });

  const entryOfBundle = ({ kind, about, address, at, count, name }: Aggregate): NewEntry => ({
    ...entryOf({ kind, about, address, account: null }),
    country: address === null ? null : countryOf(address.replace('/64', '')),
    at,
    count,
    bundle: name,
  });

  const write = async (entries: readonly NewEntry[]): Promise<void> => {
    try {
      await auditLog.add(entries);
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
    aggregatesOf(events) {
      const aggregates = new Aggregates();
      for (const event of events) aggregates.add(event, clock.now());
      return aggregates.take().map(entryOfBundle);
    },
    async note(event) {
      if (!aggregatedKinds.has(event.kind)) return write([entryOf(event)]);
      counted.add(event, clock.now());
      timer ??= setTimeout(() => void flush(), pause).unref();
    },
  };
}
