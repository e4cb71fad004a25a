import type { Account } from '../service/ports/accounts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Message, Outbox, OutboxStatus } from '../service/ports/outbox.ts';
import { bodyOf } from './message-body.ts';
import { signatureOf } from './signature.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Delays between retries of a message, in milliseconds; given up after the last, some three days. */
const waits: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Time-out of a request, in milliseconds. */
const patience = 15 * second;

/** Lease of a message, in milliseconds: longer than sending it can take. */
const claimed = minute;

/** Interval between polls of the outbox, in milliseconds. */
const every = second;

/** Pauses after one failure of a receiver and after several in a row, in milliseconds. */
const rest = { once: 5 * second, often: 5 * minute };

/** Number of undelivered messages that triggers a warning. */
const backlog = 100;

/** The parts that delivery needs. */
export interface DeliveryParts {
  readonly outbox: Outbox;
  readonly accounts: { byId(id: string): Promise<Pick<Account, 'number'> | undefined> };
  readonly clock: Clock;
  /** Unique name of this sender. */
  readonly name: string;
  readonly url: string;
  /** Signing secrets: the current one first, others during a rotation. */
  readonly secrets: readonly Buffer[];
  /** Posts a message. Returns the status. */
  readonly post: (message: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly signal: AbortSignal;
  }) => Promise<number>;
  /** Called with a sentence about a problem. */
  readonly onTrouble: (sentence: string) => void;
}

/** Delivers the outbox to the operator's webhook receiver. */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #stop: AbortController = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | undefined;
  #failures = 0;
  #restsUntil = 0;
  #why = '';
  #status: OutboxStatus = { waiting: 0, dropped: 0, isOff: false };

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Starts polling the outbox. Retries a receiver that had refused further messages (410). */
  start(): void {
    this.#turn = this.#careful(() => this.#parts.outbox.resume());
    this.#timer = setInterval(() => {
      this.#turn ??= this.sendDue().finally(() => (this.#turn = undefined));
    }, every).unref();
    void this.#turn.finally(() => (this.#turn = undefined));
  }

  /** Finishes the current request and releases its messages to other senders. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#turn;
    await this.#careful(() => this.#parts.outbox.release(this.#parts.name));
  }

  /** Sends due messages in order, until none is left or the receiver fails. */
  sendDue(): Promise<void> {
    return this.#careful(async () => {
      const { outbox, clock, name } = this.#parts;
      while (!this.#stop.signal.aborted && clock.now() >= this.#restsUntil && (await outbox.isDue(clock.now()))) {
        const message = await outbox.claim(name, clock.now(), clock.now() + claimed);
        if (message === undefined) break;
        if (!(await this.#send(message))) break;
      }
      this.#status = await outbox.status();
    });
  }

  /** Warnings for the operator, as sentences. */
  warnings(): readonly string[] {
    const { waiting, dropped, isOff } = this.#status;
    const warnings: string[] = [];
    if (isOff) {
      warnings.push(
        'The webhook receiver answered 410 Gone, so it is sent nothing more until the service starts again.',
      );
    } else if (this.#failures > 0) {
      warnings.push(`The webhook receiver does not take messages (${this.#why}); ${waiting} wait.`);
    } else if (waiting >= backlog) {
      warnings.push(`${waiting} webhook messages wait to be sent.`);
    }
    if (dropped > 0) warnings.push(`${dropped} webhook messages were never delivered since the service started.`);
    return warnings;
  }

  /** @returns whether the receiver accepted it */
  async #send(message: Message): Promise<boolean> {
    const { outbox, accounts, clock, url, secrets, post, onTrouble } = this.#parts;
    const account = message.account === null ? undefined : await accounts.byId(message.account);
    const id = `evt_${message.id}`;
    const timestamp = Math.floor(clock.now() / second);
    const body = bodyOf(message, account?.number ?? null);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'linkpin',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secrets, { id, timestamp, body }),
    };
    const signal = AbortSignal.any([AbortSignal.timeout(patience), this.#stop.signal]);
    const outcome = await post({ url, headers, body, signal }).catch((error: unknown) => String(error));
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) {
      await outbox.done(message.id);
      this.#failures = 0;
      return true;
    }
    if (outcome === 410) {
      await outbox.switchOff();
      onTrouble('The webhook receiver answered 410 Gone: it is sent nothing more.');
      return false;
    }
    await this.#failed(message, typeof outcome === 'number' ? `it answered ${outcome}` : outcome);
    return false;
  }

  async #failed({ id, tried }: Message, why: string): Promise<void> {
    const { outbox, clock, onTrouble } = this.#parts;
    this.#failures += 1;
    this.#why = why;
    this.#restsUntil = clock.now() + (this.#failures === 1 ? rest.once : rest.often);
    const wait = waits[tried];
    if (wait !== undefined) return outbox.putOff(id, clock.now() + wait);
    onTrouble(`The webhook message evt_${id} is given up after ${tried + 1} tries: ${why}.`);
    return outbox.giveUp(id);
  }

  /** Runs `work` and reports errors of the store without stopping delivery. */
  async #careful(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.onTrouble(`Webhooks could not be worked on: ${String(error)}`);
    }
  }
}
