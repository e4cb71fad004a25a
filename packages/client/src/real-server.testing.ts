import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** Answers one real request. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback. */
export interface RealServer {
  /** Its base address. */
  readonly address: string;
  /** Method, address and headers of every request, in order. */
  readonly seen: readonly Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
  /** Goes away at once; the end of the test does the same. */
  readonly stop: () => void;
}

/** Starts a real HTTP server whose requests are answered in turn; the last answerer repeats. */
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

/** Answers with this status, body and headers. */
export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answerer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
