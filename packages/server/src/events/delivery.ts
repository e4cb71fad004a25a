import type { Account } from '../service/ports/accounts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Message, Outbox, OutboxStatus } from '../service/ports/outbox.ts';
import { bodyOf } from './message-body.ts';
import { signatureOf } from './signature.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long to wait after each failure of a message, in milliseconds; after the last it is given up: some three days. */
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

/** How long a receiver may take, in milliseconds. */
const patience = 15 * second;

/** How long a message is nobody else's to send, in milliseconds: longer than sending can take. */
const claimed = minute;

/** How often to look for messages, in milliseconds. */
const every = second;

/** A receiver that fails is let alone for so long, in milliseconds, after one failure and after several in a row. */
const rest = { once: 5 * second, often: 5 * minute };

/** So many messages that wait are worth a word. */
const backlog = 100;

/** What delivery needs. */
export interface DeliveryParts {
  readonly outbox: Outbox;
  readonly accounts: { byId(id: string): Promise<Pick<Account, 'number'> | undefined> };
  readonly clock: Clock;
  /** A name for this sender, unlike any other's. */
  readonly name: string;
  readonly url: string;
  /** The first signs, the others do so as well while they are exchanged. */
  readonly secrets: readonly Buffer[];
  /** Sends; answers the status. */
  readonly post: (message: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly signal: AbortSignal;
  }) => Promise<number>;
  /** Hears what went wrong, in a sentence. */
  readonly onTrouble: (sentence: string) => void;
}

/** Sends the messages of the outbox to the operator's receiver. */
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

  /** Begins to look for messages now and then. A receiver that wanted no more is asked anew. */
  start(): void {
    this.#turn = this.#careful(() => this.#parts.outbox.resume());
    this.#timer = setInterval(() => {
      this.#turn ??= this.sendDue().finally(() => (this.#turn = undefined));
    }, every).unref();
    void this.#turn.finally(() => (this.#turn = undefined));
  }

  /** Ends what is under way, and lets another sender go on at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#turn;
    await this.#careful(() => this.#parts.outbox.release(this.#parts.name));
  }

  /** Sends what is due, one after the other, until there is nothing more or the receiver fails. */
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

  /** What an operator should look at, as sentences. */
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

  /** @returns whether the receiver took it */
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

  /** The store's troubles are no reason to stop for good. */
  async #careful(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.onTrouble(`Webhooks could not be worked on: ${String(error)}`);
    }
  }
}
