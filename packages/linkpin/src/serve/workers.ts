import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { WorkerGroup, SecretKey, Settings, SqliteInvitation } from '@linkpin/server';

/** `workerData` of a worker; see `worker.ts`. */
export interface WorkerOrders {
  readonly settings: Settings;
  readonly keys: readonly SecretKey[];
  readonly workerGroup: WorkerGroup;
  /** Null when it opens its own. */
  readonly store: SqliteInvitation | null;
  readonly port: number;
  /** True if the log goes to a terminal. */
  readonly live: boolean;
}

/** Message from a worker. */
export type FromWorker = 'ready' | { readonly failed: string; readonly code: string | undefined };

/** The worker threads besides the main one. */
export interface Workers {
  /** Stops each gracefully. */
  stop(): Promise<void>;
}

/** Divides per-process limits among the threads. */
export function shareOf(settings: Settings): Settings {
  const { workers, maxInFlight, maxConnections, waits } = settings;
  const share = (whole: number): number => Math.ceil(whole / workers);
  return {
    ...settings,
    maxInFlight: share(maxInFlight),
    maxConnections: share(maxConnections),
    waits: share(waits),
  };
}

/**
 * Checks that a port is free by binding it exclusively for a moment: with a shared port (SO_REUSEPORT), another process
 * of the same user would share it unnoticed.
 *
 * @returns the port; for 0, a free one
 * @throws what node:net throws, for example if the port is taken
 */
export async function freePort(host: string, port: number): Promise<number> {
  const server = createServer().listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

// The worker's module is next to this one, in the sources and when built.
const workerProgram = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * Starts worker threads and waits until all of them listen.
 *
 * @param orders one for each
 * @param crashed called if one ends unexpectedly
 * @param program module that each runs
 */
export async function startWorkers(
  orders: readonly WorkerOrders[],
  crashed: (error: Error) => void,
  program: URL = workerProgram,
): Promise<Workers> {
  let stopping = false;
  const started = orders.map(async (order) => {
    const worker = new Worker(program, {
      workerData: order,
      transferList: order.store === null ? [] : [order.store.port],
    });
    let reason = new Error('it left without a word');
    worker.on('error', (error: Error) => (reason = error));
    const gone = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
    const [said] = (await Promise.race([once(worker, 'message'), gone.then(() => [reason])])) as [FromWorker | Error];
    if (said instanceof Error) throw said;
    if (said !== 'ready') throw Object.assign(new Error(said.failed), { code: said.code, syscall: 'listen' });
    void gone.then(() => {
      if (!stopping) crashed(reason);
    });
    return { worker, gone };
  });
  const team = await Promise.all(started);
  return {
    async stop() {
      stopping = true;
      for (const { worker } of team) worker.postMessage('stop');
      await Promise.all(team.map(({ gone }) => gone));
    },
  };
}
