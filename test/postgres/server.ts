import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { createDatabase, type Database } from './databases.ts';
import { continueAll, cpuOf, killAll, stopAll } from './processes.ts';
import { psql } from './psql.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { copyData, findTemplate, programs } from './template.ts';

/** What a throw-away server may have that others do not. */
export interface ServerOptions {
  /** Whether a commit waits for the disk, as in production; false by default, which is several times faster. */
  readonly durable?: boolean;
  /** Further settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server of a test's own. */
export interface Server {
  readonly port: number;
  /** Its data folder. */
  readonly data: string;
  /** The database `postgres`, as the superuser. */
  readonly url: string;
  /** Runs statements as the superuser; the rows, columns parted by tabs. */
  sql(...statements: readonly string[]): Promise<string>;
  /** The same in another database. */
  sqlIn(database: string, ...statements: readonly string[]): Promise<string>;
  freshDatabase(encoding?: string): Promise<Database>;
  /** Processor time of all its processes since it started, in milliseconds; in steps of ten. */
  cpu(): number;
  /** How much it has written to its log of changes (WAL), in bytes. */
  walBytes(): Promise<number>;
  /** Ends all its processes at once, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same port with the same data. */
  start(): Promise<void>;
  /** Stops all its processes, so that connections stay open and nothing answers, until `resume`. */
  pause(): Promise<void>;
  resume(): void;
}

const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  max_connections: '200',
  // Else a server that is killed leaves files in /dev/shm.
  dynamic_shared_memory_type: 'mmap',
  timezone: 'UTC',
};

/** Settings with which a commit does not wait for the disk. */
export const notDurable = { fsync: 'off', full_page_writes: 'off' };

/** Starts a server in a sandbox of its own; disposing ends it. */
export async function startServer({ durable = false, settings = {} }: ServerOptions = {}): Promise<
  Server & AsyncDisposable
> {
  const sandbox = createSandbox();
  try {
    const server = await addServer(sandbox, 'server', { ...(durable ? {} : notDurable), ...settings });
    await server.start();
    return { ...server, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
  } catch (error) {
    await sandbox[Symbol.asyncDispose]();
    throw error;
  }
}

/** Puts the data folder of a server into a sandbox, and does not start it yet. */
export async function addServer(
  sandbox: Sandbox,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const template = await findTemplate();
  const data = join(sandbox.folder, name);
  copyData(template.data, data);
  const port = await freePort();
  const lines = Object.entries({ ...always, ...settings, port: String(port), cluster_name: name });
  const quoted = lines.map(([key, value]) => `${key} = '${value.replaceAll("'", "''")}'\n`);
  appendFileSync(join(data, 'postgresql.auto.conf'), quoted.join(''));
  const url = `postgres://postgres:${template.password}@127.0.0.1:${port}/postgres`;
  let running: ChildProcess | undefined;
  const pid = (): number => {
    if (running?.pid === undefined) throw new Error(`The server ${name} is not running.`);
    return running.pid;
  };
  return {
    port,
    data,
    url,
    sql: (...statements) => psql(url, ...statements),
    sqlIn: (database, ...statements) => psql(new URL(database, url).href, ...statements),
    freshDatabase: (encoding) => createDatabase(url, encoding),
    cpu: () => cpuOf(pid()),
    walBytes: async () => Number(await psql(url, "select pg_current_wal_lsn() - '0/0'")),
    async start() {
      const program = sandbox.start(join(programs, 'postgres'), ['-D', data]);
      running = program;
      await until(`PostgreSQL (${name}) accepts connections`, () => {
        if (program.exitCode !== null || program.signalCode !== null) {
          throw new Error(`PostgreSQL (${name}) ended at once:\n${sandbox.log()}`);
        }
        return isReady(data, program.pid);
      });
    },
    async kill() {
      await killAll(pid());
      running = undefined;
    },
    async pause() {
      await stopAll(pid());
    },
    resume: () => continueAll(pid()),
  };
}

/** The server itself says so in the eighth line of this file, as it does for pg_ctl. */
function isReady(data: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'latin1').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}
