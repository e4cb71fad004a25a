import type { Transaction } from '../sql.ts';
import { isLiveGrant } from '../grant-tokens.ts';
import type { AccessTokenRow, RefreshFamilyRow, RefreshTokenRow } from '../schema.ts';
import { statement } from '../statement.ts';

/** A family with the hashes that it is to be found by from now on, beside those it was found by before. */
export interface KeptFamily {
  readonly row: RefreshFamilyRow;
  readonly hashes: readonly string[];
}

const insertFamily = statement<RefreshFamilyRow>()((db, the) =>
  db
    .insertInto('refresh_families')
    .values({ grant_id: the('grant_id'), version: the('version'), over_at: the('over_at'), body: the('body') })
    .onConflict((conflict) => conflict.column('grant_id').doNothing()),
);

const ownerOf = statement<{ hash: string }>()((db, the) =>
  db.selectFrom('refresh_tokens').select('grant_id').where('hash', '=', the('hash')),
);

const insertHash = statement<RefreshTokenRow>()((db, the) =>
  db.insertInto('refresh_tokens').values({ hash: the('hash'), grant_id: the('grant_id') }),
);

async function remember(on: Transaction, { row, hashes }: KeptFamily): Promise<void> {
  for (const hash of hashes) {
    const owner = await on.get(ownerOf, { hash });
    if (owner === undefined) await on.run(insertHash, { hash, grant_id: row.grant_id });
    else if (owner.grant_id !== row.grant_id) throw new Error('another grant has this refresh token');
  }
}

const insertAccessToken = statement<AccessTokenRow>()((db, the) =>
  db
    .insertInto('access_tokens')
    .values({ hash: the('hash'), grant_id: the('grant_id'), expires_at: the('expires_at'), body: the('body') })
    .onConflict((conflict) => conflict.column('hash').doNothing()),
);

/** The first tokens of a grant. */
export interface FirstTokens extends KeptFamily {
  readonly accessToken: AccessTokenRow | undefined;
}

export async function addFamily(on: Transaction, { accessToken, ...family }: FirstTokens): Promise<void> {
  if (!(await isLiveGrant(on, family.row.grant_id))) return;
  if ((await on.run(insertFamily, family.row)) === 1) await remember(on, family);
  if (accessToken !== undefined) await on.run(insertAccessToken, accessToken);
}

const replace = statement<RefreshFamilyRow & { expectedVersion: number }>()((db, the) =>
  db
    .updateTable('refresh_families')
    .set({ version: the('version'), over_at: the('over_at'), body: the('body') })
    .where('grant_id', '=', the('grant_id'))
    .where('version', '=', the('expectedVersion'))
    .where('body', 'is not', null),
);

/** A family as it is to be, and the version that it must have until then. */
export interface ChangedFamily extends KeptFamily {
  readonly expectedVersion: number;
}

export async function replaceFamily(on: Transaction, changed: ChangedFamily): Promise<boolean> {
  if ((await on.run(replace, { ...changed.row, expectedVersion: changed.expectedVersion })) === 0) return false;
  await remember(on, changed);
  return true;
}

export async function addAccessToken(on: Transaction, row: AccessTokenRow): Promise<void> {
  if (await isLiveGrant(on, row.grant_id)) await on.run(insertAccessToken, row);
}

const endToken = statement<{ hash: string }>()((db, the) =>
  db.updateTable('access_tokens').set({ body: null }).where('hash', '=', the('hash')),
);

export async function endAccessToken(on: Transaction, which: { readonly hash: string }): Promise<void> {
  await on.run(endToken, which);
}

const sweepAccessTokens = statement<Slice>()((db, the) =>
  db
    .deleteFrom('access_tokens')
    .where('hash', 'in', (tokens) =>
      tokens.selectFrom('access_tokens').select('hash').where('expires_at', '<', the('before')).limit(the('limit')),
    ),
);

const sweepRefreshTokens = statement<Slice>()((db, the) =>
  db
    .deleteFrom('refresh_tokens')
    .where('hash', 'in', (families) =>
      families
        .selectFrom('refresh_families')
        .innerJoin('refresh_tokens as token', 'token.grant_id', 'refresh_families.grant_id')
        .select('token.hash')
        .where('over_at', '<', the('before'))
        .limit(the('limit')),
    ),
);

const sweepFamilies = statement<Slice>()((db, the) =>
  db
    .deleteFrom('refresh_families')
    .where('grant_id', 'in', (families) =>
      families
        .selectFrom('refresh_families')
        .select('grant_id')
        .where('over_at', '<', the('before'))
        .limit(the('limit')),
    ),
);

/** What is over, and how much of it. */
export interface Slice {
  readonly before: number;
  readonly limit: number;
}

/** A family goes only with what is left of the limit once all refresh tokens that are over are gone. */
export async function sweepOAuthTokens(on: Transaction, { before, limit }: Slice): Promise<number> {
  let left = limit;
  for (const sweep of [sweepAccessTokens, sweepRefreshTokens, sweepFamilies])
    left -= await on.run(sweep, { before, limit: left });
  return limit - left;
}
