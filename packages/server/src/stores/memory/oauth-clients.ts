import { judgeRegistration, unusedSinceOf, noteUse, type RegistrationBounds } from '../../domain/oauth-client.ts';
import type { OAuthClient, OAuthClients, Registered } from '../../service/ports/oauth-clients.ts';

/** OAuth clients in memory; see `MemoryPins`. */
export class MemoryOAuthClients implements OAuthClients {
  readonly #clients: Map<string, OAuthClient> = new Map();

  async add(client: OAuthClient): Promise<boolean> {
    if (this.#clients.has(client.id)) return false;
    this.#clients.set(client.id, client);
    return true;
  }

  async addUnverified(client: OAuthClient, bounds: RegistrationBounds): Promise<Registered> {
    const others = [...this.#clients.values()].filter(({ isVerified }) => !isVerified);
    const [first] = others
      .filter(({ lastUsedAt }) => lastUsedAt === null)
      .toSorted((one, other) => one.createdAt - other.createdAt);
    const isThere = this.#clients.has(client.id);
    const found = { isThere, registered: others.length, firstUnused: first?.createdAt };
    const verdict = judgeRegistration(found, bounds);
    if (verdict === 'taken' || verdict === 'full') return verdict;
    if (verdict === 'replace' && first !== undefined) this.#clients.delete(first.id);
    this.#clients.set(client.id, client);
    return 'ok';
  }

  async byId(id: string): Promise<OAuthClient | undefined> {
    return this.#clients.get(id);
  }

  /** See `DriverCache`. */
  peek(id: string): OAuthClient | undefined {
    return this.#clients.get(id);
  }

  async list(): Promise<readonly OAuthClient[]> {
    return [...this.#clients.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async markUsed(id: string, at: number): Promise<void> {
    const client = this.#clients.get(id);
    if (client !== undefined) this.#clients.set(id, noteUse(client, at));
  }

  async remove(id: string): Promise<boolean> {
    return this.#clients.delete(id);
  }

  async sweepUnverified(before: number, limit: number): Promise<number> {
    const unused = [...this.#clients.values()]
      .filter((client) => (unusedSinceOf(client) ?? before) < before)
      .slice(0, limit);
    for (const { id } of unused) this.#clients.delete(id);
    return unused.length;
  }
}
