// Three replicas of the service, a PostgreSQL primary with its standby, and HAProxy in front: real processes, each of which can
// be killed, stopped or cut off.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testKeys } from '../../harness/dependencies.ts';
import { startHaproxy } from '../../postgres/haproxy.ts';
import { startPair, type Pair, type PairOptions } from '../../postgres/pair.ts';
import { freePort } from '../../support/ports.ts';
import { startForwarder, type Forwarder } from './forwarder.ts';
import type { Outage } from '../history/history.ts';
import type { Order, ReplicaOptions, Report } from './replica-messages.ts';
import type { Point } from './writes.ts';

const program = fileURLToPath(new URL('replica.ts', import.meta.url));

/** The clock that calls are recorded by. */
const now = (): number => performance.timeOrigin + performance.now();

/** One replica, through all its lives. */
export class Replica {
  readonly #options: ReplicaOptions;
  /** Where it serves, without the proxy. */
  readonly url: string;
  /** Its ways to the primary and to the standby. */
  readonly ways: readonly Forwarder[];
  /** When it could not reach the database, so far. */
  readonly outages: Outage[] = [];
  #child: ChildProcess | undefined;
  #ready: Promise<unknown> = Promise.resolve();
  /** How often it has ended by itself, and was started again. */
  crashes = 0;
  onWrite: (write: string) => void = () => {};
  onReached: (point: Point) => void = () => {};

  constructor(options: ReplicaOptions, ways: readonly Forwarder[]) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.ways = ways;
  }

  /** Starts it; resolves when it listens. */
  start(): Promise<unknown> {
    const child = fork(program, [JSON.stringify(this.#options)], {
      execArgv: ['--conditions=linkpin-source'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    const isReady = Promise.withResolvers<void>();
    let isListening = false;
    child.once('exit', (code, signal) => {
      isReady.reject(new Error(`A replica has ended while it started: ${signal ?? code}`));
      this.#reached(now());
      if (!isListening || signal === 'SIGKILL') return;
      this.crashes += 1;
      this.start().catch(() => {});
    });
    child.on('message', (report: Report) => {
      if ('ready' in report) {
        isListening = true;
        isReady.resolve();
      }
      if ('wrote' in report) this.onWrite(report.wrote);
      if ('reached' in report) this.onReached(report.reached);
      if ('isInReach' in report) {
        if (report.isInReach) this.#reached(report.at);
        else this.outages.push({ from: report.at, to: Infinity });
      }
    });
    this.#ready = isReady.promise;
    return this.#ready;
  }

  /** Resolves when the start that was last begun is over. */
  get ready(): Promise<unknown> {
    return this.#ready;
  }

  /** An outage of this replica is over; there may have been none. */
  #reached(at: number): void {
    const last = this.outages.at(-1);
    if (last?.to === Infinity) this.outages[this.outages.length - 1] = { ...last, to: at };
  }

  order(order: Order): void {
    if (this.#child?.connected === true) this.#child.send(order, () => {});
  }

  /** `kill -9`, or any other signal; resolves at once but for the one that ends it. */
  async signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const over = signal === 'SIGKILL' ? once(child, 'exit') : undefined;
    child.kill(signal);
    await over;
  }
}

/** Everything that serves. */
export interface Cluster extends AsyncDisposable {
  /** HAProxy's. */
  readonly url: string;
  /** The database's, without anything between. */
  readonly databaseUrl: string;
  /** The name of the database. */
  readonly database: string;
  readonly pair: Pair;
  readonly replicas: readonly Replica[];
}

/** What a cluster may have that others do not. */
export interface ClusterOptions extends PairOptions {
  /** How far the clock of each replica's machine is wrong, in milliseconds. */
  readonly clocksAhead?: readonly [number, number, number];
  /** Called with the database before the first replica starts. */
  readonly prepare?: (databaseUrl: string, pair: Pair) => Promise<void>;
}

/** Limits that honest people in one network of this machine do not meet. */
const settings = {
  trustedProxies: '127.0.0.1',
  issuesPerMinute: 10_000,
  livePinsPerNetwork: 10_000,
} as const;

/**
 * Has whichever replica first reaches the point wait there until something is done; the others go on.
 *
 * @param act what is done, while the replica waits
 * @returns resolves when it is done
 */
export function atPoint({ replicas }: Cluster, point: Point, act: (replica: Replica) => Promise<void>): Promise<void> {
  const done = Promise.withResolvers<void>();
  let isReached = false;
  for (const replica of replicas) {
    replica.onReached = () => {
      if (isReached) return replica.order({ go: true });
      isReached = true;
      for (const other of replicas) other.order({ arm: null });
      act(replica)
        .finally(() => replica.order({ go: true }))
        .then(done.resolve, done.reject);
    };
    replica.order({ arm: point });
  }
  return done.promise;
}

/** Starts a cluster; disposing ends every process of it. */
export async function startCluster({
  clocksAhead = [0, 0, 0],
  prepare = async () => {},
  ...options
}: ClusterOptions = {}): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const pair = stack.use(await startPair(options));
  const { url: databaseUrl, name: database } = await pair.freshDatabase();
  await prepare(databaseUrl, pair);
  const replicas: Replica[] = [];
  stack.defer(async () => {
    await Promise.all(replicas.map((replica) => replica.signal('SIGKILL')));
  });
  const ports: number[] = [];
  for (const clockAhead of clocksAhead) {
    const ways: Forwarder[] = [];
    for (const { port } of [pair.primary, pair.standby]) ways.push(stack.use(await startForwarder(port)));
    const [primary, standby] = ways;
    const url = databaseUrl
      .replace(`:${pair.primary.port}`, `:${primary?.port}`)
      .replace(`:${pair.standby.port}`, `:${standby?.port}`);
    const port = await freePort();
    ports.push(port);
    replicas.push(new Replica({ url, keys: testKeys, port, clockAhead, settings }, ways));
  }
  await Promise.all(replicas.map((replica) => replica.start()));
  const proxy = stack.use(await startHaproxy(ports));
  const parts = stack.move();
  return {
    url: `http://127.0.0.1:${proxy.port}`,
    databaseUrl,
    database,
    pair,
    replicas,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
