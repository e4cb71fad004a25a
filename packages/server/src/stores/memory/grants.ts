import type { Dialect } from '../../domain/pin.ts';
import {
  mostPasswordGrants,
  type Collector,
  type Grant,
  type GrantOptions,
  type Grants,
} from '../../service/ports/grants.ts';

const lastUse = (grant: Grant): number => grant.lastSeenAt ?? grant.linkedAt;

/** Grants in memory; see `MemoryPins`. */
export class MemoryGrants implements Grants {
  readonly #live: Map<string, Grant> = new Map();
  readonly #byToken: Map<string, string> = new Map();
  readonly #revoked: Set<string> = new Set();
  readonly #hasPassword: (account: string, passwordHash: string) => boolean;
  readonly #forgetTokens: (grantId: string) => void;

  /**
   * @param hasPassword whether an account has the password with this hash
   * @param forgetTokens forgets the OAuth tokens and device keys of a grant that ends
   */
  constructor(
    hasPassword: (account: string, passwordHash: string) => boolean,
    forgetTokens: (grantId: string) => void,
  ) {
    this.#hasPassword = hasPassword;
    this.#forgetTokens = forgetTokens;
  }

  async add(grant: Grant, { passwordHash }: GrantOptions = {}): Promise<boolean> {
    if (passwordHash !== undefined && !this.#hasPassword(grant.account, passwordHash)) return false;
    if (this.#revoked.has(grant.id)) return false;
    if (this.#live.has(grant.id)) return true;
    if (grant.approvedBy !== null && !this.#live.has(grant.approvedBy)) return false;
    if (passwordHash !== undefined) this.#makeRoom(grant);
    if (grant.tokenHash !== null) {
      if (this.#byToken.has(grant.tokenHash)) throw new Error('There is a grant with this token already.');
      this.#byToken.set(grant.tokenHash, grant.id);
    }
    this.#live.set(grant.id, grant);
    return true;
  }

  async byId(id: string): Promise<Grant | undefined> {
    return this.#live.get(id);
  }

  async byTokenHash(tokenHash: string): Promise<Grant | undefined> {
    const id = this.#byToken.get(tokenHash);
    return id === undefined ? undefined : this.#live.get(id);
  }

  async listFor(account: string): Promise<readonly Grant[]> {
    return this.#of(account).toSorted((one, other) => lastUse(other) - lastUse(one));
  }

  async listOf(dialect: Dialect, holder: string): Promise<readonly Grant[]> {
    return [...this.#live.values()].filter((grant) => grant.dialect === dialect && grant.holder === holder);
  }

  async endTokens(account: string, holder: string): Promise<void> {
    for (const grant of [...this.#live.values()]) {
      if (grant.dialect !== 'plex' || grant.holder !== holder || grant.account !== account) continue;
      if (grant.tokenHash === null) continue;
      this.#byToken.delete(grant.tokenHash);
      this.#live.set(grant.id, { ...grant, tokenHash: null });
    }
  }

  async markCollected(id: string, at: number, { reader, elsewhere }: Collector): Promise<void> {
    const grant = this.#live.get(id);
    if (grant?.collectedAt !== null) return;
    this.#live.set(id, { ...grant, collectedAt: at, collectedFrom: reader, collectedElsewhere: elsewhere });
  }

  async markSeen(id: string, at: number): Promise<void> {
    const grant = this.#live.get(id);
    if (grant !== undefined && (grant.lastSeenAt ?? at) <= at) this.#live.set(id, { ...grant, lastSeenAt: at });
  }

  async bindKey(id: string, keyThumbprint: string): Promise<boolean> {
    const grant = this.#live.get(id);
    if (grant === undefined || (grant.keyThumbprint ?? keyThumbprint) !== keyThumbprint) return false;
    this.#live.set(id, { ...grant, keyThumbprint });
    return true;
  }

  async rename(id: string, account: string, name: string): Promise<boolean> {
    const grant = this.#live.get(id);
    if (grant?.account !== account) return false;
    this.#live.set(id, { ...grant, name });
    return true;
  }

  async revoke(id: string, account: string): Promise<boolean> {
    const grant = this.#live.get(id);
    if (grant?.account !== account) return false;
    this.#end(grant);
    return true;
  }

  /** Ends what came in with the account's password, and what that approved. */
  endPasswordSignIns(account: string): void {
    for (const grant of this.#of(account)) if (grant.pinKey === null) this.#end(grant);
  }

  /** Ends every grant of an account. */
  endOf(account: string): void {
    for (const grant of this.#of(account)) this.#end(grant);
  }

  isLive(id: string): boolean {
    return this.#live.has(id);
  }

  /** Ends the least used that came in with the password, so that one more is not too many. */
  #makeRoom({ account, holder }: Grant): void {
    const byPassword = this.#of(account)
      .filter(({ pinKey }) => pinKey === null)
      .toReversed()
      .toSorted((one, other) => lastUse(other) - lastUse(one));
    const ofHolder = byPassword.filter((grant) => grant.holder === holder);
    for (const grant of ofHolder.slice(mostPasswordGrants.ofHolder - 1)) this.#end(grant);
    const left = byPassword.filter(({ id }) => this.#live.has(id));
    for (const grant of left.slice(mostPasswordGrants.ofAccount - 1)) this.#end(grant);
  }

  #of(account: string): readonly Grant[] {
    return [...this.#live.values()].filter((grant) => grant.account === account);
  }

  #end({ id, tokenHash }: Grant): void {
    this.#live.delete(id);
    if (tokenHash !== null) this.#byToken.delete(tokenHash);
    this.#revoked.add(id);
    this.#forgetTokens(id);
    const approved = [...this.#live.values()].filter(({ approvedBy }) => approvedBy === id);
    for (const grant of approved) this.#end(grant);
  }
}
