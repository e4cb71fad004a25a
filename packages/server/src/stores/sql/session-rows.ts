// Rows and queries of sessions, for reads and for write operations.
import { networkOf } from '../../domain/address.ts';
import type { SignInMethod } from '../../domain/session.ts';
import type { Session } from '../../service/ports/sessions.ts';
import type { Sql } from './sql.ts';
import type { SessionRow } from './schema.ts';
import { statement } from './statement.ts';

export const rowOf = (session: Session): SessionRow => ({
  hash: session.hash,
  account: session.account,
  created_at: session.createdAt,
  last_seen_at: session.lastSeenAt,
  expires_at: session.expiresAt,
  address: session.address,
  network: networkOf(session.address),
  user_agent: session.userAgent,
  method: session.method,
  provider: session.provider,
  signed_in_at: session.signedInAt,
  provider_session: session.providerSession,
  acr: session.acr,
  amr: JSON.stringify(session.amr),
});

const sessionOf = (row: SessionRow): Session => ({
  hash: row.hash,
  account: row.account,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  address: row.address,
  userAgent: row.user_agent,
  method: row.method as SignInMethod,
  provider: row.provider,
  signedInAt: row.signed_in_at,
  providerSession: row.provider_session,
  acr: row.acr,
  amr: JSON.parse(row.amr) as readonly string[],
});

const byHash = statement<{ hash: string }>()((db, the) =>
  db.selectFrom('sessions').selectAll().where('hash', '=', the('hash')),
);

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('sessions').selectAll().where('account', '=', the('account')),
);

const ofProvider = statement<{ provider: string; session: string }>()((db, the) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('provider_session', '=', the('session'))
    .where('provider', '=', the('provider')),
);

/** The sessions that a provider's session led to, including expired ones. */
export const sessionsOfProvider = async (on: Sql, provider: string, session: string): Promise<readonly Session[]> =>
  (await on.all(ofProvider, { provider, session })).map(sessionOf);

/** Finds a session by its hash, expired or not. */
export async function findSession(on: Sql, hash: string): Promise<Session | undefined> {
  const row = await on.get(byHash, { hash });
  return row === undefined ? undefined : sessionOf(row);
}

/** The sessions of an account, including expired ones. */
export const sessionsOf = async (on: Sql, account: string): Promise<readonly Session[]> =>
  (await on.all(ofAccount, { account })).map(sessionOf);
