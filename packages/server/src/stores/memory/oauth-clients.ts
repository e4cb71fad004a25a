import type { OAuthClient, OAuthClients, Registered, RegistrationBounds } from '../../service/ports/oauth-clients.ts';

/** OAuth clients in memory; see `MemoryPins`. */
export class MemoryOAuthClients implements OAuthClients {
  readonly #clients: Map<string, OAuthClient> = new Map();

  async add(client: OAuthClient): Promise<boolean> {
    if (this.#clients.has(client.id)) return false;
    this.#clients.set(client.id, client);
    return true;
  }

  async addUnverified(client: OAuthClient, { most, unusedSince }: RegistrationBounds): Promise<Registered> {
    if (this.#clients.has(client.id)) return 'taken';
    const others = [...this.#clients.values()].filter(({ isVerified }) => !isVerified);
    if (others.length >= most) {
      const [oldest] = others
        .filter(({ lastUsedAt, createdAt }) => lastUsedAt === null && createdAt < unusedSince)
        .sort((one, other) => one.createdAt - other.createdAt);
      if (oldest === undefined) return 'full';
      this.#clients.delete(oldest.id);
    }
    this.#clients.set(client.id, client);
    return 'ok';
  }

  async byId(id: string): Promise<OAuthClient | undefined> {
    return this.#clients.get(id);
  }

  /** See `PendingCache`. */
  peek(id: string): OAuthClient | undefined {
    return this.#clients.get(id);
  }

  async list(): Promise<readonly OAuthClient[]> {
    return [...this.#clients.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async markUsed(id: string, at: number): Promise<void> {
    const client = this.#clients.get(id);
    if (client !== undefined && (client.lastUsedAt ?? at) <= at) this.#clients.set(id, { ...client, lastUsedAt: at });
  }

  async remove(id: string): Promise<boolean> {
    return this.#clients.delete(id);
  }

  async sweepUnverified(before: number, limit: number): Promise<number> {
    const unused = [...this.#clients.values()]
      .filter((client) => !client.isVerified && (client.lastUsedAt ?? client.createdAt) < before)
      .slice(0, limit);
    for (const { id } of unused) this.#clients.delete(id);
    return unused.length;
  }
}
