import type { Clock } from '../service/ports/clock.ts';
import type { AuditLog } from '../service/ports/audit-log.ts';

const day = 86_400_000;

/** Retention of full IP addresses, in milliseconds: long enough to investigate an incident. */
const wholeFor = 30 * day;

/** Most entries, at some 200 bytes each. */
const most = 1_000_000;

/** The parts that retention needs. */
export interface RetentionParts {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  /** Retention of entries, in days. */
  readonly auditDays: number;
}

/**
 * Enforces retention: truncates old addresses, deletes old entries and those beyond the maximum.
 *
 * @param inBatches repeats an operation with a limit, as long as there is more to do
 */
export async function enforceRetention(
  { auditLog, clock, auditDays }: RetentionParts,
  inBatches: (work: (limit: number) => Promise<number>) => Promise<void>,
): Promise<void> {
  const now = clock.now();
  await inBatches((limit) => auditLog.truncateAddresses(now - wholeFor, limit));
  await inBatches((limit) => auditLog.sweep(now - auditDays * day, limit));
  await inBatches((limit) => auditLog.trim(most, limit));
}
