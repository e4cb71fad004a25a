import type { Address } from '../../../domain/address.ts';
import { displacedSessions, isByPasswordAlone, seeSession } from '../../../domain/session.ts';
import type { Session } from '../../../service/ports/sessions.ts';
import { hasEndedWithAll, mayEnter } from '../account-rows.ts';
import type { Transaction } from '../sql.ts';
import type { SessionRow } from '../schema.ts';
import { findSession, rowOf, sessionsOf } from '../session-rows.ts';
import { statement } from '../statement.ts';

const add = statement<SessionRow>()((db, the) =>
  db.insertInto('sessions').values({
    hash: the('hash'),
    account: the('account'),
    created_at: the('created_at'),
    last_seen_at: the('last_seen_at'),
    expires_at: the('expires_at'),
    address: the('address'),
    network: the('network'),
    user_agent: the('user_agent'),
    method: the('method'),
    provider: the('provider'),
    signed_in_at: the('signed_in_at'),
    provider_session: the('provider_session'),
    acr: the('acr'),
    amr: the('amr'),
  }),
);

/** A session, and the password that was verified for it. */
export interface NewSession {
  readonly session: Session;
  readonly passwordHash: string;
}

export async function addSession(on: Transaction, { session, passwordHash }: NewSession): Promise<boolean> {
  const { account } = session;
  if (!(await mayEnter(on, account, passwordHash, isByPasswordAlone(session)))) return false;
  if (await hasEndedWithAll(on, account, session.createdAt)) return false;
  for (const { hash } of displacedSessions(await sessionsOf(on, account))) await endSession(on, { hash, account });
  await on.run(add, rowOf(session));
  return true;
}

const replace = statement<SessionRow>()((db, the) =>
  db
    .updateTable('sessions')
    .set({ last_seen_at: the('last_seen_at'), address: the('address'), network: the('network') })
    .where('hash', '=', the('hash')),
);

/** A browser was here. */
export interface Visit {
  readonly hash: string;
  readonly at: number;
  readonly address: Address;
}

export async function markSessionSeen(on: Transaction, { hash, at, address }: Visit): Promise<void> {
  const session = await findSession(on, hash);
  if (session === undefined) return;
  const seen = seeSession(session, at, address);
  if (seen !== session) await on.run(replace, rowOf(seen));
}

const end = statement<{ hash: string; account: string }>()((db, the) =>
  db.deleteFrom('sessions').where('hash', '=', the('hash')).where('account', '=', the('account')),
);

export async function endSession(
  on: Transaction,
  which: { readonly hash: string; readonly account: string },
): Promise<boolean> {
  return (await on.run(end, which)) === 1;
}

const endAll = statement<{ account: string; keep: string | null }>()((db, the) =>
  db.deleteFrom('sessions').where('account', '=', the('account')).where('hash', 'is distinct from', the('keep')),
);

export async function endSessions(
  on: Transaction,
  which: { readonly account: string; readonly keep: string | null },
): Promise<void> {
  await on.run(endAll, which);
}

const sweep = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('sessions')
    .where('hash', 'in', (sessions) =>
      sessions.selectFrom('sessions').select('hash').where('expires_at', '<', the('before')).limit(the('limit')),
    ),
);

const sweepInvites = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('invites')
    .where('hash', 'in', (invites) =>
      invites.selectFrom('invites').select('hash').where('expires_at', '<', the('before')).limit(the('limit')),
    ),
);

/** Sessions, and with what is left of the limit invites. */
export async function sweepSessions(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  const sessions = await on.run(sweep, slice);
  return sessions + (await on.run(sweepInvites, { before: slice.before, limit: slice.limit - sessions }));
}
