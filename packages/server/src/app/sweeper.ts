import { recordExpiries } from '../events/expiries.ts';
import type { EventRecorder } from '../events/events.ts';
import { enforceRetention } from '../events/retention.ts';
import { countsKeptFor, hourOf } from '../domain/statistics.ts';
import type { ServiceContext } from '../http/server/context.ts';
import { sweepPins } from '../service/pins/sweep-pins.ts';
import { sweepInBatches } from './batches.ts';

/** Interval between sweeps, in milliseconds. */
const every = 5000;

/** Retention of unused self-registered clients, in milliseconds. */
const unusedClientRest = 90 * 24 * 60 * 60 * 1000;

/**
 * Periodically deletes expired rows and records the expiry of pins.
 *
 * @returns a function that stops it
 */
export function startSweeping(
  { ports, store, log, settings }: Pick<ServiceContext, 'ports' | 'store' | 'log' | 'settings'>,
  events: EventRecorder,
): () => void {
  const { auditLog } = store;
  const { pins, clock } = ports;
  let busy = false;
  let noted = { hour: 0, count: 0 };
  let stopped = false;
  const all = (sweepSome: (limit: number) => Promise<number>): Promise<void> =>
    sweepInBatches(sweepSome, () => stopped);
  /** The most pins that waited at once in this hour, as far as anybody looked. */
  const noteWaiting = async (now: number): Promise<void> => {
    const count = await store.statistics.waiting(now);
    if (noted.hour === hourOf(now) && count <= noted.count) return;
    noted = { hour: hourOf(now), count };
    await store.statistics.noteMost('waiting', now, count);
  };
  const sweep = async (): Promise<void> => {
    if (busy || stopped || store.leads?.() === false) return;
    busy = true;
    try {
      await recordExpiries({ pins, auditLog, events, clock });
      await enforceRetention({ auditLog, clock, auditDays: settings.auditDays }, all);
      await all((limit) => sweepPins(ports, limit));
      const now = ports.clock.now();
      await noteWaiting(now);
      await all((limit) => store.statistics.sweep(now - countsKeptFor, limit));
      await all((limit) => store.sessions.sweep(now, limit));
      await all((limit) => store.oauthTokens.sweep(now, limit));
      await all((limit) => store.budgets.sweep(now, limit));
      await all(async (limit) => store.usedOnce?.sweep(now, limit) ?? 0);
      await all((limit) => store.blocks.sweep(now, limit));
      await all((limit) => store.oauthClients.sweepUnverified(now - unusedClientRest, limit));
    } catch (error) {
      if (!stopped) log.error({ err: error }, 'sweeping failed; it will be tried again');
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void sweep(), every).unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
