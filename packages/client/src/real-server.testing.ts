import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** Handles one request. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback. */
export interface RealServer {
  /** Its base URL. */
  readonly address: string;
  /** Method, URL and headers of every request, in order. */
  readonly seen: readonly Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
  /** Stops at once, as at the end of the test. */
  readonly stop: () => void;
}

/** Starts a real HTTP server with a handler per request; the last one repeats. */
export const startRealServer = async (t: TestContext, ...answerers: Answerer[]): Promise<RealServer> => {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    const answer = answerers.length > 1 ? answerers.shift() : answerers[0];
    if (answer) answer(request, response);
    else response.writeHead(500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  t.after(stop);
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, stop };
};

/** Makes a handler that responds with this status, body and headers. */
export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answerer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
