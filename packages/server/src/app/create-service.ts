import { isArgon2There } from '../accounts/argon2.ts';
import type { AccountResult } from '../accounts/refusal.ts';
import type { Applicant } from '../accounts/registration.ts';
import type { Settings } from '../config/settings.ts';
import { createApi } from '../http/server/api.ts';
import { createPages } from '../http/pages/pages.ts';
import { apiRoutes } from '../http/server/routes.ts';
import { isContainer, readGateways } from '../http/server/client-address-gateways.ts';
import { addressWarnings, startWarnings } from '../http/server/client-address-warnings.ts';
import { createClientAddress, createSpeaksForMany } from '../http/server/client-address.ts';
import { ConnectionShares } from '../http/server/connection-shares.ts';
import { createFetchAdapter, type FetchInfo } from '../http/server/fetch-adapter.ts';
import { drain, listenAt, type ListenAt } from '../http/server/listening.ts';
import { createNodeAdapter } from '../http/server/node-adapter.ts';
import type { NodeHandler } from '../http/server/node-handler.ts';
import { MetricsListener } from '../http/server/metrics-listener.ts';
import { createRouter } from '../http/server/router.ts';
import { listenToOtherProcesses } from '../long-poll/other-processes.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { endPerson, type PersonRef } from '../service/accounts/end-person.ts';
import type { Account } from '../service/ports/accounts.ts';
import { SettingsError } from './check-settings.ts';
import { collectMetrics } from './observation.ts';
import { buildDependencies, type Dependencies, type DependencyOptions } from './dependencies.ts';
import { watchStore } from './store-warnings.ts';
import { startSweeping } from './sweeper.ts';
import type { WorkerGroup } from './worker-group.ts';

/** Options of a service. */
export interface ServiceOptions extends DependencyOptions {
  /** The workers of this process, and whether this one is the leader, which alone sweeps and delivers webhooks. */
  readonly workerGroup?: WorkerGroup & { readonly isLeader: boolean };
  /** The built files of `@linkpin/client`, which the demonstration television runs; needed for the setting `demo`. */
  readonly demoClientFolder?: URL;
}

/** The account to create. */
export interface NewPerson extends Omit<Applicant, 'email'> {
  /** Default: none. Counts as confirmed. */
  readonly email?: string | null;
  /** Whether the account is an admin. Default: no. */
  readonly isAdmin?: boolean;
}

/** A running service. */
export interface Service extends Decisions {
  /**
   * Answers one request. Mount it in any framework that speaks `Request` and `Response`.
   *
   * @param info the address at the other end of the connection, when the host knows it
   */
  fetch(request: Request, info?: FetchInfo): Promise<Response>;
  /**
   * A request listener for a `node:http` server of your own: pass it to `createServer`, or mount it in Express, Connect or
   * Fastify. The same limits apply as with {@link listen}, except the server's own: time-outs and header size. It answers
   * every path, unknown ones with 404, and never calls `next`. No middleware before it may read the body.
   */
  readonly nodeHandler: NodeHandler;
  /**
   * Listens on the settings' host and port.
   *
   * @param at another port, and whether other workers share it
   * @returns the loopback URL
   * @throws what node:net throws, for example if the port is taken
   */
  listen(at?: Partial<Omit<ListenAt, 'host'>>): Promise<string>;
  /**
   * Serves the metrics of all workers at `/metrics`, on the address and port that the settings name for them.
   *
   * @returns the URL; null without the setting `metricsPort`
   * @throws what node:net throws, for example if the port is taken
   */
  listenForMetrics(): Promise<string | null>;
  /** Creates an account, whatever the setting `registration` says. @returns the account, or the reason for refusing it */
  createAccount(person: NewPerson): Promise<AccountResult<Account>>;
  /** The path of the set-up link, valid once and for an hour; null if there is an account, or no sign-in with a password. */
  setUpPath(): Promise<string | null>;
  /**
   * Signs a person out everywhere: every browser and every device, at once. The account stays. For whoever learns that
   * somebody has left.
   *
   * @returns false if nobody is known by this name
   */
  endPerson(person: PersonRef): Promise<boolean>;
  readonly settings: Settings;
  /** Warnings for the operator, as sentences. */
  warnings(): readonly string[];
  /** Stops listening, ends long polls, finishes requests in progress, and closes the store. */
  close(): Promise<void>;
}

/**
 * Creates a service.
 *
 * @throws {SettingsError} for settings that are invalid, unknown or in contradiction to each other, and for a servers
 *   or clients file that cannot be used
 * @throws {TypeError} if a key is invalid
 * @throws {Error} if this Node.js is too old to hash passwords
 */
export function createService(options: ServiceOptions): Service {
  if (!isArgon2There()) {
    throw new Error(`A service needs Node.js 24.7 or newer, which has argon2, and this is ${process.versions.node}.`);
  }
  return startService(buildDependencies(options), options);
}

/**
 * Adds HTTP to dependencies and starts the periodic work: polling for changes by other processes, and on the leader
 * also sweeping and webhook delivery.
 *
 * @param options.gateways default: those of this machine
 */
export function startService(
  dependencies: Dependencies,
  {
    workerGroup,
    demoClientFolder,
    gateways = readGateways(),
  }: Pick<ServiceOptions, 'workerGroup' | 'demoClientFolder'> & { readonly gateways?: readonly string[] } = {},
): Service {
  const { settings, store, accountService, longPolls, events, log, operatorWarnings, localNotifier } = dependencies;
  const { delivery, mailDelivery, observation } = dependencies;
  const { metrics } = observation;
  if (settings.demo && demoClientFolder === undefined) {
    const reason =
      'The demonstration television runs @linkpin/client: name its built files with the option demoClientFolder, as "linkpin serve" does.';
    throw new SettingsError([{ setting: 'demo', reason }]);
  }
  const network = { trustedProxies: settings.trustedProxies, gateways };
  for (const sentence of startWarnings(network, isContainer())) operatorWarnings.add(sentence);
  const addressOf = createClientAddress(network);
  const seenFrom: Parameters<typeof createRouter>[3] = (peer, header) => {
    const from = addressOf(peer, header);
    const warning = addressWarnings[from.reason];
    if (warning !== null) operatorWarnings.warn(warning);
    return from;
  };
  const pages = createPages(dependencies, { accountService, demoClientFolder: demoClientFolder ?? null });
  const api = createApi(dependencies, apiRoutes);
  const holding = { longPolls, clock: dependencies.ports.clock, ended: observation.ended };
  const router = createRouter(settings, api, pages, seenFrom, holding, observation.observer);
  const { server, handler, inFlight } = createNodeAdapter(
    router,
    log,
    new ConnectionShares(settings.maxConnections, createSpeaksForMany(network)),
  );
  const stopListening = listenToOtherProcesses(localNotifier, store, (error) => {
    log.error({ err: error }, 'could not look for what other processes changed');
  });
  const stopWatching = watchStore(store, operatorWarnings);
  const isLeader = workerGroup?.isLeader !== false;
  const stopSweeping = isLeader ? startSweeping(dependencies, events) : (): void => {};
  if (isLeader) delivery?.start();
  mailDelivery?.start(isLeader);
  if (metrics !== undefined) collectMetrics(metrics, dependencies, workerGroup);
  const metricsListener = metrics && new MetricsListener(() => metrics.print(), log);

  return {
    settings,
    warnings: dependencies.warnings,
    fetch: createFetchAdapter(router),
    nodeHandler: handler,
    listen: (at) => listenAt(server, { host: settings.host, port: settings.port, ...at }),
    listenForMetrics: async () =>
      metricsListener?.listen({ host: settings.metricsHost, port: settings.metricsPort ?? 0 }) ?? null,
    ...createDecisions(dependencies),
    createAccount: ({ username, password, email = null, isAdmin = false }) =>
      accountService.registration.register({ username, email, password }, { by: 'operator', isAdmin }),
    setUpPath: async () =>
      settings.passwords && (await store.accounts.isEmpty())
        ? `/setup?token=${await accountService.registration.makeSetupToken()}`
        : null,
    endPerson: (person) => endPerson({ ...store, clock: dependencies.ports.clock }, person),
    async close() {
      stopSweeping();
      stopWatching();
      inFlight.close();
      stopListening();
      metricsListener?.close();
      longPolls.release();
      await Promise.all([drain(server), inFlight.done()]);
      await dependencies.close();
    },
  };
}
