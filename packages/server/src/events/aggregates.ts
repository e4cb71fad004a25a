import type { EventKind } from '../domain/event-kinds.ts';
import { prefixOf } from '../domain/address.ts';
import type { EventSubject, NewEvent } from '../service/ports/events.ts';

/** Duration that one aggregate covers, in milliseconds. */
const hour = 3_600_000;

/** Most distinct aggregates between two writes; further events share one per kind and protocol. */
const mostDistinct = 200;

/** Events that are recorded as one entry with a count. */
export interface Aggregate {
  /** The key that they have in common. */
  readonly name: string;
  readonly kind: EventKind;
  readonly about: Pick<EventSubject, 'protocol' | 'clientId'>;
  /** Their network. */
  readonly address: string | null;
  /** Time of the first. */
  readonly at: number;
  count: number;
}

/**
 * Aggregates events that anybody can cause, by kind, protocol, client, network and hour, so that a flood yields few
 * rows. In memory only.
 */
export class Aggregates {
  #bundles: Map<string, Aggregate> = new Map();

  get isEmpty(): boolean {
    return this.#bundles.size === 0;
  }

  /** Counts one event. */
  add({ kind, about: { protocol, clientId }, address }: NewEvent, now: number): void {
    const network = address === null ? null : prefixOf(address);
    const start = `${kind} ${protocol} ${Math.floor(now / hour)}`;
    const name = `${start} ${network} ${clientId}`;
    const known = this.#bundles.get(name);
    if (known !== undefined) known.count += 1;
    else if (this.#bundles.size < mostDistinct) this.#open(name, { kind, protocol, clientId, address: network, now });
    else {
      const rest = this.#bundles.get(start);
      if (rest !== undefined) rest.count += 1;
      else this.#open(start, { kind, protocol, clientId: null, address: null, now });
    }
  }

  /** Returns and clears the aggregates. */
  take(): readonly Aggregate[] {
    const taken = [...this.#bundles.values()];
    this.#bundles = new Map();
    return taken;
  }

  #open(
    name: string,
    {
      protocol,
      clientId,
      now,
      ...rest
    }: Pick<Aggregate, 'kind' | 'address'> & Aggregate['about'] & { readonly now: number },
  ): void {
    this.#bundles.set(name, { ...rest, name, about: { protocol, clientId }, at: now, count: 1 });
  }
}
