import type { Clock } from '../service/ports/clock.ts';
import type { PinStore } from '../service/ports/pin-store.ts';
import type { AuditLog } from '../service/ports/audit-log.ts';
import type { EventRecorder } from './events.ts';

/** Pins per batch. */
const batchSize = 200;

/** Most batches per run; the rest waits for the next run. */
const mostBatches = 50;

/** The parts that recording expiries needs. */
export interface ExpiriesParts {
  readonly pins: Pick<PinStore, 'endedAfter'>;
  readonly auditLog: AuditLog;
  readonly events: Pick<EventRecorder, 'aggregatesOf'>;
  readonly clock: Clock;
}

/**
 * Records `expired` for each pin that ended without a decision. Exactly once, even with concurrent runs and crashes,
 * because the progress is stored in the same transaction.
 */
export async function recordExpiries({ pins, auditLog, events, clock }: ExpiriesParts): Promise<void> {
  for (let done = 0; done < mostBatches; done += 1) {
    const from = await auditLog.expiryCursor();
    const { pins: ended, to } = await pins.endedAfter(from, clock.now(), batchSize);
    if (to === undefined) return;
    const told = ended.map(({ protocol, clientId, requester: { address } }) => ({
      kind: 'expired' as const,
      about: { protocol, clientId },
      account: null,
      address,
    }));
    if (!(await auditLog.addExpiries(events.aggregatesOf(told), from, to))) return;
  }
}
