import type { Address } from '../../pins/address.ts';
import type { Session, Sessions } from '../../service/ports/sessions.ts';

/** Sessions in memory; see `MemoryPins`. */
export class MemorySessions implements Sessions {
  readonly #sessions: Map<string, Session> = new Map();
  readonly #sweepInvites: (before: number, limit: number) => number;

  /** @param sweepInvites forgets invites that are over, as {@link sweep} does sessions */
  constructor(sweepInvites: (before: number, limit: number) => number) {
    this.#sweepInvites = sweepInvites;
  }

  async add(session: Session): Promise<void> {
    if (this.#sessions.has(session.hash)) throw new Error('There is a session with this hash already.');
    this.#sessions.set(session.hash, session);
  }

  async find(hash: string, now: number): Promise<Session | undefined> {
    const session = this.#sessions.get(hash);
    return session === undefined || now >= session.expiresAt ? undefined : session;
  }

  async listFor(account: string, now: number): Promise<readonly Session[]> {
    return [...this.#sessions.values()]
      .filter((session) => session.account === account && now < session.expiresAt)
      .sort((one, other) => other.lastSeenAt - one.lastSeenAt);
  }

  async markSeen(hash: string, at: number, address: Address): Promise<void> {
    const session = this.#sessions.get(hash);
    if (session !== undefined && session.lastSeenAt <= at) {
      this.#sessions.set(hash, { ...session, lastSeenAt: at, address });
    }
  }

  async end(hash: string, account: string): Promise<boolean> {
    return this.#sessions.get(hash)?.account === account && this.#sessions.delete(hash);
  }

  async endAll(account: string, keep: string | null): Promise<void> {
    for (const session of this.#sessions.values()) {
      if (session.account === account && session.hash !== keep) this.#sessions.delete(session.hash);
    }
  }

  async sweep(before: number, limit: number): Promise<number> {
    const over = [...this.#sessions.values()].filter((session) => session.expiresAt < before).slice(0, limit);
    for (const session of over) this.#sessions.delete(session.hash);
    return over.length + this.#sweepInvites(before, limit - over.length);
  }
}
