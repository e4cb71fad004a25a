// Long polling: holds the response to a poll until its pin changes (RFC 7240 `wait`), for both adapters.
import type { EndOfWait } from '../../domain/polling.ts';
import type { Clock } from '../../service/ports/clock.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { Slot, Waiter, LongPolls, Woken } from '../../long-poll/long-polls.ts';
import { waitAsked } from './prefer.ts';

/** How long a request is willing to wait, and what was the case before it was first run. */
export interface WaitTerms {
  /** As sent in `Preference-Applied`. */
  readonly seconds: number;
  /** The client's network, as rate limits count it. */
  readonly network: string;
  /** The change counter at that time. */
  readonly cursor: number;
}

/** A request that an adapter can run again and answer later. */
export interface Pausable {
  /** False once the client has disconnected. */
  isOpen(): boolean;
  /** Runs it again, as the request that ends a wait. */
  again(kind: EndOfWait): Promise<WireResponse>;
  answer(response: WireResponse): void;
  /** Reports that it could not be run again. */
  fail(error: unknown): void;
}

/** How a wait ended: its pin changed, its time was up, the service stops, or its client left. */
export type EndOfHold = Woken | 'left';

/** What holding needs of the service. */
export interface HoldPorts {
  readonly longPolls: LongPolls;
  readonly clock: Clock;
  /** Is told of each wait that ended how long it was, in seconds. */
  readonly ended?: (end: EndOfHold, seconds: number) => void;
}

/** The terms of a request that asks to wait; undefined for others and for `HEAD`, which are answered at once. */
export function termsOf(
  { longPolls }: HoldPorts,
  method: string,
  prefer: string | undefined,
  network: () => string,
): WaitTerms | undefined {
  const seconds = method === 'HEAD' ? undefined : waitAsked(prefer);
  return seconds === undefined ? undefined : { seconds, network: network(), cursor: longPolls.cursor() };
}

/** Margin after the pin's expiry, in milliseconds, so that a wait that ends there finds it expired. */
const pastEnd = 500;

class Held implements Waiter {
  readonly #ports: HoldPorts;
  readonly #request: Pausable;
  readonly #seconds: number;
  readonly #network: string;
  /** When the wait began and when it ends, on the monotonic clock. */
  readonly #began: number = performance.now();
  readonly #end: number;
  #isOver = false;
  readonly #pinId: string;
  /** What its device was last told. */
  readonly told: string;
  slot: Slot | undefined;

  constructor(ports: HoldPorts, request: Pausable, { seconds, network }: WaitTerms, pinId: string) {
    this.#ports = ports;
    this.#request = request;
    this.#seconds = seconds;
    this.#network = network;
    this.#end = this.#began + seconds * 1000;
    this.#pinId = pinId;
    this.told = ports.longPolls.lastNotified.last(pinId);
  }

  /** Waits for the rest of the time. Returns false if none is left or no slot is free. */
  enter({ waitingOn }: WireResponse, cursor: number): boolean {
    const left = this.#end - performance.now();
    if (waitingOn === undefined || left <= 0) return false;
    const { pinId, until } = waitingOn;
    const stay = Math.min(left, until - this.#ports.clock.now() + pastEnd);
    this.slot = this.#ports.longPolls.enter(this, { pinId, network: this.#network, stay }, cursor);
    return this.slot !== undefined;
  }

  wake(why: Woken): void {
    // Running it again could redeem the pin, so not after the client has disconnected.
    if (this.#request.isOpen()) this.#again(why).catch((error: unknown) => this.#request.fail(error));
  }

  /** Its connection has closed, perhaps after the answer. */
  leave(): void {
    if (this.slot !== undefined) this.#ports.longPolls.leave(this.slot);
    this.#over('left');
  }

  #over(end: EndOfHold): void {
    if (!this.#isOver) this.#ports.ended?.(end, (performance.now() - this.#began) / 1000);
    this.#isOver = true;
  }

  async #again(why: Woken): Promise<void> {
    const cursor = this.#ports.longPolls.cursor();
    const response = await this.#request.again(why === 'changed' ? 'woken' : 'waited');
    if (!this.#request.isOpen()) return;
    const isNews = response.waitingOn?.tells !== this.told;
    const waitsOn = why === 'changed' && !isNews;
    if (waitsOn && this.enter(response, cursor)) return;
    this.#over(why);
    const { lastNotified, isReleased } = this.#ports.longPolls;
    if (response.waitingOn === undefined) lastNotified.forget(this.#pinId);
    else lastNotified.note(this.#pinId, response.waitingOn, this.#ports.clock.now());
    // During a drain, a request that would wait again is answered like those that are waiting.
    const isSentAway = why === 'released' || (waitsOn && isReleased);
    const more = isSentAway ? { connection: 'close' } : { 'preference-applied': `wait=${this.#seconds}` };
    this.#request.answer({ ...response, headers: { ...response.headers, ...more } });
  }
}

/**
 * Holds a request until there is something that its device was not told, its time is up, or the service drains.
 *
 * @param response the response that it would get now
 * @param terms undefined if it did not ask to wait
 * @returns a function that drops it, to be called when its connection closes; undefined if it is to be answered at
 *   once
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
  return () => held.leave();
}
