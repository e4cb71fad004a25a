import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { listenAt, type ListenAt } from './listening.ts';

/** Metrics as text, and its media type. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/** How many connections may be open: of a few servers that ask, each with one or two. */
const mostConnections = 32;

/** How long a sender may take for its request, in milliseconds. */
const patience = 5000;

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } as const;

/** Serves `GET /metrics` on a port of its own, and nothing else there. No page of a browser can read it: it has no CORS. */
export class MetricsListener {
  readonly #print: () => Promise<MetricsText>;
  readonly #log: Logger;
  readonly #server: Server;

  /** @param print collects the metrics */
  constructor(print: () => Promise<MetricsText>, log: Logger) {
    this.#print = print;
    this.#log = log;
    this.#server = createServer({ headersTimeout: patience, requestTimeout: patience }, (incoming, outgoing) => {
      this.#answer(incoming, outgoing).catch((error: unknown) => {
        this.#log.error({ err: error }, 'the metrics could not be collected');
        outgoing.writeHead(500, plain).end('The metrics could not be collected; the log says why.\n');
      });
    });
    this.#server.maxConnections = mostConnections;
  }

  /** @returns the URL of the metrics */
  async listen(at: ListenAt): Promise<string> {
    return `${await listenAt(this.#server, at)}/metrics`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer({ method, url = '/' }: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (url.replace(/\?.*$/s, '') !== '/metrics') {
      outgoing.writeHead(404, plain).end('The metrics are at /metrics, and nothing else is here.\n');
    } else if (method !== 'GET' && method !== 'HEAD') {
      outgoing.writeHead(405, { ...plain, allow: 'GET, HEAD' }).end('Metrics are only read.\n');
    } else {
      const { contentType, text } = await this.#print();
      outgoing.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      outgoing.end(method === 'HEAD' ? undefined : text);
    }
  }
}
