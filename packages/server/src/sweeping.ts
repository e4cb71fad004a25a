import { tellEnds } from './events/ends.ts';
import type { EventsRoom } from './events/events.ts';
import { keepTrail } from './events/upkeep.ts';
import type { ServiceContext } from './http/context.ts';
import { sweepPins } from './service/sweep-pins.ts';

/** How often old rows are looked for, and how many go at once: small slices, so that nobody waits for them. */
const every = 5000;
const slice = 100;

/** How many slices of budgets at once, so that they go faster than wrong passwords can be hashed. */
const slicesOfBudgets = 50;

/** A client that registered itself is forgotten when nobody has used it for so long, in milliseconds. */
const unusedClientRest = 90 * 24 * 60 * 60 * 1000;

/**
 * Forgets what is long over, now and then, and notes which pins ended.
 *
 * @returns a function that stops it
 */
export function startSweeping(
  { ports, store, log, settings }: Pick<ServiceContext, 'ports' | 'store' | 'log' | 'settings'>,
  events: EventsRoom,
): () => void {
  const { trail } = store;
  const { pins, clock } = ports;
  let busy = false;
  const sweep = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await tellEnds({ pins, trail, events, clock });
      await keepTrail({ trail, clock, auditDays: settings.auditDays });
      await sweepPins(ports, slice);
      const now = ports.clock.now();
      await store.sessions.sweep(now, slice);
      await store.oauthTokens.sweep(now, slice);
      // One for each name and network that was tried: in an attack there are many.
      for (let turn = 0; turn < slicesOfBudgets; turn += 1) {
        if ((await store.budgets.sweep(now, slice)) < slice) break;
      }
      await store.blocks.sweep(now, slice);
      await store.oauthClients.sweepUnverified(now - unusedClientRest, slice);
    } catch (error) {
      log.error({ err: error }, 'sweeping failed; it will be tried again');
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void sweep(), every).unref();
  return () => clearInterval(timer);
}
