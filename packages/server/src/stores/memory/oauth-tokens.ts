import { hasExpired } from '../../domain/expiry.ts';
import { familyOverAt, hashesOf, type RefreshFamily } from '../../domain/refresh-family.ts';
import type { AccessToken, OAuthTokens } from '../../service/ports/oauth-tokens.ts';

interface KeptToken {
  readonly token: AccessToken;
  /** An ended token stays until it would have expired, so that it cannot be added again. */
  readonly isEnded: boolean;
}

/** OAuth tokens in memory; see `MemoryPins`. */
export class MemoryOAuthTokens implements OAuthTokens {
  /** By grant. */
  readonly #families: Map<string, RefreshFamily> = new Map();
  /** Grant ids by the hash of each refresh token that a family ever had. */
  readonly #refreshTokens: Map<string, string> = new Map();
  readonly #accessTokens: Map<string, KeptToken> = new Map();
  readonly #isLiveGrant: (grantId: string) => boolean;

  /** @param isLiveGrant whether a grant is there and was not revoked */
  constructor(isLiveGrant: (grantId: string) => boolean) {
    this.#isLiveGrant = isLiveGrant;
  }

  async addFamily(family: RefreshFamily, accessToken?: AccessToken): Promise<void> {
    const { grantId } = family;
    if (!this.#isLiveGrant(grantId)) return;
    if (!this.#families.has(grantId)) {
      this.#remember(family);
      this.#families.set(grantId, family);
    }
    if (accessToken !== undefined) await this.addAccessToken(accessToken);
  }

  async familyOf(tokenHash: string): Promise<RefreshFamily | undefined> {
    const grantId = this.#refreshTokens.get(tokenHash);
    return grantId === undefined ? undefined : this.#families.get(grantId);
  }

  async replaceFamily(next: RefreshFamily, expectedVersion: number): Promise<boolean> {
    if (this.#families.get(next.grantId)?.version !== expectedVersion) return false;
    this.#remember(next);
    this.#families.set(next.grantId, next);
    return true;
  }

  async addAccessToken(token: AccessToken): Promise<void> {
    if (!this.#isLiveGrant(token.grantId) || this.#accessTokens.has(token.hash)) return;
    this.#accessTokens.set(token.hash, { token, isEnded: false });
  }

  async accessToken(hash: string, now: number): Promise<AccessToken | undefined> {
    const kept = this.#accessTokens.get(hash);
    return kept === undefined || kept.isEnded || hasExpired(kept.token.expiresAt, now) ? undefined : kept.token;
  }

  async endAccessToken(hash: string): Promise<void> {
    const kept = this.#accessTokens.get(hash);
    if (kept !== undefined) this.#accessTokens.set(hash, { ...kept, isEnded: true });
  }

  async sweep(before: number, limit: number): Promise<number> {
    const isOver = (grantId: string) => {
      const family = this.#families.get(grantId);
      return family !== undefined && familyOverAt(family) < before;
    };
    let left = limit;
    left -= forget(this.#accessTokens, left, (_, { token }) => token.expiresAt < before);
    left -= forget(this.#refreshTokens, left, (_, grantId) => isOver(grantId));
    left -= forget(this.#families, left, isOver);
    return limit - left;
  }

  /** Forgets all tokens of a grant. */
  forgetGrant(grantId: string): void {
    forget(this.#accessTokens, Infinity, (_, { token }) => token.grantId === grantId);
    forget(this.#refreshTokens, Infinity, (_, owner) => owner === grantId);
    this.#families.delete(grantId);
  }

  #remember(family: RefreshFamily): void {
    const { grantId } = family;
    const hashes = hashesOf(family);
    for (const hash of hashes) {
      if ((this.#refreshTokens.get(hash) ?? grantId) !== grantId) throw new Error('Another grant has this token.');
    }
    for (const hash of hashes) this.#refreshTokens.set(hash, grantId);
  }
}

/** Deletes up to `limit` entries for which `isGone` is true. Returns how many. */
function forget<Value>(
  entries: Map<string, Value>,
  limit: number,
  isGone: (key: string, value: Value) => boolean,
): number {
  let count = 0;
  for (const [key, value] of entries) {
    if (count >= limit) break;
    if (!isGone(key, value)) continue;
    entries.delete(key);
    count += 1;
  }
  return count;
}
