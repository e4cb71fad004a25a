// A stream that says of a pin that it changed, and no more: how it stands is asked by an ordinary request.
import type { Pin } from '../../domain/pin.ts';
import type { Clock } from '../../service/ports/clock.ts';
import type { PinStore } from '../../service/ports/pin-store.ts';
import type { StreamSink } from '../../protocols/constants/messages.ts';
import type { Slot, Waiter, LongPolls, Woken } from '../../long-poll/long-polls.ts';

/** A comment so often, in milliseconds, that nobody on the way takes the connection for dead. */
const heartbeat = 15_000;

/** Told at the end of a wait, not a moment before, in milliseconds. */
const pastEnd = 500;

/** What a page comes back after, in milliseconds: when a connection broke, and when there was no room. */
const retry = { broken: 3000, full: 30_000 };

const changed = 'event: changed\ndata: changed\n\n';

/** What streams need of the service. */
export interface StreamPorts {
  readonly longPolls: LongPolls;
  readonly clock: Clock;
  readonly pins: Pick<PinStore, 'byId'>;
}

/** Whose stream it is. */
export interface StreamOf {
  readonly pin: Pin;
  /** Where it goes to, as budgets count it. */
  readonly network: string;
  /** Where the count of changes stood before the pin was read. */
  readonly cursor: number;
}

const isOver = (pin: Pin | undefined): boolean =>
  pin === undefined || (pin.state.at !== 'pending' && pin.state.at !== 'approved');

class EventStream implements Waiter {
  readonly #ports: StreamPorts;
  readonly #of: StreamOf;
  readonly #sink: StreamSink;
  #place: Slot | undefined;

  constructor(ports: StreamPorts, of: StreamOf, sink: StreamSink) {
    this.#ports = ports;
    this.#of = of;
    this.#sink = sink;
  }

  begin(): void {
    this.#sink.write(`retry: ${retry.broken}\n\n${this.#of.pin.state.at === 'pending' ? '' : changed}`);
    if (!this.#enter(this.#of.cursor)) this.#end(`retry: ${retry.full}\n\n`);
  }

  wake(why: Woken): void {
    const past = this.#ports.clock.now() >= this.#of.pin.expiresAt;
    if (why === 'released') return this.#sink.end();
    if (past) return this.#end(changed);
    const cursor = this.#ports.longPolls.cursor();
    this.#sink.write(why === 'changed' ? changed : ':\n\n');
    if (why === 'over') return this.#goOn(cursor);
    Promise.resolve(this.#ports.pins.byId(this.#of.pin.id)).then(
      (pin) => (isOver(pin) ? this.#sink.end() : this.#goOn(cursor)),
      () => this.#sink.end(),
    );
  }

  stop(): void {
    if (this.#place !== undefined) this.#ports.longPolls.leave(this.#place);
  }

  #goOn(cursor: number): void {
    if (!this.#enter(cursor)) this.#sink.end();
  }

  #enter(cursor: number): boolean {
    const { pin, network } = this.#of;
    const stay = Math.min(heartbeat, pin.expiresAt - this.#ports.clock.now() + pastEnd);
    this.#place = this.#ports.longPolls.enter(this, { pinId: pin.id, network, stay }, cursor);
    return this.#place !== undefined;
  }

  #end(last: string): void {
    this.#sink.write(last);
    this.#sink.end();
  }
}

/**
 * Begins a stream of events.
 *
 * @returns what stops it, for when its connection closes
 */
export function beginEvents(ports: StreamPorts, of: StreamOf, sink: StreamSink): () => void {
  const stream = new EventStream(ports, of, sink);
  stream.begin();
  return () => stream.stop();
}
