import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { comeAgain } from './capacity.ts';
import type { ConnectionShares } from './connection-shares.ts';
import type { InFlightResponses } from './listening.ts';
import { send } from './node-send.ts';

/** A request listener for another program's `node:http` server. */
export type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const plain = (status: number, text: string, more: Readonly<Record<string, string>> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close', ...more },
  body: `${text}\n`,
});

const noRoom = plain(503, 'Too many connections. Try again in a moment.', { 'retry-after': String(comeAgain) });
const stopping = plain(503, 'The service is stopping.', { 'retry-after': String(comeAgain) });
const bodyGone = plain(500, 'The request could not be read.');

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Creates the listener for other programs' servers. It answers every request, whatever the path.
 *
 * @param decide answers a request whose URL has the full path
 * @param shares the limits on open connections
 */
export function createNodeHandler(
  answer: NodeHandler,
  {
    log,
    shares,
    inFlight,
  }: { readonly log: Logger; readonly shares: ConnectionShares; readonly inFlight: InFlightResponses },
): NodeHandler {
  const entered = new WeakSet<Socket>();
  /** Counts a connection at its first request; false if it exceeds the limits. */
  const mayEnter = (socket: Socket): boolean => {
    if (entered.has(socket)) return true;
    const leave = shares.enter(socket.remoteAddress);
    if (leave === undefined) return false;
    entered.add(socket);
    socket.once('close', leave);
    return true;
  };

  return (incoming: IncomingMessage & { readonly originalUrl?: string }, outgoing) => {
    if (inFlight.closing) return send(outgoing, stopping);
    if (!mayEnter(incoming.socket)) return send(outgoing, noRoom);
    if (incoming.readableDidRead && hasBody(incoming)) {
      log.error(
        'a request arrived without its body: mount the service before what reads bodies, such as express.json()',
      );
      return send(outgoing, bodyGone);
    }
    // Express and Connect strip the mount path.
    if (incoming.originalUrl !== undefined) incoming.url = incoming.originalUrl;
    inFlight.add(outgoing);
    answer(incoming, outgoing);
  };
}
