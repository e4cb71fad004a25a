import { sharesFor } from '../domain/network-shares.ts';
import type { Wakes } from '../service/ports/wakes.ts';
import { Told } from './told.ts';
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
export interface WaitBounds {
  readonly overall: number;
  readonly perNetwork: number;
}

/** So many are woken in one turn of the event loop, that others are served between. */
const slice = 64;

/** The place of one who waits. */
export class Place {
  readonly waiter: Waiter;
  /** What it is counted under. */
  readonly networks: readonly string[];
  slot = -1;
  deaf: (() => void) | undefined;
  woken: Woken | undefined;
  gone = false;

  constructor(waiter: Waiter, networks: readonly string[]) {
    this.waiter = waiter;
    this.networks = networks;
  }
}

/** Everybody who waits in this thread: bounded, and woken in small slices. */
export class Waits {
  /** What those who waited were told. */
  readonly told: Told = new Told();
  readonly #wakes: Wakes;
  readonly #bounds: WaitBounds;
  readonly #places: Set<Place> = new Set();
  readonly #networks: Map<string, number> = new Map();
  readonly #wheel: Wheel<Place> = new Wheel((place) => this.#woken(place, 'over'));
  #ready: Place[] = [];
  #released = false;

  constructor(wakes: Wakes, bounds: WaitBounds) {
    this.#wakes = wakes;
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
  mark(): number {
    return this.#wakes.mark();
  }

  /**
   * Lets somebody wait.
   *
   * @param mark as it was before the pin was read: a change since then wakes at once
   * @returns their place; undefined when there is none, or the service is about to stop
   */
  enter(waiter: Waiter, { pinKey, network, stay }: WaitFor, mark: number): Place | undefined {
    const shares = sharesFor(network, this.#bounds.perNetwork);
    const isCrowded = shares.some(({ of, limit }) => (this.#networks.get(of) ?? 0) >= limit);
    if (this.#released || this.#places.size >= this.#bounds.overall || isCrowded) return undefined;
    const networks = shares.map(({ of }) => of);
    const place = new Place(waiter, networks);
    this.#places.add(place);
    for (const of of networks) this.#networks.set(of, (this.#networks.get(of) ?? 0) + 1);
    place.slot = this.#wheel.put(place, Math.min(stay, longestStay));
    place.deaf = this.#wakes.watch(pinKey, () => this.#woken(place, 'changed'));
    if (this.#wakes.changedSince(pinKey, mark)) this.#woken(place, 'changed');
    return place;
  }

  /** Wakes one as if its pin had changed: there is something that it was not told. */
  wake(place: Place): void {
    this.#woken(place, 'changed');
  }

  /** Gives a place up; its waiter will not be woken. */
  leave(place: Place): void {
    this.#settle(place);
    if (place.gone) return;
    place.gone = true;
    this.#places.delete(place);
    for (const of of place.networks) {
      const left = (this.#networks.get(of) ?? 1) - 1;
      if (left === 0) this.#networks.delete(of);
      else this.#networks.set(of, left);
    }
  }

  /** Wakes everybody, and lets nobody wait from now on. */
  release(): void {
    this.#released = true;
    for (const place of this.#places) this.#woken(place, 'released');
  }

  /** Nothing wakes the place any more. */
  #settle(place: Place): void {
    this.#wheel.take(place, place.slot);
    place.deaf?.();
    place.deaf = undefined;
  }

  #woken(place: Place, why: Woken): void {
    if (place.woken !== undefined || place.gone) return;
    place.woken = why;
    this.#settle(place);
    // Not in this turn: what the system knows of closed connections is heard first, and thousands do not come at once.
    if (this.#ready.length === 0) setImmediate(() => this.#wakeSome());
    this.#ready.push(place);
  }

  #wakeSome(): void {
    const now = this.#ready.slice(0, slice);
    this.#ready = this.#ready.slice(slice);
    if (this.#ready.length > 0) setImmediate(() => this.#wakeSome());
    for (const place of now) {
      if (place.gone || place.woken === undefined) continue;
      this.leave(place);
      place.waiter.wake(place.woken);
    }
  }
}
