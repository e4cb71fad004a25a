import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one real request. */
export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback. */
export interface RealServer extends AsyncDisposable {
  /** Its base address. */
  readonly address: string;
  /** Method, address and headers of every request, in order. */
  readonly seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
}

/** Starts a real HTTP server whose requests are answered in turn; the last answerer repeats. */
export const startRealServer = async (...answerers: Answerer[]): Promise<RealServer> => {
  const seen: RealServer['seen'] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    const answer = answerers.length > 1 ? answerers.shift() : answerers[0];
    if (answer) answer(request, response);
    else response.writeHead(500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Answers with this status, body and headers. */
export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answerer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
