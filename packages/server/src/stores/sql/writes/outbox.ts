import { mayClaim } from '../../../domain/outbox.ts';
import type { Transaction } from '../sql.ts';
import { countDropped, outboxState } from '../outbox-rows.ts';
import type { OutboxRow } from '../schema.ts';
import { statement } from '../statement.ts';

const next = statement<{ now: number }>()((db, the) =>
  db.selectFrom('outbox').selectAll().where('due_at', '<=', the('now')).orderBy('due_at').orderBy('seq').limit(1),
);

const take = statement<{ seq: number; until: number }>()((db, the) =>
  db
    .updateTable('outbox')
    .set((row) => ({ tried: row('tried', '+', 1), due_at: the('until') }))
    .where('seq', '=', the('seq')),
);

const lease = statement<{ holder: string; until: number }>()((db, the) =>
  db
    .updateTable('outbox_state')
    .where('id', '=', 1)
    .set({ holder: the('holder'), lease_until: the('until') }),
);

/** Somebody wants to send. */
export interface Claim {
  readonly holder: string;
  readonly now: number;
  readonly until: number;
}

export async function claimMessage(on: Transaction, { holder, now, until }: Claim): Promise<OutboxRow | undefined> {
  const state = await outboxState(on);
  if (!mayClaim(state.is_off === 1, { clientId: state.holder, until: state.lease_until }, holder, now))
    return undefined;
  const row = await on.get(next, { now });
  if (row === undefined) return undefined;
  await on.run(lease, { holder, until });
  await on.run(take, { seq: row.seq, until });
  return row;
}

const remove = statement<{ id: string }>()((db, the) => db.deleteFrom('outbox').where('id', '=', the('id')));

async function removed(on: Transaction, which: { readonly id: string }): Promise<boolean> {
  const count = await on.run(remove, which);
  on.messagesChanged(-count);
  return count > 0;
}

export async function messageDone(on: Transaction, which: { readonly id: string }): Promise<void> {
  await removed(on, which);
}

export async function giveMessageUp(on: Transaction, which: { readonly id: string }): Promise<void> {
  if (await removed(on, which)) await countDropped(on);
}

const putOff = statement<{ id: string; dueAt: number }>()((db, the) =>
  db
    .updateTable('outbox')
    .set({ due_at: the('dueAt') })
    .where('id', '=', the('id')),
);

export async function putMessageOff(
  on: Transaction,
  message: { readonly id: string; readonly dueAt: number },
): Promise<void> {
  await on.run(putOff, message);
}

const dropAll = statement<object>()((db) => db.deleteFrom('outbox'));

const off = statement<object>()((db, _the, words) =>
  db
    .updateTable('outbox_state')
    .where('id', '=', 1)
    .set((row) => ({ is_off: 1, dropped: row('dropped', '+', words.waitingMessages) })),
);

export async function switchOutboxOff(on: Transaction): Promise<void> {
  await on.run(off, {});
  on.messagesChanged(-(await on.run(dropAll, {})));
}

const resume = statement<object>()((db) =>
  db.updateTable('outbox_state').where('id', '=', 1).set({ is_off: 0, dropped: 0 }),
);

export async function resumeOutbox(on: Transaction): Promise<void> {
  await on.run(resume, {});
}

const release = statement<{ holder: string }>()((db, the) =>
  db
    .updateTable('outbox_state')
    .where('id', '=', 1)
    .set({ holder: null, lease_until: 0 })
    .where('holder', '=', the('holder')),
);

export async function releaseOutbox(on: Transaction, who: { readonly holder: string }): Promise<void> {
  await on.run(release, who);
}
