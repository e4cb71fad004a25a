import { isByPassword, judgeNewGrant, lastUsedFirst, leastUsed, type Grant } from '../../domain/grant.ts';
import type { Protocol } from '../../domain/pin.ts';
import type { GrantOptions, Grants } from '../../service/ports/grants.ts';
import type { MemoryAccounts } from './accounts.ts';

/** Grants in memory; see `MemoryPins`. */
export class MemoryGrants implements Grants {
  readonly #live: Map<string, Grant> = new Map();
  readonly #byToken: Map<string, string> = new Map();
  readonly #revoked: Set<string> = new Set();
  readonly #accounts: Pick<MemoryAccounts, 'mayEnter' | 'hasEndedWithAll'>;
  readonly #forgetTokens: (grantId: string) => void;

  /**
   * @param accounts whose the grants are
   * @param forgetTokens forgets the OAuth tokens and device keys of a grant that ends
   */
  constructor(accounts: Pick<MemoryAccounts, 'mayEnter' | 'hasEndedWithAll'>, forgetTokens: (grantId: string) => void) {
    this.#accounts = accounts;
    this.#forgetTokens = forgetTokens;
  }

  async add(grant: Grant, { passwordHash }: GrantOptions = {}): Promise<boolean> {
    const verdict = judgeNewGrant({
      stored: this.#live.has(grant.id) ? 'live' : this.#revoked.has(grant.id) ? 'revoked' : undefined,
      isApproverLive: grant.approvedBy === null || this.#live.has(grant.approvedBy),
      isPasswordCurrent: passwordHash === undefined || this.#accounts.mayEnter(grant.account, passwordHash, true),
      hasEndedWithAll: this.#accounts.hasEndedWithAll(grant.account, grant.linkedAt),
    });
    if (verdict !== 'add') return verdict === 'there';
    if (passwordHash !== undefined) {
      for (const one of leastUsed(this.#byPassword(grant.account), grant.clientId)) this.#end(one);
    }
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
    return lastUsedFirst(this.#of(account));
  }

  async listOf(protocol: Protocol, clientId: string): Promise<readonly Grant[]> {
    return [...this.#live.values()].filter((grant) => grant.protocol === protocol && grant.clientId === clientId);
  }

  async listAfter(id: string, limit: number): Promise<readonly Grant[]> {
    const after = [...this.#live.values()].filter((grant) => grant.id > id);
    return after.toSorted((one, other) => (one.id > other.id ? 1 : -1)).slice(0, limit);
  }

  async replace(next: Grant, expectedVersion: number): Promise<boolean> {
    const stored = this.#live.get(next.id);
    if (stored?.version !== expectedVersion) return false;
    if (stored.tokenHash !== null && next.tokenHash === null) this.#byToken.delete(stored.tokenHash);
    this.#live.set(next.id, next);
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
    for (const grant of this.#byPassword(account)) this.#end(grant);
  }

  /** Ends every grant of an account. */
  endOf(account: string): void {
    for (const grant of this.#of(account)) this.#end(grant);
  }

  isLive(id: string): boolean {
    return this.#live.has(id);
  }

  #byPassword(account: string): readonly Grant[] {
    return this.#of(account).filter(isByPassword);
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
