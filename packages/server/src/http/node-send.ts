import type { ServerResponse } from 'node:http';
import type { WireResponse } from '../vocabulary/messages.ts';
import { inTurn } from './headers.ts';

/** Sends an answer with one write: header and body leave together. */
export function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  if (body === null) {
    outgoing.writeHead(status, [...inTurn(headers)]).end();
    return;
  }
  outgoing.writeHead(status, [...inTurn(headers), 'content-length', `${Buffer.byteLength(body)}`]);
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}
