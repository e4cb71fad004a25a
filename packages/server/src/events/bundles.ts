import type { EventKind } from '../domain/event-kinds.ts';
import { prefixOf } from '../domain/address.ts';
import type { EventSubject, NewEvent } from '../service/ports/events.ts';

/** So much of what happens is one bundle, in milliseconds. */
const hour = 3_600_000;

/** So many bundles are told apart between two writes; what comes then is one bundle of its kind and dialect. */
const mostApart = 200;

/** Events that are told as one. */
export interface Bundle {
  /** What makes them one. */
  readonly name: string;
  readonly kind: EventKind;
  readonly about: Pick<EventSubject, 'dialect' | 'holder'>;
  /** The network that they come from. */
  readonly address: string | null;
  /** When the first happened. */
  readonly at: number;
  count: number;
}

/**
 * Counts what anybody may cause, by kind, dialect, client, network and hour, so that a flood of it is a few rows. What
 * is counted here is in memory only.
 */
export class Bundles {
  #bundles: Map<string, Bundle> = new Map();

  get isEmpty(): boolean {
    return this.#bundles.size === 0;
  }

  /** Counts one event. */
  add({ kind, about: { dialect, holder }, address }: NewEvent, now: number): void {
    const network = address === null ? null : prefixOf(address);
    const start = `${kind} ${dialect} ${Math.floor(now / hour)}`;
    const name = `${start} ${network} ${holder}`;
    const known = this.#bundles.get(name);
    if (known !== undefined) known.count += 1;
    else if (this.#bundles.size < mostApart) this.#open(name, { kind, dialect, holder, address: network, now });
    else {
      const rest = this.#bundles.get(start);
      if (rest !== undefined) rest.count += 1;
      else this.#open(start, { kind, dialect, holder: null, address: null, now });
    }
  }

  /** What was counted since this was last asked. */
  take(): readonly Bundle[] {
    const taken = [...this.#bundles.values()];
    this.#bundles = new Map();
    return taken;
  }

  #open(
    name: string,
    { dialect, holder, now, ...rest }: Pick<Bundle, 'kind' | 'address'> & Bundle['about'] & { readonly now: number },
  ): void {
    this.#bundles.set(name, { ...rest, name, about: { dialect, holder }, at: now, count: 1 });
  }
}
