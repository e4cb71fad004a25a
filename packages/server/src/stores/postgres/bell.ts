import type { Connections, Dedicated } from './connections.ts';

const channel = 'linkpin_changes';

/** How long rings are gathered, in milliseconds. */
const gathered = 2;

/** How long after the bell was lost it is hung up again, in milliseconds. */
const pause = 250;

/**
 * Tells the other processes that something has changed, after it is committed: in the transaction a notification would take
 * a lock on the whole database until it ends. A ring that is lost delays others until their next look.
 */
export class Bell {
  readonly #connections: Pick<Connections, 'query' | 'dedicated'>;
  readonly #name: string;
  readonly #heard: () => void;
  /** How often it was rung, and heard. */
  rung = 0;
  heard = 0;
  #ringing: NodeJS.Timeout | undefined;
  #hanging: NodeJS.Timeout | undefined;
  #dedicated: Dedicated | undefined;
  #isClosed = false;

  /**
   * @param name of this process: it does not hear itself
   * @param heard is called when another one rang, and when a ring may have been lost
   */
  constructor(connections: Pick<Connections, 'query' | 'dedicated'>, name: string, heard: () => void) {
    this.#connections = connections;
    this.#name = name;
    this.#heard = heard;
  }

  /** Listens, again and again until {@link close}. */
  async hang(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const dedicated = await this.#connections.dedicated({
        lost: () => this.#hangAgain(),
        notification: (_channel, payload) => {
          if (payload === this.#name) return;
          this.heard += 1;
          this.#heard();
        },
      });
      this.#dedicated = dedicated;
      if (this.#isClosed) return await dedicated.close();
      await dedicated.query({ text: `listen ${channel}` });
      this.#heard();
    } catch {
      // One that does not listen is no bell.
      await this.#dedicated?.close().catch(() => {});
      this.#dedicated = undefined;
      this.#hangAgain();
    }
  }

  ring(): void {
    this.#ringing ??= setTimeout(() => {
      this.#ringing = undefined;
      this.rung += 1;
      const query = { name: 'linkpin bell', text: `select pg_notify('${channel}', $1)`, values: [this.#name] };
      // Whoever misses it looks by itself.
      this.#connections.query(query).catch(() => {});
    }, gathered);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#ringing);
    clearTimeout(this.#hanging);
    await this.#dedicated?.close();
  }

  #hangAgain(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#hanging);
    this.#hanging = setTimeout(() => void this.hang(), pause).unref();
  }
}
