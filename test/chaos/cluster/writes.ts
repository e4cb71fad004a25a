// The writes of a store, by name: so that a replica can be stopped right before or right after one of them.
import type { Grant } from '../../../packages/server/src/domain/grant.ts';
import type { Pin } from '../../../packages/server/src/domain/pin.ts';
import type { CachedStore } from '../../../packages/server/src/service/ports/pending-cache.ts';

/** A moment at a write. */
export interface Point {
  /** As {@link watchWrites} calls it. */
  readonly write: string;
  readonly when: 'before' | 'after';
}

/** Methods that change nothing, or what no sign-in waits for. */
const reads =
  /^(by|list|of|find|is|has|count|spent|session$|peek|client$|recheck|check|close|changedPins|ended|retention|sweep|familyOf|accessToken$|totals?|entries|page|read|oldest|next|pending|claim|all|state|export|invite$|link$|search|watch|look)/;

/** The parts of a store that a sign-in does not wait for: what they keep is written behind or by the leader. */
const aside: ReadonlySet<string> = new Set(['auditLog', 'outbox', 'mailQueue', 'pending', 'clock']);

/** A change of a pin, and of a grant, is told by what it makes of it. */
function nameOf(part: string, method: string, [next]: readonly unknown[]): string {
  if (part === 'pins' && method === 'replace') return `pins.replace: ${(next as Pin).state.at}`;
  if (part === 'grants' && method === 'replace') {
    return `grants.replace: ${(next as Grant).collectedAt === null ? 'bound' : 'collected'}`;
  }
  return `${part}.${method}`;
}

type Method = (...given: readonly unknown[]) => unknown;

/** A store that tells of each write, and waits for whoever is told. */
export function watchWrites<Store extends CachedStore>(store: Store, tell: (point: Point) => Promise<void>): Store {
  const watched = (part: string, methods: object): object =>
    new Proxy(methods, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const method = (value as Method).bind(target);
        if (typeof name !== 'string' || reads.test(name)) return method;
        return async (...given: readonly unknown[]) => {
          const write = nameOf(part, name, given);
          await tell({ write, when: 'before' });
          const result = await method(...given);
          await tell({ write, when: 'after' });
          return result;
        };
      },
    });
  const parts = new Map<string, object>();
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value === 'function') return (value as Method).bind(target);
      if (typeof name !== 'string' || typeof value !== 'object' || value === null || aside.has(name)) return value;
      const known = parts.get(name) ?? watched(name, value);
      parts.set(name, known);
      return known;
    },
  });
}
