// An event stream that signals that a pin has changed. Its state is read by an ordinary request.
import type { Pin } from '../../domain/pin.ts';
import type { Clock } from '../../service/ports/clock.ts';
import type { PinStore } from '../../service/ports/pin-store.ts';
import type { StreamSink } from '../../protocols/constants/messages.ts';
import type { Slot, Waiter, LongPolls, Woken } from '../../long-poll/long-polls.ts';

/** Interval between comments, in milliseconds, so that no intermediary closes an idle connection. */
const heartbeat = 15_000;

/** Margin after the pin's expiry, in milliseconds, so that the read that follows finds it expired. */
const pastEnd = 500;

/** Reconnection times, in milliseconds: after a broken connection, and when no slot was free. */
const retry = { broken: 3000, full: 30_000 };

const changed = 'event: changed\ndata: changed\n\n';

/** What streams need of the service. */
export interface StreamPorts {
  readonly longPolls: LongPolls;
  readonly clock: Clock;
  readonly pins: Pick<PinStore, 'byId'>;
}

/** The pin of a stream, and its reader. */
export interface StreamOf {
  readonly pin: Pin;
  /** The reader's network, as rate limits count it. */
  readonly network: string;
  /** The change counter before the pin was read. */
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
 * Starts an event stream.
 *
 * @returns a function that stops it, to be called when its connection closes
 */
export function beginEvents(ports: StreamPorts, of: StreamOf, sink: StreamSink): () => void {
  const stream = new EventStream(ports, of, sink);
  stream.begin();
  return () => stream.stop();
}
