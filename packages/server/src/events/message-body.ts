import type { EventKind } from '../domain/event-kinds.ts';
import type { Message } from '../service/ports/outbox.ts';

/** Kinds that are about the guard, not about one pin. */
const guardKinds: ReadonlySet<EventKind> = new Set(['throttled', 'blocked', 'unblocked']);

/** The type of a message, such as `pin.approved` or `guard.throttled`. */
const typeOf = (kind: EventKind): string => `${guardKinds.has(kind) ? 'guard' : 'pin'}.${kind}`;

/**
 * The body of a message. It has no code, token, e-mail address, name or whole address in it.
 *
 * @param account the number of the account, as plex clients see it too; null for nobody or nobody any more
 */
export function bodyOf(message: Message, account: number | null): string {
  const { kind, at, count, pin, dialect, client, network, country, fact } = message;
  return JSON.stringify({
    type: typeOf(kind),
    timestamp: new Date(at).toISOString(),
    data: { count, account, pin, dialect, client, network, country, fact },
  });
}
