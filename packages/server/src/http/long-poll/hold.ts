// Holding the answer to a poll until there is news (RFC 7240 `wait`). Both adapters do it the same way.
import type { EndOfWait } from '../../domain/polling.ts';
import type { Clock } from '../../service/ports/clock.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { Slot, Waiter, LongPolls, Woken } from '../../long-poll/long-polls.ts';
import { waitAsked } from './prefer.ts';

/** How long a request would wait, and what has to be known from before it was first run. */
export interface WaitTerms {
  /** As it is told in `Preference-Applied`. */
  readonly seconds: number;
  /** Where it comes from, as budgets count it. */
  readonly network: string;
  /** Where the count of changes stood. */
  readonly cursor: number;
}

/** A request that an adapter can run once more and answer later. */
export interface Pausable {
  /** False when nobody is there any more to take the answer. */
  isOpen(): boolean;
  /** Runs it as an ordinary request that ends a wait. */
  again(kind: EndOfWait): Promise<WireResponse>;
  answer(response: WireResponse): void;
  /** It could not be run. */
  fail(error: unknown): void;
}

/** What holding needs of the service. */
export interface HoldPorts {
  readonly longPolls: LongPolls;
  readonly clock: Clock;
}

/** The terms of a request that asks to wait; a `HEAD` is answered at once. */
export function termsOf(
  { longPolls }: HoldPorts,
  method: string,
  prefer: string | undefined,
  network: () => string,
): WaitTerms | undefined {
  const seconds = method === 'HEAD' ? undefined : waitAsked(prefer);
  return seconds === undefined ? undefined : { seconds, network: network(), cursor: longPolls.cursor() };
}

/** A wait that has expired answers so, not a moment before: the pin's last instant and the turn of a timer. */
const pastEnd = 500;

class Held implements Waiter {
  readonly #ports: HoldPorts;
  readonly #request: Pausable;
  readonly #seconds: number;
  readonly #network: string;
  /** When the wait is over, on the clock that nobody sets. */
  readonly #end: number;
  readonly #pinId: string;
  /** What its device knows already. */
  readonly told: string;
  slot: Slot | undefined;

  constructor(ports: HoldPorts, request: Pausable, { seconds, network }: WaitTerms, pinId: string) {
    this.#ports = ports;
    this.#request = request;
    this.#seconds = seconds;
    this.#network = network;
    this.#end = performance.now() + seconds * 1000;
    this.#pinId = pinId;
    this.told = ports.longPolls.lastNotified.last(pinId);
  }

  /** Waits for what is left of the time. False when there is nothing to wait for, or no room. */
  enter({ waitingOn }: WireResponse, cursor: number): boolean {
    const left = this.#end - performance.now();
    if (waitingOn === undefined || left <= 0) return false;
    const { pinId, until } = waitingOn;
    const stay = Math.min(left, until - this.#ports.clock.now() + pastEnd);
    this.slot = this.#ports.longPolls.enter(this, { pinId, network: this.#network, stay }, cursor);
    return this.slot !== undefined;
  }

  wake(why: Woken): void {
    // Running it could redeem the pin: not for a device that went away.
    if (this.#request.isOpen()) this.#again(why).catch((error: unknown) => this.#request.fail(error));
  }

  async #again(why: Woken): Promise<void> {
    const cursor = this.#ports.longPolls.cursor();
    const response = await this.#request.again(why === 'changed' ? 'woken' : 'waited');
    if (!this.#request.isOpen()) return;
    const isNews = response.waitingOn?.tells !== this.told;
    const waitsOn = why === 'changed' && !isNews;
    if (waitsOn && this.enter(response, cursor)) return;
    const { lastNotified, isReleased } = this.#ports.longPolls;
    if (response.waitingOn === undefined) lastNotified.forget(this.#pinId);
    else lastNotified.note(this.#pinId, response.waitingOn, this.#ports.clock.now());
    // One that would wait on while the service stops is sent away like those that were just waiting.
    const isSentAway = why === 'released' || (waitsOn && isReleased);
    const more = isSentAway ? { connection: 'close' } : { 'preference-applied': `wait=${this.#seconds}` };
    this.#request.answer({ ...response, headers: { ...response.headers, ...more } });
  }
}

/**
 * Holds a request whose answer may be waited for: until there is something that its device was not told, its time is
 * over, or the service stops.
 *
 * @param response what it would be answered now
 * @param terms undefined when it did not ask to wait
 * @returns what forgets it, for when its connection closes; undefined when it is to be answered at once
 */
export function hold(
  ports: HoldPorts,
  request: Pausable,
  response: WireResponse,
  terms: WaitTerms | undefined,
): (() => void) | undefined {
  const { waitingOn } = response;
  if (terms === undefined || waitingOn === undefined) return undefined;
  const held = new Held(ports, request, terms, waitingOn.pinId);
  if (!held.enter(response, terms.cursor)) return undefined;
  // What changed between two polls is news too.
  if (held.slot !== undefined && waitingOn.tells !== held.told) ports.longPolls.wake(held.slot);
  return () => {
    if (held.slot !== undefined) ports.longPolls.leave(held.slot);
  };
}
