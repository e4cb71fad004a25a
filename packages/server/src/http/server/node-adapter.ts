import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Logger } from 'pino';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { bodyLimit, noBody, tooLarge, type ApiBody } from './api.ts';
import type { ConnectionShares } from './connection-shares.ts';
import { answerPage } from './answer-page.ts';
import type { RequestContext } from './context.ts';
import type { ObservedRequest } from './request-observer.ts';
import type { RequestHead } from './request-head.ts';
import type { Router } from './router.ts';
import { InFlightResponses } from './listening.ts';
import { createNodeHandler, type NodeHandler } from './node-handler.ts';
import { send, sendPage, sendStream } from './node-send.ts';
import { hold } from '../long-poll/hold.ts';
import { NodeExchange } from '../long-poll/node-exchange.ts';

/** Reads the body, and continues in the turn of the event loop in which its end arrives. */
function readBody(incoming: IncomingMessage, read: (body: ApiBody) => void, failed: (error: unknown) => void): void {
  const { 'content-length': declared, 'transfer-encoding': coding } = incoming.headers;
  if (coding === undefined && (declared === undefined || declared === '0')) return read(noBody);
  if (Number(declared ?? 0) > bodyLimit) return read(tooLarge);
  let [first, rest]: [Buffer | undefined, Buffer[] | undefined] = [undefined, undefined];
  let length = 0;
  incoming.on('data', (part: Buffer) => {
    length += part.length;
    if (length > bodyLimit) {
      incoming.removeAllListeners('data').removeAllListeners('end').resume();
      read(tooLarge);
    } else if (first === undefined) first = part;
    else (rest ??= []).push(part);
  });
  incoming.on('end', () => read(rest === undefined ? (first ?? noBody) : Buffer.concat([first ?? noBody, ...rest])));
  incoming.on('error', failed);
}

/** Buffers the body first, so that page handlers never wait for a slow client. */
function withBody(incoming: IncomingMessage, go: (body: Uint8Array) => void, failed: (error: unknown) => void): void {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return go(noBody);
  // The page handler itself refuses what is too large.
  readBody(incoming, (body) => go(body === tooLarge ? Buffer.alloc(bodyLimit + 1) : body), failed);
}

function headerOf({ headers }: IncomingMessage): (name: string) => string | undefined {
  return (name) => {
    const value = headers[name];
    return typeof value === 'object' ? value.join(', ') : value;
  };
}

/** Whether a request has more than one `Host`; a proxy may have used another one than we would (RFC 9112 §3.2). */
function hasManyHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

const manyHosts: WireResponse = {
  status: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' },
  body: 'A request has one Host.\n',
};

/** A request for a page, on its way to the pages. */
interface Arrival {
  readonly requestContext: RequestContext;
  readonly observed: ObservedRequest | undefined;
}

/** The limits of a connection; times in milliseconds. */
export interface NodeAdapterLimits {
  /** How long a sender may take for the headers, and for all of a request. */
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** How long an idle connection is kept. */
  readonly keepAliveTimeout: number;
  /**
   * How long a connection is kept on which a request makes no progress, because the client does not read the response.
   */
  readonly stillTimeout: number;
  /** How often connections are checked for those that send too slowly. */
  readonly connectionsCheckingInterval: number;
  /** All headers of a request together, in bytes. */
  readonly maxHeaderSize: number;
}

const usual: NodeAdapterLimits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  stillTimeout: 120_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16 * 1024,
};

/** A server, a handler for other programs' servers, and the responses that both have yet to send. */
export interface NodeAdapter {
  readonly server: Server;
  readonly handler: NodeHandler;
  readonly inFlight: InFlightResponses;
}

/**
 * The adapter on a TCP port, or on another program's server. Its own server has time limits on headers, bodies and
 * idle connections, so that slow clients cannot occupy it.
 *
 * @param shares the limits on open connections; excess ones are closed at once
 */
export function createNodeAdapter(
  router: Router,
  log: Logger,
  shares: ConnectionShares,
  limits: NodeAdapterLimits = usual,
): NodeAdapter {
  const inFlight = new InFlightResponses();
  const arrivals = new WeakMap<IncomingMessage, Arrival>();
  const pages = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const { requestContext, observed } = arrivals.get(incoming as IncomingMessage) ?? {};
      const response = await answerPage(router, request, requestContext, observed);
      await sendPage(outgoing as ServerResponse, response);
      return RESPONSE_ALREADY_SENT;
    },
    {
      overrideGlobalObjects: false,
      errorHandler(error) {
        log.warn({ err: error }, 'a page request could not be read');
        return new Response('Bad request\n', { status: 400, headers: { 'content-type': 'text/plain' } });
      },
    },
  );

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const head: RequestHead = {
      method: incoming.method ?? 'GET',
      target: incoming.url ?? '/',
      header: headerOf(incoming),
      peer: incoming.socket.remoteAddress,
    };
    const observed = router.observer?.begin(head);
    if (hasManyHosts(incoming)) {
      observed?.answered(null, manyHosts.status);
      return send(outgoing, manyHosts);
    }
    const turn = router.dispatch(head);
    /** Not all of it is answered in this turn of the event loop: its client may leave before. */
    const answeredLater = (): void => {
      inFlight.add(outgoing);
      if (observed !== undefined) outgoing.once('close', () => observed.closed());
    };
    if (turn.to === 'pages') {
      incoming.url = turn.target;
      answeredLater();
      const go = (body: Uint8Array): void => {
        arrivals.set(incoming, { requestContext: { ...turn.requestContext, body, sendsText: true }, observed });
        void pages(incoming, outgoing);
      };
      withBody(incoming, go, () => outgoing.destroy());
      return;
    }
    const failed = (error: unknown): void => {
      log.error({ err: error, requestId: turn.requestId() }, 'a request could not be answered');
      observed?.closed();
      outgoing.destroy();
    };
    const tell = (response: WireResponse): void => {
      observed?.answered(turn.route, response.status);
      if (response.stream !== undefined) sendStream(outgoing, response, response.stream);
      else send(outgoing, response);
    };
    const reply = (body: ApiBody): void => {
      if (inFlight.closing) outgoing.shouldKeepAlive = false;
      const say = (response: WireResponse): void => {
        // The client hung up meanwhile: what ends with its connection would never end.
        if (outgoing.closed) return;
        if (turn.wait === undefined || response.waitingOn === undefined) return tell(response);
        const exchange = new NodeExchange({ router, head, body, outgoing, observed, tell, failed });
        const forget = hold(router.holding, exchange, response, turn.wait);
        if (forget === undefined) return tell(response);
        answeredLater();
        outgoing.once('close', forget);
      };
      try {
        const response = observed === undefined ? turn.answer(body) : observed.run(() => turn.answer(body));
        if (!(response instanceof Promise)) return say(response);
        answeredLater();
        response.then(say).catch(failed);
      } catch (error) {
        failed(error);
      }
    };
    if (turn.wantsBody) readBody(incoming, reply, failed);
    else reply(noBody);
  };

  const server = createServer({ ...limits }, answer);
  server.maxConnections = shares.most;
  server.on('connection', (socket) => {
    const leave = shares.enter(socket.remoteAddress);
    if (leave === undefined) socket.destroy();
    else socket.once('close', leave);
  });
  server.timeout = limits.stillTimeout;
  return { server, handler: createNodeHandler(answer, { log, shares, inFlight }), inFlight };
}
