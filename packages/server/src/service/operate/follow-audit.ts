import type { EventKind } from '../../domain/event-kinds.ts';
import type { AuditEntry } from '../ports/events.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';

/** How far back is looked for entries that came late, and for aggregates that grew, in milliseconds: an aggregate takes an hour. */
const reach = 65 * 60 * 1000;

/** How many entries are looked at each time, the newest. */
const most = 5000;

/** Reads what is new in the audit log, time after time. */
export interface AuditFollower {
  /** The entries that were added since the last call, and aggregates whose count has grown, with their counts of now. */
  read(): Promise<readonly AuditEntry[]>;
}

/**
 * Follows the audit log. An entry is told once, an aggregate each time that its count was found to be greater: whoever keeps
 * them replaces the one with the same id.
 *
 * @param since from which time on, in milliseconds since the epoch
 * @param kinds which kinds; empty for all
 */
export function followAudit(
  { auditLog, clock }: { readonly auditLog: Pick<AuditLog, 'list'>; readonly clock: Clock },
  since: number,
  kinds: readonly EventKind[] = [],
): AuditFollower {
  let told = new Map<string, number>();
  let from = since;
  return {
    async read() {
      const entries = await auditLog.list({ since: from, kinds, limit: most });
      const fresh = entries.filter(({ id, count }) => (told.get(id) ?? 0) < count);
      told = new Map(entries.map(({ id, count }) => [id, count]));
      from = Math.max(since, clock.now() - reach);
      return fresh;
    },
  };
}
