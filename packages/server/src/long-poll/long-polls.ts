import { sharesFor } from '../domain/network-shares.ts';
import type { ChangeNotifier } from '../service/ports/change-notifier.ts';
import { LastNotified } from './last-notified.ts';
import { Wheel, longestStay } from './wheel.ts';

/** Why a long poll ends: its pin changed, its time is up, or the service is stopping. */
export type Woken = 'changed' | 'over' | 'released';

/** The callback of a long poll. */
export interface Waiter {
  /** Called when the long poll ends and its slot is free, in a separate turn of the event loop. Must not throw. */
  readonly wake: (why: Woken) => void;
}

/** What a long poll waits for. */
export interface WaitFor {
  /** The pin's internal id. */
  readonly pinId: string;
  /** The requester's network, as returned by `networkOf`. */
  readonly network: string;
  /** Duration in milliseconds, at most {@link longestStay}. */
  readonly stay: number;
}

/** Most concurrent long polls; a /24 or /48 prefix may have four times as many as a network. */
export interface LongPollLimits {
  readonly overall: number;
  readonly perNetwork: number;
}

/** Long polls to complete per turn of the event loop, so that other requests are served in between. */
const batchSize = 64;

/** The slot of a long poll. */
export class Slot {
  readonly waiter: Waiter;
  /** The networks that it is counted under. */
  readonly networks: readonly string[];
  wheelPosition = -1;
  unsubscribe: (() => void) | undefined;
  woken: Woken | undefined;
  gone = false;

  constructor(waiter: Waiter, networks: readonly string[]) {
    this.waiter = waiter;
    this.networks = networks;
  }
}

/** The long polls of this thread: bounded, and completed in batches. */
export class LongPolls {
  /** What devices were last notified of. */
  readonly lastNotified: LastNotified = new LastNotified();
  readonly #changeNotifier: ChangeNotifier;
  readonly #bounds: LongPollLimits;
  readonly #places: Set<Slot> = new Set();
  readonly #networks: Map<string, number> = new Map();
  readonly #wheel: Wheel<Slot> = new Wheel((slot) => this.#woken(slot, 'over'));
  #ready: Slot[] = [];
  #released = false;

  constructor(changeNotifier: ChangeNotifier, bounds: LongPollLimits) {
    this.#changeNotifier = changeNotifier;
    this.#bounds = bounds;
  }

  /** Number of long polls. */
  get size(): number {
    return this.#places.size;
  }

  /** True while the service is stopping: no new long polls. */
  get isReleased(): boolean {
    return this.#released;
  }

  /** The current position in the changes. Take it before reading the pin. */
  cursor(): number {
    return this.#changeNotifier.cursor();
  }

  /**
   * Adds a long poll.
   *
   * @param cursor taken before the pin was read: a change since then completes it at once
   * @returns their place; undefined when there is none, or the service is about to stop
   */
  enter(waiter: Waiter, { pinId, network, stay }: WaitFor, cursor: number): Slot | undefined {
    const shares = sharesFor(network, this.#bounds.perNetwork);
    const isCrowded = shares.some(({ of, limit }) => (this.#networks.get(of) ?? 0) >= limit);
    if (this.#released || this.#places.size >= this.#bounds.overall || isCrowded) return undefined;
    const networks = shares.map(({ of }) => of);
    const slot = new Slot(waiter, networks);
    this.#places.add(slot);
    for (const of of networks) this.#networks.set(of, (this.#networks.get(of) ?? 0) + 1);
    slot.wheelPosition = this.#wheel.put(slot, Math.min(stay, longestStay));
    slot.unsubscribe = this.#changeNotifier.watch(pinId, () => this.#woken(slot, 'changed'));
    if (this.#changeNotifier.changedSince(pinId, cursor)) this.#woken(slot, 'changed');
    return slot;
  }

  /** Completes a long poll as if its pin had changed. */
  wake(slot: Slot): void {
    this.#woken(slot, 'changed');
  }

  /** Releases a slot without calling its waiter. */
  leave(slot: Slot): void {
    this.#settle(slot);
    if (slot.gone) return;
    slot.gone = true;
    this.#places.delete(slot);
    for (const of of slot.networks) {
      const left = (this.#networks.get(of) ?? 1) - 1;
      if (left === 0) this.#networks.delete(of);
      else this.#networks.set(of, left);
    }
  }

  /** Completes all long polls and refuses new ones. */
  release(): void {
    this.#released = true;
    for (const slot of this.#places) this.#woken(slot, 'released');
  }

  /** Cancels the slot's timer and subscription. */
  #settle(slot: Slot): void {
    this.#wheel.take(slot, slot.wheelPosition);
    slot.unsubscribe?.();
    slot.unsubscribe = undefined;
  }

  #woken(slot: Slot, why: Woken): void {
    if (slot.woken !== undefined || slot.gone) return;
    slot.woken = why;
    this.#settle(slot);
    // Deferred: process closed sockets first, and avoid a thundering herd.
    if (this.#ready.length === 0) setImmediate(() => this.#wakeSome());
    this.#ready.push(slot);
  }

  #wakeSome(): void {
    const now = this.#ready.slice(0, batchSize);
    this.#ready = this.#ready.slice(batchSize);
    if (this.#ready.length > 0) setImmediate(() => this.#wakeSome());
    for (const slot of now) {
      if (slot.gone || slot.woken === undefined) continue;
      this.leave(slot);
      slot.waiter.wake(slot.woken);
    }
  }
}
