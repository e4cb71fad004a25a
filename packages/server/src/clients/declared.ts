import type { OAuthClient, OAuthClients } from '../service/ports/oauth-clients.ts';
import type { DriverCache } from '../service/ports/pending-cache.ts';

/**
 * Overlays the clients of a file on the stored ones. The file takes precedence and is read-only: its clients cannot be
 * added or removed, and their last use is not recorded.
 */
export function withDeclaredClients(declared: readonly OAuthClient[], stored: OAuthClients): OAuthClients {
  const byId = new Map(declared.map((client) => [client.id, client]));
  return {
    add: async (client) => !byId.has(client.id) && stored.add(client),
    addUnverified: async (client, bounds) => (byId.has(client.id) ? 'taken' : stored.addUnverified(client, bounds)),
    byId: async (id) => byId.get(id) ?? stored.byId(id),
    list: async () => {
      const others = (await stored.list()).filter(({ id }) => !byId.has(id));
      return [...declared, ...others].sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    markUsed: async (id, at) => {
      if (!byId.has(id)) await stored.markUsed(id, at);
    },
    remove: async (id) => !byId.has(id) && stored.remove(id),
    sweepUnverified: (before, limit) => stored.sweepUnverified(before, limit),
  };
}

/** What is remembered of clients, those of a file among them: they never change. */
export function withDeclaredPending(declared: readonly OAuthClient[], pending: DriverCache): DriverCache {
  const byId = new Map(declared.map((client) => [client.id, client]));
  return { ...pending, client: (id) => byId.get(id) ?? pending.client(id) };
}
