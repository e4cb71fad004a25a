import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a server listens. */
export interface ListenAt {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Several threads listen on the port, and the system distributes the connections (Linux and some BSDs). */
  readonly reusePort?: boolean;
}

/** How many connections may wait to be accepted; the system may allow fewer. */
const backlog = 4096;

/** How long requests in progress may take during a drain, in milliseconds. */
const grace = 8000;

/** How often idle connections are closed during a drain, in milliseconds. */
const often = 20;

/**
 * Makes a server listen.
 *
 * @returns the URL on this machine
 * @throws the error of node:net, for example if the port is in use
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

/** The responses that are not sent yet, so that each can say whether its connection stays open. */
export class InFlightResponses {
  readonly #answers: Set<ServerResponse> = new Set();
  #closing = false;

  /** Adds a response that will not be sent in this turn of the event loop; one that has closed already never closes again. */
  add(outgoing: ServerResponse): void {
    if (outgoing.closed) return;
    if (this.#closing) outgoing.shouldKeepAlive = false;
    this.#answers.add(outgoing);
    outgoing.once('close', () => this.#answers.delete(outgoing));
  }

  /** True once every connection closes after its response. */
  get closing(): boolean {
    return this.#closing;
  }

  /** From now on every response says `connection: close`. */
  close(): void {
    this.#closing = true;
    for (const outgoing of this.#answers) outgoing.shouldKeepAlive = false;
  }

  /** Waits until all are sent; after {@link grace} the rest are cut off. */
  async done(): Promise<void> {
    const enough = setTimeout(() => {
      for (const outgoing of this.#answers) outgoing.destroy();
    }, grace);
    await Promise.all([...this.#answers].map((outgoing) => new Promise((resolve) => outgoing.once('close', resolve))));
    clearTimeout(enough);
  }
}

/**
 * Drains a server: accepts no more connections, answers the requests in progress, and closes each connection after its
 * response; after {@link grace} closes the rest.
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
