import { hasRoomFor } from '../../domain/mail.ts';
import type { MailQueue, MailQueueStatus, NewMail, QueuedMail } from '../../service/ports/mail-queue.ts';

interface Waiting {
  mail: QueuedMail;
  dueAt: number;
}

/** The queue of mails in memory; see `MemoryPins`. */
export class MemoryMailQueue implements MailQueue {
  readonly #waiting: Map<string, Waiting> = new Map();

  async put(mail: NewMail): Promise<boolean> {
    if (!hasRoomFor(mail.kind, this.#waiting.size)) return false;
    this.#waiting.set(mail.id, { mail: { ...mail, tried: 0 }, dueAt: mail.at });
    return true;
  }

  async isDue(now: number): Promise<boolean> {
    return this.#next(now) !== undefined;
  }

  async claim(now: number, until: number): Promise<QueuedMail | undefined> {
    const next = this.#next(now);
    if (next === undefined) return undefined;
    const { mail } = next;
    next.mail = { ...mail, tried: mail.tried + 1 };
    next.dueAt = until;
    return mail;
  }

  async done(id: string): Promise<void> {
    this.#waiting.delete(id);
  }

  async putOff(id: string, dueAt: number): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) waiting.dueAt = dueAt;
  }

  async listFor(account: string): Promise<readonly QueuedMail[]> {
    return [...this.#waiting.values()].map(({ mail }) => mail).filter((mail) => mail.account === account);
  }

  async status(): Promise<MailQueueStatus> {
    const oldest = [...this.#waiting.values()].map(({ mail }) => mail.at).toSorted((one, other) => one - other);
    return { waiting: this.#waiting.size, oldestAt: oldest[0] ?? null };
  }

  /** Takes the mails of a person out. */
  forgetPerson(account: string): void {
    for (const [id, { mail }] of this.#waiting) if (mail.account === account) this.#waiting.delete(id);
  }

  #next(now: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting.values()) {
      if (waiting.dueAt <= now && (first === undefined || waiting.dueAt < first.dueAt)) first = waiting;
    }
    return first;
  }
}
