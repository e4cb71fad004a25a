import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { bodyLimit, tooLarge } from './api.ts';
import type { Arrival } from './context.ts';
import type { Front } from './front.ts';

function readBody(incoming: IncomingMessage): Promise<Uint8Array | typeof tooLarge> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) return Promise.resolve(tooLarge);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    incoming.on('data', (part: Buffer) => {
      length += part.length;
      if (length > bodyLimit) {
        incoming.removeAllListeners('data').resume();
        resolve(tooLarge);
      } else parts.push(part);
    });
    incoming.on('end', () => resolve(Buffer.concat(parts)));
    incoming.on('error', reject);
  });
}

const headerOf =
  (incoming: IncomingMessage) =>
  (name: string): string | undefined => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };

/** The front door on a TCP port. It has time limits on headers and bodies, so that slow senders cannot hold it. */
export function createNodeDoor(front: Front, log: Logger): Server {
  const arrivals = new WeakMap<IncomingMessage, Arrival>();
  const pages = getRequestListener(
    (request, { incoming }) => front.pages.fetch(request, arrivals.get(incoming as IncomingMessage)),
    {
      overrideGlobalObjects: false,
      errorHandler(error) {
        log.warn({ err: error }, 'a page request could not be read');
        return new Response('Bad request\n', { status: 400, headers: { 'content-type': 'text/plain' } });
      },
    },
  );

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const turn = front.turn({
      method: incoming.method ?? 'GET',
      target: incoming.url ?? '/',
      header: headerOf(incoming),
      body: () => readBody(incoming),
      peer: incoming.socket.remoteAddress,
    });
    if (turn.to === 'pages') {
      arrivals.set(incoming, turn.arrival);
      incoming.url = turn.target;
      void pages(incoming, outgoing);
      return;
    }
    turn.response.then(
      ({ status, headers, body }) => {
        const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) };
        outgoing.writeHead(status, { ...headers, ...length });
        outgoing.end(incoming.method === 'HEAD' ? undefined : (body ?? undefined));
      },
      (error: unknown) => {
        log.error({ err: error }, 'a request could not be answered');
        outgoing.destroy();
      },
    );
  };

  return createServer({ headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 }, answer);
}
