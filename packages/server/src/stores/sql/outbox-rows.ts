// How messages are put into the outbox, for the writer's operations on whatever they are about.
import { nobodyInMessage, truncateAddress } from '../../domain/audit-log.ts';
import { firstDueAt, judgeMessage } from '../../domain/outbox.ts';
import type { Message } from '../../service/ports/outbox.ts';
import type { Sql, Transaction } from './sql.ts';
import type { EventRow, OutboxRow, OutboxStateRow } from './schema.ts';
import { statement } from './statement.ts';

/** What no query asks a message for. */
export type MessageBody = Omit<Message, 'id' | 'account' | 'count' | 'tried'>;

const state = statement<object>()((db) =>
  db.selectFrom('outbox_state').select(['dropped', 'is_off', 'holder', 'lease_until']).where('id', '=', 1),
);

const waiting = statement<object>()((db, _the, words) =>
  db.selectFrom('outbox_state').select(words.waitingMessages.as('waiting')).where('id', '=', 1),
);

const untried = statement<{ bundle: string }>()((db, the) =>
  db
    .selectFrom('outbox')
    .select('seq')
    .where('bundle', '=', the('bundle'))
    .where((row) => row('tried', '=', row.lit(0))),
);

const join = statement<{ bundle: string; count: number }>()((db, the) =>
  db
    .updateTable('outbox')
    .set((row) => ({ count: row('count', '+', the('count')) }))
    .where('bundle', '=', the('bundle'))
    .where((row) => row('tried', '=', row.lit(0))),
);

const put = statement<Omit<OutboxRow, 'seq' | 'tried'>>()((db, the) =>
  db.insertInto('outbox').values({
    id: the('id'),
    account: the('account'),
    body: the('body'),
    count: the('count'),
    bundle: the('bundle'),
    tried: 0,
    due_at: the('due_at'),
  }),
);

const drop = statement<object>()((db) =>
  db
    .updateTable('outbox_state')
    .where('id', '=', 1)
    .set((row) => ({ dropped: row('dropped', '+', 1) })),
);

/** The one row about all messages. */
export async function outboxState(on: Sql): Promise<Omit<OutboxStateRow, 'id' | 'waiting'>> {
  return (await on.get(state, {})) ?? lost();
}

/** Counts the messages that wait. */
export async function countMessages(on: Sql): Promise<number> {
  return ((await on.get(waiting, {})) ?? lost()).waiting;
}

function lost(): never {
  throw new Error('The outbox has lost its state.');
}

/** Counts a message that is never delivered. */
export async function countDropped(on: Transaction): Promise<void> {
  await on.run(drop, {});
}

/**
 * Puts a message about an entry in, or adds to one of its aggregate that waits.
 *
 * @param isFirst nothing of this aggregate was there before
 */
export async function putMessage(on: Transaction, row: Omit<EventRow, 'seq'>, isFirst: boolean): Promise<void> {
  const { id, account, count, bundle, at, kind, pin, dialect, client, country, fact, address } = row;
  const { is_off: isOff } = await outboxState(on);
  const joins = bundle !== null && (await on.get(untried, { bundle })) !== undefined;
  const verdict = judgeMessage({
    isOff: isOff === 1,
    waiting: await on.waitingMessages(),
    isBundle: bundle !== null,
    joins,
  });
  if (verdict === 'join' && bundle !== null) await on.run(join, { bundle, count });
  if (verdict === 'drop') await countDropped(on);
  if (verdict !== 'put') return;
  const network = truncateAddress(address);
  const body = JSON.stringify({ kind, at, pin, dialect, client, network, country, fact });
  await on.run(put, { id, account, body, count, bundle, due_at: firstDueAt(at, isFirst) });
  on.messagesChanged(1);
}

const ofPerson = statement<{ account: string }>()((db, the) =>
  db.selectFrom('outbox').select(['seq', 'body']).where('account', '=', the('account')),
);

const rewrite = statement<Pick<OutboxRow, 'seq' | 'account' | 'body'>>()((db, the) =>
  db
    .updateTable('outbox')
    .set({ account: the('account'), body: the('body') })
    .where('seq', '=', the('seq')),
);

/** Forgets who a person is in the messages that wait. */
export async function forgetPersonInMessages(on: Transaction, account: string): Promise<void> {
  const { account: noAccount, ...rest } = nobodyInMessage;
  for (const { seq, body } of await on.all(ofPerson, { account })) {
    const left: MessageBody = { ...(JSON.parse(body) as MessageBody), ...rest };
    await on.run(rewrite, { seq, account: noAccount, body: JSON.stringify(left) });
  }
}
