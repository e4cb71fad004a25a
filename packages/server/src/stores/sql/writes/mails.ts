import { hasRoomFor, type MailKind } from '../../../domain/mail.ts';
import type { MailRow } from '../schema.ts';
import type { Transaction } from '../sql.ts';
import { statement } from '../statement.ts';

// Every time is later than 0: a condition that goes by the index.
const count = statement<object>()((db) =>
  db
    .selectFrom('mails')
    .select((row) => row.fn.countAll<number>().as('waiting'))
    .where('due_at', '>', 0),
);

const put = statement<NewMailRow>()((db, the) =>
  db.insertInto('mails').values({
    id: the('id'),
    kind: the('kind'),
    account: the('account'),
    address: the('address'),
    grant_id: the('grant_id'),
    at: the('at'),
    tried: 0,
    due_at: the('at'),
  }),
);

/** A mail that nobody has tried to send. */
export type NewMailRow = Omit<MailRow, 'seq' | 'tried' | 'due_at'>;

export async function putMail(on: Transaction, row: NewMailRow): Promise<boolean> {
  const waiting = Number((await on.get(count, {}))?.waiting ?? 0);
  if (!hasRoomFor(row.kind as MailKind, waiting)) return false;
  await on.run(put, row);
  return true;
}

const next = statement<{ now: number }>()((db, the) =>
  db.selectFrom('mails').selectAll().where('due_at', '<=', the('now')).orderBy('due_at').orderBy('seq').limit(1),
);

const take = statement<{ seq: number; until: number }>()((db, the) =>
  db
    .updateTable('mails')
    .set((row) => ({ tried: row('tried', '+', 1), due_at: the('until') }))
    .where('seq', '=', the('seq')),
);

/** Somebody wants to send. */
export interface MailClaim {
  readonly now: number;
  readonly until: number;
}

export async function claimMail(on: Transaction, { now, until }: MailClaim): Promise<MailRow | undefined> {
  const row = await on.get(next, { now });
  if (row !== undefined) await on.run(take, { seq: row.seq, until });
  return row;
}

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('mails').where('id', '=', the('id')));

export async function mailDone(on: Transaction, which: { readonly id: string }): Promise<void> {
  await on.run(remove, which);
}

const putOff = statement<{ id: string; dueAt: number }>()((db, the) =>
  db
    .updateTable('mails')
    .set({ due_at: the('dueAt') })
    .where('id', '=', the('id')),
);

export async function putMailOff(
  on: Transaction,
  mail: { readonly id: string; readonly dueAt: number },
): Promise<void> {
  await on.run(putOff, mail);
}

const forget = statement<{ account: string }>()((db, the) =>
  db.deleteFrom('mails').where('account', '=', the('account')),
);

/** Takes the mails of a person out. */
export async function forgetPersonInMails(on: Transaction, account: string): Promise<void> {
  await on.run(forget, { account });
}
