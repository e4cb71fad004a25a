import { createWorkerGroup, createService, type Service, type Settings } from '@linkpin/server';
import type { Style } from '../terminal/style.ts';
import type { DataFolder } from './data-folder.ts';
import { createLog } from './log.ts';
import { openKeys } from './secret-keys.ts';
import { explainMetricsError } from './start-errors.ts';
import { openStore } from './store.ts';
import { freePort, shareOf, startWorkers, type Workers } from './workers.ts';

/** A service that may run on several threads; this is the first of them. */
export type Opened = Pick<Service, 'listenForMetrics' | 'setUpPath' | 'warnings' | 'close'> & {
  /** Listens, on every thread. @returns the loopback URL */
  listen(): Promise<string>;
  /** Resolves if the store can no longer be written; already logged. */
  readonly failed: Promise<Error>;
};

/**
 * Opens the store of a data folder and a service on it.
 *
 * @param crashed called if a thread ends unexpectedly
 */
export async function openService(
  settings: Settings,
  { database, keyFile }: DataFolder,
  style: Style,
  crashed: (error: Error) => void,
): Promise<Opened> {
  const keys = await openKeys(keyFile);
  const log = createLog(settings, style, process.stderr);
  const opened = await openStore(settings, { database }, keys, {
    onReach(isInReach) {
      if (isInReach) log.info('the database answers again');
      else log.warn('the database is out of reach: devices that wait go on waiting, all else is told to come again');
    },
  });
  const { store } = opened;
  const workerGroup = settings.workers === 1 ? undefined : createWorkerGroup();
  const share = shareOf(settings);
  let workers: Workers | undefined;
  let workersGone: Promise<void> | undefined;
  /** Closes the store last: all threads share its writer. */
  const closeStore = async (): Promise<void> => {
    await workersGone;
    await store.close();
  };
  const failed = opened.failed.then((error) => {
    log.fatal({ err: error }, 'nothing can be written any more, so linkpin stops');
    return error;
  });
  let service: Service;
  try {
    service = createService({
      keys,
      settings: share,
      store: { ...store, close: closeStore },
      log,
      demoClientFolder: new URL('.', import.meta.resolve('@linkpin/client')),
      ...(workerGroup && { workerGroup: { ...workerGroup, isLeader: true } }),
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    failed,
    async listenForMetrics() {
      try {
        return await service.listenForMetrics();
      } catch (error) {
        throw explainMetricsError(error, settings);
      }
    },
    setUpPath: () => service.setUpPath(),
    warnings: () => service.warnings(),
    async listen() {
      if (workerGroup === undefined) return service.listen();
      const port = await freePort(settings.host, settings.port);
      const url = await service.listen({ port, reusePort: true });
      const order = { settings: share, keys, workerGroup, port, live: style.live };
      const orders = Array.from({ length: settings.workers - 1 }, () => ({ ...order, store: opened.invite() }));
      workers = await startWorkers(orders, crashed);
      return url;
    },
    close() {
      workersGone = workers?.stop();
      return service.close();
    },
  };
}
