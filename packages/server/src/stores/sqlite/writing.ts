import type { Awaitable } from '../../domain/awaitable.ts';
import { CommitTimes } from './commit-times.ts';
import type { Connection } from './connection.ts';
import { isSynced, longestUnsynced } from '../sql/durability.ts';
import { commitTogether, type Outcome } from './group-commit.ts';
import type { Request } from './write-queue.ts';
import { sharedWrites } from '../sql/writes.ts';
import { insertPin } from './insert-pin.ts';
import { touch } from './touch.ts';

const run = { ...sharedWrites, insertPin, touch } as Readonly<
  Record<string, (on: Connection, value: unknown) => Awaitable<unknown>>
>;

/** Executes write requests on the write connection. */
export class Writing {
  readonly #connection: Connection;
  readonly #times: CommitTimes;
  /** Set while there may be a commit that is not fsynced. */
  #due: NodeJS.Timeout | undefined;

  /** @param times records commit durations */
  constructor(connection: Connection, times: CommitTimes = new CommitTimes()) {
    this.#connection = connection;
    this.#times = times;
  }

  /** Executes requests in one transaction, which is synced if any of them requires it. */
  async write(asked: readonly Pick<Request, 'name' | 'value'>[]): Promise<readonly Outcome[]> {
    const mustSync: boolean[] = [];
    for (const { name, value } of asked) {
      const must = name === 'touch' || isSynced(name, value, this.#connection);
      mustSync.push(typeof must === 'boolean' ? must : await must);
    }
    const work = asked.map(({ name, value }, index) => () => {
      // SQLite does not sync an empty commit, but this one has to sync the commits before it.
      if (mustSync[index] === true && this.#due !== undefined) touch(this.#connection);
      return run[name]?.(this.#connection, value);
    });
    if (mustSync.includes(true)) {
      const outcomes = await this.#commit(work, true);
      if (outcomes.some((outcome, index) => mustSync[index] === true && 'done' in outcome)) this.#allSynced();
      return outcomes;
    }
    this.#due ??= setTimeout(() => void this.#sync(), longestUnsynced);
    return this.#commit(work, false);
  }

  /** Syncs unsynced commits and closes the connection. */
  async close(): Promise<void> {
    if (this.#due !== undefined) await this.#sync();
    this.#allSynced();
    this.#connection.close();
  }

  async #commit(work: readonly (() => Awaitable<unknown>)[], isSynced: boolean): Promise<readonly Outcome[]> {
    const began = performance.now();
    const outcomes = await commitTogether(this.#connection, work, isSynced);
    this.#times.add((performance.now() - began) / 1000, isSynced);
    return outcomes;
  }

  async #sync(): Promise<void> {
    this.#allSynced();
    const [outcome] = await this.#commit([() => touch(this.#connection)], true);
    if (outcome === undefined || 'failed' in outcome) this.#due = setTimeout(() => void this.#sync(), longestUnsynced);
  }

  #allSynced(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }
}
