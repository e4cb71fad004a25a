import type { MailKind } from '../../domain/mail.ts';
import type { MailQueue, MailQueueStatus, NewMail, QueuedMail } from '../../service/ports/mail-queue.ts';
import type { MailRow } from './schema.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const due = statement<{ now: number }>()((db, the) =>
  db.selectFrom('mails').select('seq').where('due_at', '<=', the('now')).limit(1),
);

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('mails').selectAll().where('account', '=', the('account')).orderBy('seq'),
);

// Always true, since times are positive: it makes the planner use the index.
const all = statement<object>()((db) =>
  db
    .selectFrom('mails')
    .where('due_at', '>', 0)
    .select((row) => [row.fn.countAll<number>().as('waiting'), row.fn.min<number | null>('at').as('oldest')]),
);

const mailOf = ({ id, kind, account, address, grant_id: grant, at, tried }: MailRow): QueuedMail => ({
  id,
  kind: kind as MailKind,
  account,
  address,
  grant,
  at,
  tried,
});

/** The mail queue in an SQL database. */
export class SqlMailQueue implements MailQueue {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async put({ id, kind, account, address, grant, at }: NewMail): Promise<boolean> {
    return this.#writer.write('putMail', { id, kind, account, address, grant_id: grant, at });
  }

  async isDue(now: number): Promise<boolean> {
    return (await this.#reader.get(due, { now })) !== undefined;
  }

  async claim(now: number, until: number): Promise<QueuedMail | undefined> {
    const row = await this.#writer.write('claimMail', { now, until });
    return row === undefined ? undefined : mailOf(row);
  }

  async done(id: string): Promise<void> {
    await this.#writer.write('mailDone', { id });
  }

  async putOff(id: string, dueAt: number): Promise<void> {
    await this.#writer.write('putMailOff', { id, dueAt });
  }

  async listFor(account: string): Promise<readonly QueuedMail[]> {
    return (await this.#reader.all(ofAccount, { account })).map(mailOf);
  }

  async status(): Promise<MailQueueStatus> {
    const row = await this.#reader.get(all, {});
    const oldest = row?.oldest ?? null;
    return { waiting: Number(row?.waiting ?? 0), oldestAt: oldest === null ? null : Number(oldest) };
  }
}
