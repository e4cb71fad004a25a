import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a door listens. */
export interface ListenAt {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Others in this process listen there, too, and the system shares out the connections. Linux and some BSDs. */
  readonly reusePort?: boolean;
}

/** How many connections may wait to be taken; the system may allow fewer. */
const backlog = 4096;

/** How long requests that were begun may take once the door closes, in milliseconds. */
const grace = 8000;

/** How often connections on which nothing is asked any more are closed meanwhile, in milliseconds. */
const often = 20;

/**
 * Opens a server's door.
 *
 * @returns the URL of this machine's own
 * @throws what node:net throws, when the port is taken for one
 */
export function listenAt(server: Server, { host, port, reusePort = false }: ListenAt): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, reusePort, backlog }, () => {
      server.off('error', reject);
      const at = server.address() as AddressInfo;
      const everywhere = at.address === '0.0.0.0' || at.address === '::';
      const name = everywhere ? '127.0.0.1' : at.family === 'IPv6' ? `[${at.address}]` : at.address;
      resolve(`http://${name}:${at.port}`);
    });
  });
}

/** The answers that are not out yet, so that whoever gets one hears whether the connection goes on. */
export class InFlightResponses {
  readonly #answers: Set<ServerResponse> = new Set();
  #closing = false;

  /** Takes up an answer that will not be given in this turn. */
  add(outgoing: ServerResponse): void {
    if (this.#closing) outgoing.shouldKeepAlive = false;
    this.#answers.add(outgoing);
    outgoing.once('close', () => this.#answers.delete(outgoing));
  }

  /** True once no connection goes on after its answer. */
  get closing(): boolean {
    return this.#closing;
  }

  /** From now on every answer says `connection: close`. */
  close(): void {
    this.#closing = true;
    for (const outgoing of this.#answers) outgoing.shouldKeepAlive = false;
  }

  /** Waits until they are out; after {@link grace} those that are left are cut off. */
  async done(): Promise<void> {
    const enough = setTimeout(() => {
      for (const outgoing of this.#answers) outgoing.destroy();
    }, grace);
    await Promise.all([...this.#answers].map((outgoing) => new Promise((resolve) => outgoing.once('close', resolve))));
    clearTimeout(enough);
  }
}

/**
 * Closes a server's door: nobody else comes in, what was begun is answered, and each connection is closed after its
 * answer; after {@link grace} those that are left are closed in any case.
 */
export async function drain(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  const tidy = setInterval(() => server.closeIdleConnections(), often);
  const enough = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearInterval(tidy);
  clearTimeout(enough);
}
