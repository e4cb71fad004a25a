import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { TestContext } from 'node:test';
import type { Keys } from '../../packages/server/src/service/ports/keys.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { Connection, openForWriting } from '../../packages/server/src/stores/sqlite/connection.ts';
import { joinSqliteStore, openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import type { FromWriter, ToWriter } from '../../packages/server/src/stores/sqlite/write-queue.ts';
import { Writing } from '../../packages/server/src/stores/sqlite/writing.ts';

/** SQLite's number for `full`: a commit that wrote something has synced the log. */
const full = 2;

/** A store of which is known what a power cut would leave. */
export interface Watched {
  readonly store: Store;
  /** The store as it is found after the power came back: what was synced when this is called, and nothing else. */
  afterPowerCut(): Promise<Store>;
}

/**
 * Opens an SQLite store whose writer runs here, and which keeps a copy of the files as they were when they were last
 * synced.
 */
export async function openWatched(context: TestContext, keys: Keys): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-power-'));
  const file = join(folder, 'linkpin.db');
  await (await openSqliteStore({ file, keys })).close();

  const database = openForWriting(file);
  const writing = new Writing(new Connection(database));
  let synced: ReadonlyMap<string, Buffer> = new Map();
  const log = () => (existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0));
  const { port1, port2 } = new MessageChannel();
  const write = async (message: ToWriter): Promise<void> => {
    if (!Array.isArray(message)) return port1.close();
    const requests = message as Extract<ToWriter, readonly unknown[]>;
    const before = log();
    const outcomes = await writing.write(requests);
    const hasSynced = database.prepare('pragma synchronous').get()?.['synchronous'] === full && !log().equals(before);
    if (hasSynced) synced = new Map(['', '-wal'].map((suffix) => [suffix, readFileSync(file + suffix)]));
    port1.postMessage(
      requests.map(({ id }, index) => ({
        id,
        outcome: outcomes[index] ?? { failed: 'not tried', passes: false },
      })) satisfies FromWriter,
    );
  };
  port1.on('message', (message: ToWriter) => void write(message));
  port1.postMessage([] satisfies FromWriter);
  const store = await joinSqliteStore({ file, port: port2 }, keys);

  const left: Store[] = [];
  context.after(async () => {
    await store.close();
    await writing.close();
    for (const one of left) await one.close();
    rmSync(folder, { recursive: true });
  });
  return {
    store,
    async afterPowerCut() {
      const copy = join(mkdtempSync(join(folder, 'left-')), 'linkpin.db');
      for (const [suffix, bytes] of synced) writeFileSync(copy + suffix, bytes);
      const found = await openSqliteStore({ file: copy, keys });
      left.push(found);
      return found;
    },
  };
}
