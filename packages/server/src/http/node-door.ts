import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import type { WireResponse } from '../vocabulary/messages.ts';
import { bodyLimit, noBody, tooLarge, type ApiBody } from './api.ts';
import type { Arrival } from './context.ts';
import type { Front, Knock } from './front.ts';
import { send } from './node-send.ts';
import { hold } from './waiting/hold.ts';
import { NodeExchange } from './waiting/node-exchange.ts';

/** Reads the body, and goes on in the turn in which its end arrives. */
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
    const knock: Knock = {
      method: incoming.method ?? 'GET',
      target: incoming.url ?? '/',
      header: headerOf(incoming),
      peer: incoming.socket.remoteAddress,
    };
    const turn = front.turn(knock);
    if (turn.to === 'pages') {
      arrivals.set(incoming, turn.arrival);
      incoming.url = turn.target;
      void pages(incoming, outgoing);
      return;
    }
    const failed = (error: unknown): void => {
      log.error({ err: error }, 'a request could not be answered');
      outgoing.destroy();
    };
    const reply = (body: ApiBody): void => {
      const say = (response: WireResponse): void => {
        if (turn.wait === undefined || response.waitingOn === undefined) return send(outgoing, response);
        const exchange = new NodeExchange(front, knock, body, outgoing, failed);
        const forget = hold(front.holding, exchange, response, turn.wait);
        if (forget === undefined) send(outgoing, response);
        else outgoing.once('close', forget);
      };
      try {
        const response = turn.answer(body);
        if (response instanceof Promise) response.then(say).catch(failed);
        else say(response);
      } catch (error) {
        failed(error);
      }
    };
    if (turn.wantsBody) readBody(incoming, reply, failed);
    else reply(noBody);
  };

  return createServer({ headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 }, answer);
}
