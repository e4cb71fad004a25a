import { sharesFor } from '../domain/network-shares.ts';
import type { ChangeNotifier } from '../service/ports/change-notifier.ts';
import { LastNotified } from './last-notified.ts';
import { Wheel, longestStay } from './wheel.ts';

/** Why a wait is over: its pin changed, its time is up, or the service is about to stop. */
export type Woken = 'changed' | 'over' | 'released';

/** Somebody who waits. */
export interface Waiter {
  /** The wait is over, and its place is free again. Called in a turn of its own; must not throw. */
  readonly wake: (why: Woken) => void;
}

/** What a wait is for. */
export interface WaitFor {
  /** The pin's internal key. */
  readonly pinKey: string;
  /** Where whoever waits comes from, as `networkOf` says. */
  readonly network: string;
  /** Milliseconds; no longer than {@link longestStay} in any case. */
  readonly stay: number;
}

/** How many may wait at once; from a wide network four times as many as from a network. */
export interface LongPollLimits {
  readonly overall: number;
  readonly perNetwork: number;
}

/** So many are woken in one turn of the event loop, that others are served between. */
const batchSize = 64;

/** The place of one who waits. */
export class Slot {
  readonly waiter: Waiter;
  /** What it is counted under. */
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

/** Everybody who waits in this thread: bounded, and woken in small slices. */
export class LongPolls {
  /** What those who waited were told. */
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

  /** How many wait. */
  get size(): number {
    return this.#places.size;
  }

  /** Whether the service is about to stop: nobody may wait any more. */
  get isReleased(): boolean {
    return this.#released;
  }

  /** Where the count of changes stands. Take it before the read that a wait goes on from. */
  cursor(): number {
    return this.#changeNotifier.cursor();
  }

  /**
   * Lets somebody wait.
   *
   * @param cursor as it was before the pin was read: a change since then wakes at once
   * @returns their place; undefined when there is none, or the service is about to stop
   */
  enter(waiter: Waiter, { pinKey, network, stay }: WaitFor, cursor: number): Slot | undefined {
    const shares = sharesFor(network, this.#bounds.perNetwork);
    const isCrowded = shares.some(({ of, limit }) => (this.#networks.get(of) ?? 0) >= limit);
    if (this.#released || this.#places.size >= this.#bounds.overall || isCrowded) return undefined;
    const networks = shares.map(({ of }) => of);
    const slot = new Slot(waiter, networks);
    this.#places.add(slot);
    for (const of of networks) this.#networks.set(of, (this.#networks.get(of) ?? 0) + 1);
    slot.wheelPosition = this.#wheel.put(slot, Math.min(stay, longestStay));
    slot.unsubscribe = this.#changeNotifier.watch(pinKey, () => this.#woken(slot, 'changed'));
    if (this.#changeNotifier.changedSince(pinKey, cursor)) this.#woken(slot, 'changed');
    return slot;
  }

  /** Wakes one as if its pin had changed: there is something that it was not told. */
  wake(slot: Slot): void {
    this.#woken(slot, 'changed');
  }

  /** Gives a place up; its waiter will not be woken. */
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

  /** Wakes everybody, and lets nobody wait from now on. */
  release(): void {
    this.#released = true;
    for (const slot of this.#places) this.#woken(slot, 'released');
  }

  /** Nothing wakes the place any more. */
  #settle(slot: Slot): void {
    this.#wheel.take(slot, slot.wheelPosition);
    slot.unsubscribe?.();
    slot.unsubscribe = undefined;
  }

  #woken(slot: Slot, why: Woken): void {
    if (slot.woken !== undefined || slot.gone) return;
    slot.woken = why;
    this.#settle(slot);
    // Not in this turn: what the system knows of closed connections is heard first, and thousands do not come at once.
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
