import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import { createSandbox } from './sandbox.ts';
import { addServer, notDurable, type Server, type ServerOptions } from './server.ts';

/** What a pair may have that others do not. */
export interface PairOptions extends ServerOptions {
  /** Whether a commit waits for the standby; true by default. */
  readonly synchronous?: boolean;
}

/** A primary and the standby that follows it. Disposing ends both. */
export interface Pair extends AsyncDisposable {
  /** The one that is started as a primary, and still has this name when the other was promoted. */
  readonly primary: Server;
  readonly standby: Server;
  /** An empty database of both; the URL names both hosts. It goes with the pair. */
  freshDatabase(): Promise<PairDatabase>;
  /** Waits until the standby has applied all that the primary has committed so far. */
  caughtUp(): Promise<void>;
  /** Makes the standby a primary, on the next timeline. It waits for no standby of its own. */
  promote(): Promise<void>;
}

/** A database of a pair. */
export interface PairDatabase {
  readonly name: string;
  /** `postgres://user:password@host:port,host:port/name`. */
  readonly url: string;
}

/** Starts a pair and waits until the standby follows. */
export async function startPair({
  synchronous = true,
  durable = false,
  settings = {},
}: PairOptions = {}): Promise<Pair> {
  const sandbox = createSandbox();
  try {
    const common = { ...(durable ? {} : notDurable), wal_keep_size: '1GB', ...settings };
    const wanted = synchronous ? 'ANY 1 (standby)' : '';
    const primary = await addServer(sandbox, 'primary', { ...common, synchronous_standby_names: wanted });
    const { username, password } = new URL(primary.url);
    const source = `host=127.0.0.1 port=${primary.port} user=${username} password=${password} application_name=standby`;
    // A copy of the same data, so that it needs no backup to begin with.
    const standby = await addServer(sandbox, 'standby', { ...common, primary_conninfo: source });
    writeFileSync(join(standby.data, 'standby.signal'), '');
    await primary.start();
    await standby.start();
    await until('the standby follows', async () => {
      const followers = await primary.sql("select sync_state from pg_stat_replication where state = 'streaming'");
      return followers === (synchronous ? 'quorum' : 'async');
    });
    const caughtUp = async (): Promise<void> => {
      const reached = await primary.sql('select pg_current_wal_flush_lsn()');
      await until('the standby has caught up', async () => {
        return (await standby.sql(`select pg_last_wal_replay_lsn() >= '${reached}'`)) === 't';
      });
    };
    return {
      primary,
      standby,
      caughtUp,
      async freshDatabase() {
        const { name, url } = await primary.freshDatabase();
        await caughtUp();
        return { name, url: url.replace(`:${primary.port}/`, `:${primary.port},127.0.0.1:${standby.port}/`) };
      },
      async promote() {
        await standby.sql('select pg_promote(true)');
      },
      [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
    };
  } catch (error) {
    await sandbox[Symbol.asyncDispose]();
    throw error;
  }
}
