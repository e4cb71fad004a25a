import type { Connection } from './connection.ts';
import { isSynced, longestUnsynced } from './durability.ts';
import { commitTogether, type Outcome } from './group-commit.ts';
import type { Request } from './write-queue.ts';
import { writes } from './writes.ts';
import { touch } from './writes/upkeep.ts';

const run = writes as Readonly<Record<string, (on: Connection, value: unknown) => unknown>>;

/** Executes requests on the writer's connection. */
export class Writing {
  readonly #connection: Connection;
  /** Runs while a commit may not be synced. */
  #due: NodeJS.Timeout | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Executes requests in one transaction, which is synced if any of them has to be. */
  write(asked: readonly Pick<Request, 'name' | 'value'>[]): readonly Outcome[] {
    const mustSync = asked.map((request) => isSynced(request, this.#connection));
    const work = asked.map(({ name, value }, index) => () => {
      // A commit without changes syncs nothing, but this one has to sync those before it.
      if (mustSync[index] === true && this.#due !== undefined) touch(this.#connection);
      return run[name]?.(this.#connection, value);
    });
    if (mustSync.includes(true)) {
      const outcomes = commitTogether(this.#connection, work, true);
      if (outcomes.some((outcome, index) => mustSync[index] === true && 'done' in outcome)) this.#allSynced();
      return outcomes;
    }
    this.#due ??= setTimeout(() => this.#sync(), longestUnsynced);
    return commitTogether(this.#connection, work, false);
  }

  /** Syncs what is not synced yet, and closes the connection. */
  close(): void {
    if (this.#due !== undefined) this.#sync();
    this.#allSynced();
    this.#connection.close();
  }

  #sync(): void {
    this.#allSynced();
    const [outcome] = commitTogether(this.#connection, [() => touch(this.#connection)], true);
    if (outcome === undefined || 'failed' in outcome) this.#due = setTimeout(() => this.#sync(), longestUnsynced);
  }

  #allSynced(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }
}
