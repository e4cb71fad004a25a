// Where requests for plex.tv arrive: each goes on to the real one, and its answer back as it is.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { NodeHandler } from '@linkpin/server';
import { plexHosts } from '../emulator/plex-hosts.ts';
import { createCapture, type Capture } from './capture.ts';
import { headerTexts, passedOn } from './headers.ts';
import type { RawExchange } from './raw-exchange.ts';
import type { Upstream } from './upstream.ts';

/** What the entrance is given. */
export interface EntranceParts {
  readonly upstream: Upstream;
  readonly record: (exchange: RawExchange) => void;
  /** Told why a host was not reached. */
  readonly failed: (host: string, error: unknown) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Makes the listener of a `node:http` or `node:http2` server. */
export function createForwardEntrance(parts: EntranceParts): NodeHandler {
  return (incoming, outgoing) => {
    // No answer of ours may be taken for one of plex.tv: where there is none, the connection is closed.
    forward(parts, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function forward(parts: EntranceParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { upstream, record, failed, now } = parts;
  const at = now();
  const { method = 'GET', url: target = '/' } = incoming;
  const named = incoming.headers.host ?? (incoming.headers[':authority'] as string | undefined) ?? '';
  const host = named.toLowerCase().replace(/:443$/, '');
  if (!(plexHosts as readonly string[]).includes(host)) {
    outgoing.writeHead(421, { 'content-type': 'text/plain' }).end('Only requests to plex.tv are passed on.\n');
    return;
  }
  const sent = createCapture();
  const received = createCapture();
  const request = upstream.request({ host, method, path: target, headers: { ...passedOn(incoming.headers), host } });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', (answer) => {
      request.setTimeout(0);
      resolve(answer);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
  outgoing.once('close', () => request.destroy());
  pipeline(incoming, tap(sent), request).catch(() => {});
  const response = await answered.catch((error: unknown) => {
    if (!outgoing.destroyed) failed(host, error);
    throw error;
  });
  const { statusCode: status = 0, headers } = response;
  outgoing.writeHead(status, passedOn(headers));
  // Before the program has all of it, so that it cannot end before it is recorded.
  const finished = (): void =>
    record({
      at,
      request: { method, host, target, headers: headerTexts(incoming.headers), body: sent.body() },
      response: { status, headers: headerTexts(headers), body: received.body() },
    });
  await pipeline(response, tap(received, finished), outgoing);
}

const tap = (capture: Capture, finished: () => void = () => {}) =>
  async function* (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const part of source) {
      capture.add(part);
      yield part;
    }
    finished();
  };
