import type { AccessToken, OAuthTokens, RefreshFamily } from '../../service/ports/oauth-tokens.ts';
import { familyOverAt } from '../family-end.ts';

interface KeptFamily {
  readonly family: RefreshFamily;
  /** An ended family stays until it would have been over, so that it cannot be added again. */
  readonly isEnded: boolean;
}

interface KeptToken {
  readonly token: AccessToken;
  /** As with families. */
  readonly isEnded: boolean;
}

/** OAuth tokens in memory; see `MemoryPins`. */
export class MemoryOAuthTokens implements OAuthTokens {
  /** By grant. */
  readonly #families: Map<string, KeptFamily> = new Map();
  /** Grant ids by the hash of each refresh token that a family ever had. */
  readonly #refreshTokens: Map<string, string> = new Map();
  readonly #accessTokens: Map<string, KeptToken> = new Map();
  readonly #isLiveGrant: (grantId: string) => boolean;

  /** @param isLiveGrant whether a grant is there and was not revoked */
  constructor(isLiveGrant: (grantId: string) => boolean) {
    this.#isLiveGrant = isLiveGrant;
  }

  async addFamily(family: RefreshFamily): Promise<void> {
    if (!this.#isLiveGrant(family.grantId) || this.#families.has(family.grantId)) return;
    this.#remember(family);
    this.#families.set(family.grantId, { family, isEnded: false });
  }

  async familyOf(tokenHash: string): Promise<RefreshFamily | undefined> {
    const grantId = this.#refreshTokens.get(tokenHash);
    return grantId === undefined ? undefined : this.#liveFamily(grantId);
  }

  async replaceFamily(next: RefreshFamily, expectedVersion: number): Promise<boolean> {
    if (this.#liveFamily(next.grantId)?.version !== expectedVersion) return false;
    this.#remember(next);
    this.#families.set(next.grantId, { family: next, isEnded: false });
    return true;
  }

  async endFamily(grantId: string): Promise<void> {
    const kept = this.#families.get(grantId);
    if (kept !== undefined) this.#families.set(grantId, { ...kept, isEnded: true });
  }

  async addAccessToken(token: AccessToken): Promise<void> {
    if (!this.#isLiveGrant(token.grantId) || this.#accessTokens.has(token.hash)) return;
    this.#accessTokens.set(token.hash, { token, isEnded: false });
  }

  async accessToken(hash: string, now: number): Promise<AccessToken | undefined> {
    const kept = this.#accessTokens.get(hash);
    return kept === undefined || kept.isEnded || now >= kept.token.expiresAt ? undefined : kept.token;
  }

  async endAccessToken(hash: string): Promise<void> {
    const kept = this.#accessTokens.get(hash);
    if (kept !== undefined) this.#accessTokens.set(hash, { ...kept, isEnded: true });
  }

  async sweep(before: number, limit: number): Promise<number> {
    const isOver = (grantId: string) => {
      const kept = this.#families.get(grantId);
      return kept !== undefined && familyOverAt(kept.family) < before;
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

  #liveFamily(grantId: string): RefreshFamily | undefined {
    const kept = this.#families.get(grantId);
    return kept === undefined || kept.isEnded ? undefined : kept.family;
  }

  #remember({ grantId, currentHash, previousHash }: RefreshFamily): void {
    const hashes = previousHash === null ? [currentHash] : [currentHash, previousHash];
    for (const hash of hashes) {
      if ((this.#refreshTokens.get(hash) ?? grantId) !== grantId) throw new Error('Another grant has this token.');
    }
    for (const hash of hashes) this.#refreshTokens.set(hash, grantId);
  }
}

/** Deletes up to `limit` entries that `isGone` says yes to. Answers how many. */
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
