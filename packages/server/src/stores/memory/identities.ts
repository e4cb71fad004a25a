import { hasPassword } from '../../domain/account.ts';
import { judgeParting, type Identity } from '../../domain/identity.ts';
import type { Account, AccountGround, Accounts, NewAccount } from '../../service/ports/accounts.ts';
import type { Identities, PersonAdded } from '../../service/ports/identities.ts';

const keyOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject]);

/** What another store knows and does about the account of an identity. */
interface IdentityOwners extends Pick<Accounts, 'add'> {
  hasPassword(id: string, passwordHash: string): boolean;
  peek(id: string): Account | undefined;
}

/** Identities in memory; see `MemoryPins`. */
export class MemoryIdentities implements Identities {
  readonly #identities: Map<string, Identity> = new Map();
  readonly #accounts: IdentityOwners;

  constructor(accounts: IdentityOwners) {
    this.#accounts = accounts;
  }

  async join(identity: Identity, passwordHash: string): Promise<'joined' | 'taken' | 'no-account'> {
    if (!this.#accounts.hasPassword(identity.account, passwordHash)) return 'no-account';
    const key = keyOf(identity.issuer, identity.subject);
    if (this.#identities.has(key)) return 'taken';
    this.#identities.set(key, identity);
    return 'joined';
  }

  async addPerson(identity: Identity, account: NewAccount, ground: AccountGround, now: number): Promise<PersonAdded> {
    const key = keyOf(identity.issuer, identity.subject);
    const there = this.#identities.get(key);
    if (there !== undefined) return { there };
    // The account is there or refused before the first await of its promise: nobody comes in between.
    const adding = this.#accounts.add(account, ground, now);
    if (this.#accounts.hasPassword(account.id, account.passwordHash)) this.#identities.set(key, identity);
    return adding;
  }

  async find(issuer: string, subject: string): Promise<Identity | undefined> {
    return this.#identities.get(keyOf(issuer, subject));
  }

  async listFor(account: string): Promise<readonly Identity[]> {
    return this.#of(account).toSorted((one, other) => one.linkedAt - other.linkedAt);
  }

  async replace(next: Identity, expectedVersion: number): Promise<boolean> {
    const key = keyOf(next.issuer, next.subject);
    const stored = this.#identities.get(key);
    if (stored?.version !== expectedVersion || stored.account !== next.account) return false;
    this.#identities.set(key, next);
    return true;
  }

  async remove(issuer: string, subject: string, account: string): Promise<'parted' | 'last-way' | 'none'> {
    const owner = this.#accounts.peek(account);
    if (owner === undefined) return 'none';
    const identities = this.#of(account);
    const verdict = judgeParting({ identities, issuer, subject, hasPassword: hasPassword(owner) });
    if (verdict !== 'part') return verdict;
    this.#identities.delete(keyOf(issuer, subject));
    return 'parted';
  }

  /** Whether an account has an identity elsewhere, within a step of another store. */
  isKnown(account: string): boolean {
    return this.#of(account).length > 0;
  }

  /** Forgets who an account is elsewhere. */
  forgetPerson(account: string): void {
    for (const { issuer, subject } of this.#of(account)) this.#identities.delete(keyOf(issuer, subject));
  }

  #of(account: string): readonly Identity[] {
    return [...this.#identities.values()].filter((identity) => identity.account === account);
  }
}
