import { hasExpired } from '../../domain/expiry.ts';
import { familyOverAt, hashesOf, type RefreshFamily } from '../../domain/refresh-family.ts';
import type { AccessToken, OAuthTokens } from '../../service/ports/oauth-tokens.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';
import type { AccessTokenRow } from './schema.ts';
import type { KeptFamily } from './writes/oauth-tokens.ts';

const familyOf = statement<{ hash: string }>()((db, the) =>
  db
    .selectFrom('refresh_tokens')
    .innerJoin('refresh_families', 'refresh_families.grant_id', 'refresh_tokens.grant_id')
    .select(['refresh_families.grant_id', 'refresh_families.version', 'refresh_families.body'])
    .where('refresh_tokens.hash', '=', the('hash')),
);

const accessToken = statement<{ hash: string }>()((db, the) =>
  db.selectFrom('access_tokens').selectAll().where('hash', '=', the('hash')),
);

/** OAuth tokens in an SQL database. */
export class SqlOAuthTokens implements OAuthTokens {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async addFamily(family: RefreshFamily, accessToken?: AccessToken): Promise<void> {
    await this.#writer.write('addFamily', { ...keptFamily(family), accessToken: accessToken && tokenRow(accessToken) });
  }

  async familyOf(tokenHash: string): Promise<RefreshFamily | undefined> {
    const row = await this.#reader.get(familyOf, { hash: tokenHash });
    if (row === undefined || row.body === null) return undefined;
    return { ...(JSON.parse(row.body) as FamilyBody), grantId: row.grant_id, version: row.version };
  }

  async replaceFamily(next: RefreshFamily, expectedVersion: number): Promise<boolean> {
    return this.#writer.write('replaceFamily', { ...keptFamily(next), expectedVersion });
  }

  async addAccessToken(token: AccessToken): Promise<void> {
    await this.#writer.write('addAccessToken', tokenRow(token));
  }

  async accessToken(hash: string, now: number): Promise<AccessToken | undefined> {
    const row = await this.#reader.get(accessToken, { hash });
    if (row === undefined || row.body === null || hasExpired(row.expires_at, now)) return undefined;
    return { ...(JSON.parse(row.body) as TokenBody), hash, grantId: row.grant_id, expiresAt: row.expires_at };
  }

  async endAccessToken(hash: string): Promise<void> {
    await this.#writer.write('endAccessToken', { hash });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepOAuthTokens', { before, limit });
  }
}

type FamilyBody = Omit<RefreshFamily, 'grantId' | 'version'>;
type TokenBody = Omit<AccessToken, 'hash' | 'grantId' | 'expiresAt'>;

const tokenRow = ({ hash, grantId, expiresAt, ...rest }: AccessToken): AccessTokenRow => ({
  hash,
  grant_id: grantId,
  expires_at: expiresAt,
  body: JSON.stringify(rest satisfies TokenBody),
});

function keptFamily(family: RefreshFamily): KeptFamily {
  const { grantId, version, ...rest } = family;
  return {
    row: {
      grant_id: grantId,
      version,
      over_at: familyOverAt(family),
      body: JSON.stringify(rest satisfies FamilyBody),
    },
    hashes: hashesOf(family),
  };
}
