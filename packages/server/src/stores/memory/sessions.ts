import { networkOf, type Address } from '../../domain/address.ts';
import { hasExpired } from '../../domain/expiry.ts';
import { displacedSessions, isByPasswordAlone, lastSeenFirst, seeSession } from '../../domain/session.ts';
import type { Session, Sessions } from '../../service/ports/sessions.ts';
import type { MemoryAccounts } from './accounts.ts';

/** Sessions in memory; see `MemoryPins`. */
export class MemorySessions implements Sessions {
  readonly #sessions: Map<string, Session> = new Map();
  readonly #accounts: Pick<MemoryAccounts, 'mayEnter' | 'hasEndedWithAll' | 'sweepInvites'>;

  /** @param accounts whose sweep of invites is part of {@link sweep} */
  constructor(accounts: Pick<MemoryAccounts, 'mayEnter' | 'hasEndedWithAll' | 'sweepInvites'>) {
    this.#accounts = accounts;
  }

  async add(session: Session, passwordHash: string): Promise<boolean> {
    if (!this.#accounts.mayEnter(session.account, passwordHash, isByPasswordAlone(session))) return false;
    if (this.#accounts.hasEndedWithAll(session.account, session.createdAt)) return false;
    if (this.#sessions.has(session.hash)) throw new Error('There is a session with this hash already.');
    for (const { hash } of displacedSessions(this.#of(session.account))) this.#sessions.delete(hash);
    this.#sessions.set(session.hash, session);
    return true;
  }

  async find(hash: string, now: number): Promise<Session | undefined> {
    const session = this.#sessions.get(hash);
    return session === undefined || hasExpired(session.expiresAt, now) ? undefined : session;
  }

  async isKnownNetwork(network: string, since: number, now: number): Promise<boolean> {
    return [...this.#sessions.values()].some(
      ({ address, lastSeenAt, expiresAt }) =>
        networkOf(address) === network && lastSeenAt > since && !hasExpired(expiresAt, now),
    );
  }

  async listFor(account: string, now: number): Promise<readonly Session[]> {
    return lastSeenFirst(this.#of(account)).filter(({ expiresAt }) => !hasExpired(expiresAt, now));
  }

  async listOfProvider(provider: string, providerSession: string, now: number): Promise<readonly Session[]> {
    return [...this.#sessions.values()].filter(
      (session) =>
        session.provider === provider &&
        session.providerSession === providerSession &&
        !hasExpired(session.expiresAt, now),
    );
  }

  async markSeen(hash: string, at: number, address: Address): Promise<void> {
    const session = this.#sessions.get(hash);
    if (session !== undefined) this.#sessions.set(hash, seeSession(session, at, address));
  }

  async end(hash: string, account: string): Promise<boolean> {
    return this.#sessions.get(hash)?.account === account && this.#sessions.delete(hash);
  }

  async endAll(account: string, keep: string | null): Promise<void> {
    this.endOf(account, keep);
  }

  /** {@link endAll}, within a step of another store. */
  endOf(account: string, keep: string | null): void {
    for (const session of this.#sessions.values()) {
      if (session.account === account && session.hash !== keep) this.#sessions.delete(session.hash);
    }
  }

  async sweep(before: number, limit: number): Promise<number> {
    const over = [...this.#sessions.values()].filter((session) => session.expiresAt < before).slice(0, limit);
    for (const session of over) this.#sessions.delete(session.hash);
    return over.length + this.#accounts.sweepInvites(before, limit - over.length);
  }

  #of(account: string): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => session.account === account);
  }
}
