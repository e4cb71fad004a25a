import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Crew, SecretKey, Settings, SqliteInvitation } from '@linkpin/server';

/** What a worker is given; see `worker.ts`. */
export interface WorkerOrders {
  readonly settings: Settings;
  readonly keys: readonly SecretKey[];
  readonly crew: Crew;
  readonly store: SqliteInvitation;
  readonly port: number;
  /** The log goes to a person, not to a program. */
  readonly live: boolean;
}

/** What a worker says. */
export type FromWorker = 'ready' | { readonly failed: string; readonly code: string | undefined };

/** Worker threads that listen beside the first one. */
export interface Workers {
  /** Lets each finish what it began. */
  stop(): Promise<void>;
}

/**
 * Bounds that are meant for the process, shared out among its threads.
 */
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
 * Finds out whether a port can be had, by having it for a moment alone: a port that threads share would be shared with a
 * stranger of the same user without a word.
 *
 * @returns the port; a free one for 0
 * @throws what node:net throws, when it is taken for one
 */
export async function freePort(host: string, port: number): Promise<number> {
  const server = createServer().listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

// Run from the sources or built, the worker's program lies beside this file.
const workerProgram = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * Starts worker threads and waits until each listens.
 *
 * @param orders one for each
 * @param crashed told when one has ended that nobody stopped: the rest cannot go on as if nothing had happened
 * @param program what each runs
 */
export async function startWorkers(
  orders: readonly WorkerOrders[],
  crashed: (error: Error) => void,
  program: URL = workerProgram,
): Promise<Workers> {
  let stopping = false;
  const started = orders.map(async (order) => {
    const worker = new Worker(program, { workerData: order, transferList: [order.store.port] });
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
