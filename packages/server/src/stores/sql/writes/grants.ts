import { isByPassword, judgeNewGrant, leastUsed, type Grant } from '../../../domain/grant.ts';
import { hasEndedWithAll, mayEnter } from '../account-rows.ts';
import type { Transaction } from '../sql.ts';
import { grantOf, rowOf } from '../grant-rows.ts';
import { forgetTokensOf, isLiveGrant } from '../grant-tokens.ts';
import type { GrantRow } from '../schema.ts';
import { statement } from '../statement.ts';

const stored = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').select('revoked_at').where('id', '=', the('id')),
);

const insert = statement<GrantRow>()((db, the) =>
  db.insertInto('grants').values({
    id: the('id'),
    account: the('account'),
    token_hash: the('token_hash'),
    approved_by: the('approved_by'),
    name: the('name'),
    linked_at: the('linked_at'),
    collected_at: the('collected_at'),
    collected_from: the('collected_from'),
    collected_elsewhere: the('collected_elsewhere'),
    last_seen_at: the('last_seen_at'),
    revoked_at: the('revoked_at'),
    version: the('version'),
    client_id: the('client_id'),
    dialect: the('dialect'),
    body: the('body'),
  }),
);

/** A grant to keep. */
export interface NewGrant {
  readonly grant: Grant;
  /** Hash of the password that was verified for it, if one was. */
  readonly passwordHash: string | undefined;
}

export async function addGrant(on: Transaction, { grant, passwordHash }: NewGrant): Promise<boolean> {
  const { account, clientId, linkedAt: at } = grant;
  const found = await on.get(stored, grant);
  const verdict = judgeNewGrant({
    stored: found && (found.revoked_at === null ? 'live' : 'revoked'),
    isApproverLive: grant.approvedBy === null || (await isLiveGrant(on, grant.approvedBy)),
    isPasswordCurrent: passwordHash === undefined || (await mayEnter(on, account, passwordHash, true)),
    hasEndedWithAll: await hasEndedWithAll(on, account, at),
  });
  if (verdict !== 'add') return verdict === 'there';
  if (passwordHash !== undefined) {
    for (const { id } of leastUsed(await byPassword(on, account), clientId)) await revokeGrant(on, { id, account, at });
  }
  await on.run(insert, rowOf(grant));
  return true;
}

const replace = statement<GrantRow & { expectedVersion: number }>()((db, the) =>
  db
    .updateTable('grants')
    .set({
      token_hash: the('token_hash'),
      name: the('name'),
      collected_at: the('collected_at'),
      collected_from: the('collected_from'),
      collected_elsewhere: the('collected_elsewhere'),
      last_seen_at: the('last_seen_at'),
      version: the('version'),
      body: the('body'),
    })
    .where('id', '=', the('id'))
    .where('version', '=', the('expectedVersion'))
    .where('revoked_at', 'is', null),
);

/** A grant as it is to be, and the version that it must have until then. */
export interface ChangedGrant {
  readonly row: GrantRow;
  readonly expectedVersion: number;
}

export async function replaceGrant(on: Transaction, { row, expectedVersion }: ChangedGrant): Promise<boolean> {
  return (await on.run(replace, { ...row, expectedVersion })) === 1;
}

const revoke = statement<Revoked>()((db, the) =>
  db
    .updateTable('grants')
    .set({
      account: null,
      token_hash: null,
      approved_by: null,
      name: null,
      linked_at: null,
      collected_at: null,
      collected_from: null,
      collected_elsewhere: null,
      last_seen_at: null,
      revoked_at: the('at'),
      client_id: null,
      dialect: null,
      body: null,
    })
    .where('id', '=', the('id'))
    .where('account', '=', the('account')),
);

const approvedBy = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').select('id').where('approved_by', '=', the('id')),
);

/** A grant of an account ends. */
export interface Revoked {
  readonly id: string;
  readonly account: string;
  readonly at: number;
}

export async function revokeGrant(on: Transaction, revoked: Revoked): Promise<boolean> {
  if ((await on.run(revoke, revoked)) === 0) return false;
  await forgetTokensOf(on, revoked.id);
  for (const { id } of await on.all(approvedBy, revoked)) await revokeGrant(on, { ...revoked, id });
  return true;
}

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('account', '=', the('account')).orderBy('linked_at'),
);

/** Ends every grant of an account. */
export async function endGrants(
  on: Transaction,
  whose: { readonly account: string; readonly at: number },
): Promise<void> {
  for (const { id } of await on.all(ofAccount, whose)) await revokeGrant(on, { ...whose, id });
}

/** The live grants of an account that came in with its password. */
const byPassword = async (on: Transaction, account: string): Promise<readonly Grant[]> =>
  (await on.all(ofAccount, { account })).map(grantOf).filter(isByPassword);

/** Ends what came in with the account's password, and what that approved. */
export async function endPasswordGrants(
  on: Transaction,
  whose: { readonly account: string; readonly at: number },
): Promise<void> {
  for (const { id } of await byPassword(on, whose.account)) await revokeGrant(on, { ...whose, id });
}
