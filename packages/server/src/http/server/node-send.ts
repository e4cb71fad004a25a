import type { ServerResponse } from 'node:http';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { inTurn } from './headers.ts';
import { textOf } from './page-text.ts';

/** Sends a response, headers and body in one write. */
export function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  if (body === null) {
    outgoing.writeHead(status, [...inTurn(headers)]).end();
    return;
  }
  sendText(outgoing, status, inTurn(headers), body);
}

function sendText(
  outgoing: ServerResponse,
  status: number,
  headers: readonly string[],
  body: string | Uint8Array,
): void {
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, [...headers, 'content-length', `${length}`]);
  if (outgoing.req.method === 'HEAD') outgoing.end();
  // Text with as many bytes as characters is ASCII, which is written faster as latin1.
  else outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}

/** Sends a page with one write, as {@link send} does; Hono's own listener writes headers and body separately. */
export async function sendPage(outgoing: ServerResponse, page: Response): Promise<void> {
  const text = textOf(page);
  const headers = [...page.headers].flat();
  if (text !== undefined) return sendText(outgoing, page.status, headers, text);
  const body = page.body === null ? null : new Uint8Array(await page.arrayBuffer());
  if (body !== null) headers.push('content-length', `${body.length}`);
  outgoing.writeHead(page.status, headers);
  if (body === null || outgoing.req.method === 'HEAD') outgoing.end();
  else outgoing.end(body);
}

/** Sends the headers, and what the stream writes until it ends or the client disconnects. */
export function sendStream(
  outgoing: ServerResponse,
  { status, headers }: WireResponse,
  stream: NonNullable<WireResponse['stream']>,
): void {
  outgoing.shouldKeepAlive = false;
  outgoing.writeHead(status, [...inTurn(headers)]);
  if (outgoing.req.method === 'HEAD') {
    outgoing.end();
    return;
  }
  const stop = stream({ write: (text) => outgoing.write(text), end: () => outgoing.end() });
  outgoing.once('close', stop);
}
