import { delayAfter, nextTry } from '../domain/mail.ts';
import type { Budgets } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { MailQueue, MailQueueStatus, QueuedMail } from '../service/ports/mail-queue.ts';
import { sendLimit } from './limits.ts';
import { longestSending, type Letter, type Send } from './smtp.ts';

const second = 1000;
const minute = 60 * second;

/** How long nobody else gets a mail that is being sent, in milliseconds: longer than that can take. */
const claimed = longestSending + minute;

/** Interval between looks into the queue, in milliseconds. */
const every = second;

/** How many looks of somebody who does not send go by without one. */
const seldom = 15;

/** Pauses after one failure of the server and after several in a row, in milliseconds. */
const rest = { once: 10 * second, often: 2 * minute };

/** How long a mail waits before the operator hears of it, in milliseconds. */
const long = 15 * minute;

/** What delivery needs. */
export interface MailDeliveryParts {
  readonly queue: MailQueue;
  readonly budgets: Pick<Budgets, 'spend'>;
  readonly clock: Clock;
  /** Writes a mail, and makes its link. Undefined if there is nobody to send it to. */
  readonly compose: (mail: QueuedMail) => Promise<Letter | undefined>;
  readonly send: Send;
  /** Whether this process is the one of all that sends. */
  readonly leads: () => boolean;
  readonly perHour: number;
  /** Called with a sentence about a problem. */
  readonly onTrouble: (sentence: string) => void;
}

const waits = (count: number): string => (count === 1 ? '1 mail waits' : `${count} mails wait`);

/** Sends the mails that wait, one after the other. */
export class MailDelivery {
  readonly #parts: MailDeliveryParts;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | undefined;
  #isStopped = false;
  #failures = 0;
  #refusals = 0;
  #restsUntil = 0;
  #why = '';
  #isOverLimit = false;
  #status: MailQueueStatus = { waiting: 0, oldestAt: null };

  constructor(parts: MailDeliveryParts) {
    this.#parts = parts;
  }

  /** @param sends false to watch the queue only: the thread that sends is another */
  start(sends: boolean): void {
    let looks = 0;
    const look = (): void => {
      looks += 1;
      const isSender = sends && this.#parts.leads();
      if (!isSender && looks % seldom !== 1) return;
      this.#turn ??= (isSender ? this.sendDue() : this.#watch()).finally(() => (this.#turn = undefined));
    };
    this.#timer = setInterval(look, every).unref();
    look();
  }

  /** Finishes the mail that is being sent. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#turn;
  }

  /** Sends what is due, until nothing is left or the server fails. */
  sendDue(): Promise<void> {
    return this.#careful(async () => {
      const { queue, clock } = this.#parts;
      while (this.#mayGoOn() && (await queue.isDue(clock.now()))) {
        const mail = await queue.claim(clock.now(), clock.now() + claimed);
        if (mail === undefined) break;
        await this.#deliver(mail);
      }
      this.#status = await queue.status();
    });
  }

  /** Warnings for the operator, as sentences. */
  warnings(): readonly string[] {
    const { clock, perHour } = this.#parts;
    const { waiting, oldestAt } = this.#status;
    const warnings: string[] = [];
    if (this.#failures > 0) {
      warnings.push(`The mail server takes no mail (${this.#why}); ${waits(waiting)}.`);
    } else if (this.#isOverLimit) {
      warnings.push(`${perHour} mails were sent within an hour, which is the most; ${waits(waiting)}.`);
    } else if (oldestAt !== null && clock.now() >= oldestAt + long) {
      const minutes = Math.floor((clock.now() - oldestAt) / minute);
      warnings.push(`${waits(waiting)} to be sent, the oldest for ${minutes} minutes.`);
    }
    if (this.#refusals > 0) {
      const what = this.#refusals === 1 ? '1 mail was' : `${this.#refusals} mails were`;
      warnings.push(`${what} not delivered since the service started; the log says why.`);
    }
    return warnings;
  }

  #mayGoOn(): boolean {
    return !this.#isStopped && this.#parts.leads() && this.#parts.clock.now() >= this.#restsUntil;
  }

  async #deliver(mail: QueuedMail): Promise<void> {
    const { queue, budgets, clock, compose, send, perHour } = this.#parts;
    const letter = await compose(mail);
    if (letter === undefined) return queue.done(mail.id);
    const full = await budgets.spend([sendLimit(perHour)], clock.now());
    this.#isOverLimit = full !== undefined;
    if (full !== undefined) {
      this.#restsUntil = full.roomAt;
      return queue.putOff(mail.id, full.roomAt);
    }
    const { fault, reply } = await send(letter);
    if (fault !== 'server') this.#failures = 0;
    if (fault === null) return queue.done(mail.id);
    if (fault === 'refused') return this.#giveUp(mail, reply);
    if (fault === 'server') {
      this.#failures += 1;
      this.#why = reply;
      this.#restsUntil = clock.now() + (this.#failures === 1 ? rest.once : rest.often);
      if (this.#failures === 1) this.#parts.onTrouble(`The mail server takes no mail: ${reply}`);
    }
    // After a fault of the server this process rests; another that takes its place tries at once.
    const delay = fault === 'server' ? 0 : delayAfter(mail.tried);
    const dueAt = nextTry(mail.at, delay, clock.now());
    return dueAt === null ? this.#giveUp(mail, reply) : queue.putOff(mail.id, dueAt);
  }

  async #giveUp({ id, kind, tried }: QueuedMail, reply: string): Promise<void> {
    this.#refusals += 1;
    this.#parts.onTrouble(
      `A mail (${kind}) is given up after ${tried === 0 ? '1 try' : `${tried + 1} tries`}: ${reply}`,
    );
    await this.#parts.queue.done(id);
  }

  #watch(): Promise<void> {
    return this.#careful(async () => {
      this.#status = await this.#parts.queue.status();
    });
  }

  /** Runs `work` and reports errors of the store without stopping delivery. */
  async #careful(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.onTrouble(`Mails could not be worked on: ${String(error)}`);
    }
  }
}
