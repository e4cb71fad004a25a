import type { Message, Outbox, OutboxStatus } from '../../service/ports/outbox.ts';
import type { Sql } from './sql.ts';
import { countMessages, outboxState, type MessageBody } from './outbox-rows.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const due = statement<{ now: number }>()((db, the) =>
  db.selectFrom('outbox').select('seq').where('due_at', '<=', the('now')).limit(1),
);

/** The outbox in an SQL database. */
export class SqlOutbox implements Outbox {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async isDue(now: number): Promise<boolean> {
    return (await this.#reader.get(due, { now })) !== undefined;
  }

  async claim(holder: string, now: number, until: number): Promise<Message | undefined> {
    const row = await this.#writer.write('claimMessage', { holder, now, until });
    if (row === undefined) return undefined;
    const { id, account, count, tried } = row;
    return { ...(JSON.parse(row.body) as MessageBody), id, account, count, tried };
  }

  async done(id: string): Promise<void> {
    await this.#writer.write('messageDone', { id });
  }

  async putOff(id: string, dueAt: number): Promise<void> {
    await this.#writer.write('putMessageOff', { id, dueAt });
  }

  async giveUp(id: string): Promise<void> {
    await this.#writer.write('giveMessageUp', { id });
  }

  async switchOff(): Promise<void> {
    await this.#writer.write('switchOutboxOff', undefined);
  }

  async resume(): Promise<void> {
    await this.#writer.write('resumeOutbox', undefined);
  }

  async release(holder: string): Promise<void> {
    await this.#writer.write('releaseOutbox', { holder });
  }

  async status(): Promise<OutboxStatus> {
    const { dropped, is_off: isOff } = await outboxState(this.#reader);
    return { waiting: await countMessages(this.#reader), dropped, isOff: isOff === 1 };
  }
}
