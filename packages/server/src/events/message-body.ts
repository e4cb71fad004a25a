import type { EventKind } from '../domain/event-kinds.ts';
import type { Message } from '../service/ports/outbox.ts';

/** Kinds about rate limits and blocks rather than one pin. */
const guardKinds: ReadonlySet<EventKind> = new Set(['throttled', 'wrong-code', 'blocked', 'unblocked']);

/** Kinds about what operators do. */
const operatorKind = /^(person|admin|device|client|stream-key)-/;

/** The type of a message, such as `pin.approved`, `guard.throttled`, `account.passkey-added` or `operator.admin-made`. */
function typeOf(kind: EventKind): string {
  if (kind.startsWith('passkey-')) return `account.${kind}`;
  if (operatorKind.test(kind)) return `operator.${kind}`;
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
