import type { Message, Outbox, OutboxStatus } from '../../service/ports/outbox.ts';
import type { Connection } from './connection.ts';
import { outboxState, type MessageBody } from './outbox-rows.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const due = statement<{ now: number }>()((db, the) =>
  db.selectFrom('outbox').select('seq').where('due_at', '<=', the('now')).limit(1),
);

/** The outbox in SQLite. */
export class SqliteOutbox implements Outbox {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async isDue(now: number): Promise<boolean> {
    return this.#reader.get(due, { now }) !== undefined;
  }

  async claim(holder: string, now: number, until: number): Promise<Message | undefined> {
    const row = await this.#queue.write('claimMessage', { holder, now, until });
    if (row === undefined) return undefined;
    const { id, account, count, tried } = row;
    return { ...(JSON.parse(row.body) as MessageBody), id, account, count, tried };
  }

  async done(id: string): Promise<void> {
    await this.#queue.write('messageDone', { id });
  }

  async putOff(id: string, dueAt: number): Promise<void> {
    await this.#queue.write('putMessageOff', { id, dueAt });
  }

  async giveUp(id: string): Promise<void> {
    await this.#queue.write('giveMessageUp', { id });
  }

  async switchOff(): Promise<void> {
    await this.#queue.write('switchOutboxOff', undefined);
  }

  async resume(): Promise<void> {
    await this.#queue.write('resumeOutbox', undefined);
  }

  async release(holder: string): Promise<void> {
    await this.#queue.write('releaseOutbox', { holder });
  }

  async status(): Promise<OutboxStatus> {
    const { waiting, dropped, is_off: isOff } = outboxState(this.#reader);
    return { waiting, dropped, isOff: isOff === 1 };
  }
}
