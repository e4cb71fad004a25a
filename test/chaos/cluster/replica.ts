// Run as a child: one replica of the service on a PostgreSQL database. It can be told to stop at a write, and then waits to
// be told to go on, or to be killed.
import { createService } from '@linkpin/server';
import { readPostgresAddress } from '../../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../../packages/server/src/stores/postgres/store.ts';
import { createKeys } from '../../../packages/server/src/tokens/keys.ts';
import { watchWrites, type Point } from './writes.ts';
import type { Order, ReplicaOptions, Report } from './replica-messages.ts';

const { url, keys, port, clockAhead, settings } = JSON.parse(process.argv[2] ?? '') as ReplicaOptions;

// A machine whose clock is wrong: everything in this process that asks for the time is told so.
const [now, origin] = [Date.now, performance.timeOrigin];
const realNow = (): number => origin + performance.now();
Date.now = () => now() + clockAhead;
Object.defineProperty(performance, 'timeOrigin', { get: () => origin + clockAhead });

let armed: Point | undefined;
let tells = false;
let goOn: (() => void) | undefined;

const report = (message: Report): void => void process.send?.(message);

process.on('message', (order: Order) => {
  if ('tell' in order) tells = order.tell;
  else if ('arm' in order) armed = order.arm ?? undefined;
  else goOn?.();
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());

async function tell(point: Point): Promise<void> {
  if (tells && point.when === 'before') report({ wrote: point.write });
  if (armed?.write !== point.write || armed.when !== point.when) return;
  armed = undefined;
  await new Promise<void>((resolve) => {
    goOn = resolve;
    report({ reached: point });
  });
}

const opened = await openPostgresStore({
  address: readPostgresAddress(url),
  keys: createKeys(keys),
  connections: 8,
  onReach: (isInReach) => report({ isInReach, at: realNow() }),
});
const store = watchWrites(opened, tell);
const service = createService({ keys, store, clock: opened.clock, settings: { ...settings, port } });
await service.listen();
report({ ready: true });
