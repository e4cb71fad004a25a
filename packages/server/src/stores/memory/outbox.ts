import { joined, nobodyInMessage, truncateAddress } from '../../domain/audit-log.ts';
import { firstDueAt, judgeMessage, mayClaim, type Lease } from '../../domain/outbox.ts';
import type { AuditEntry } from '../../service/ports/events.ts';
import type { Message, Outbox, OutboxStatus } from '../../service/ports/outbox.ts';

interface Waiting {
  message: Message;
  readonly bundle: string | null;
  dueAt: number;
}

/** The outbox in memory; see `MemoryPins`. */
export class MemoryOutbox implements Outbox {
  readonly #waiting: Map<string, Waiting> = new Map();
  #lease: Lease = { clientId: null, until: 0 };
  #dropped = 0;
  #isOff = false;

  /**
   * Puts a message in.
   *
   * @param isFirst nothing of this aggregate was there before
   */
  put({ address, device: _, by: __, ...rest }: AuditEntry, bundle: string | null, isFirst: boolean): void {
    const first = [...this.#waiting.values()].find(
      (waiting) => bundle !== null && waiting.bundle === bundle && waiting.message.tried === 0,
    );
    const found = { isOff: this.#isOff, waiting: this.#waiting.size, isBundle: bundle !== null };
    const verdict = judgeMessage({ ...found, joins: first !== undefined });
    if (verdict === 'join' && first !== undefined) first.message = joined(first.message, rest.count);
    else if (verdict === 'drop') this.#dropped += 1;
    else if (verdict === 'put') {
      const message = { ...rest, network: truncateAddress(address), tried: 0 };
      this.#waiting.set(rest.id, { message, bundle, dueAt: firstDueAt(rest.at, isFirst) });
    }
  }

  async isDue(now: number): Promise<boolean> {
    return !this.#isOff && this.#next(now) !== undefined;
  }

  async claim(clientId: string, now: number, until: number): Promise<Message | undefined> {
    if (!mayClaim(this.#isOff, this.#lease, clientId, now)) return undefined;
    const next = this.#next(now);
    if (next === undefined) return undefined;
    this.#lease = { clientId, until };
    const { message } = next;
    next.message = { ...message, tried: message.tried + 1 };
    next.dueAt = until;
    return message;
  }

  async done(id: string): Promise<void> {
    this.#waiting.delete(id);
  }

  async putOff(id: string, dueAt: number): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) waiting.dueAt = dueAt;
  }

  async giveUp(id: string): Promise<void> {
    if (this.#waiting.delete(id)) this.#dropped += 1;
  }

  async switchOff(): Promise<void> {
    this.#dropped += this.#waiting.size;
    this.#waiting.clear();
    this.#isOff = true;
  }

  async resume(): Promise<void> {
    this.#isOff = false;
    this.#dropped = 0;
  }

  async release(clientId: string): Promise<void> {
    if (this.#lease.clientId === clientId) this.#lease = { clientId: null, until: 0 };
  }

  async status(): Promise<OutboxStatus> {
    return { waiting: this.#waiting.size, dropped: this.#dropped, isOff: this.#isOff };
  }

  /** Forgets who a person is in the messages that wait. */
  forgetPerson(account: string): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.message.account === account) waiting.message = { ...waiting.message, ...nobodyInMessage };
    }
  }

  #next(now: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting.values()) {
      if (waiting.dueAt <= now && (first === undefined || waiting.dueAt < first.dueAt)) first = waiting;
    }
    return first;
  }
}
