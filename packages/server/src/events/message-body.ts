import type { EventKind } from '../domain/event-kinds.ts';
import type { Message } from '../service/ports/outbox.ts';

/** Kinds about rate limits and blocks rather than one pin. */
const guardKinds: ReadonlySet<EventKind> = new Set(['throttled', 'blocked', 'unblocked']);

/** The type of a message, such as `pin.approved`, `guard.throttled` or `account.passkey-added`. */
function typeOf(kind: EventKind): string {
  if (kind.startsWith('passkey-')) return `account.${kind}`;
  return `${guardKinds.has(kind) ? 'guard' : 'pin'}.${kind}`;
}

/**
 * Formats the body of a message. It contains no code, token, e-mail address, name or full IP address.
 *
 * @param account the account's number, as plex clients see it; null for none or a deleted one
 */
export function bodyOf(message: Message, account: number | null): string {
  const { kind, at, count, pin, dialect, client, network, country, fact } = message;
  return JSON.stringify({
    type: typeOf(kind),
    timestamp: new Date(at).toISOString(),
    data: { count, account, pin, dialect, client, network, country, fact },
  });
}
