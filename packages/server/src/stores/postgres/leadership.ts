import type { Connections, Dedicated } from './connections.ts';

/** How often one that does not lead tries to, in milliseconds. */
const every = 2000;

/** Whether this process is the one that sweeps: it has a lock for as long as its connection lasts. */
export class Leadership {
  readonly #connections: Pick<Connections, 'dedicated'>;
  readonly #timer: NodeJS.Timeout;
  #dedicated: Dedicated | undefined;
  #leads = false;
  #isSeeking = false;
  #isClosed = false;

  constructor(connections: Pick<Connections, 'dedicated'>) {
    this.#connections = connections;
    this.#timer = setInterval(() => void this.seek(), every).unref();
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Tries to lead, if this process does not yet. Never rejects: without a database nobody leads. */
  async seek(): Promise<void> {
    if (this.#leads || this.#isSeeking || this.#isClosed) return;
    this.#isSeeking = true;
    try {
      this.#dedicated ??= await this.#connections.dedicated({ lost: () => this.#lost() });
      const text = `select pg_try_advisory_lock(hashtextextended('linkpin: leader', 0)) as leads`;
      const { rows } = await this.#dedicated.query({ text });
      this.#leads = rows[0]?.['leads'] === true;
    } catch {
      this.#lost();
    } finally {
      this.#isSeeking = false;
    }
  }

  /** Another one may lead from now on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#leads = false;
    clearInterval(this.#timer);
    await this.#dedicated?.close();
  }

  #lost(): void {
    this.#leads = false;
    this.#dedicated = undefined;
  }
}
