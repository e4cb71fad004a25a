import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import type { NodeHandler } from '@linkpin/server';
import { DroppedConnection } from './break-response.ts';
import type { OpenCall } from './calls.ts';
import type { Reception, Verdict } from './reception.ts';

/** Headers by name, as one text each. */
function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const named = Object.entries(headers).filter(([name, value]) => !name.startsWith(':') && value !== undefined);
  return Object.fromEntries(
    named.map(([name, value]) => [name, typeof value === 'object' ? value.join(', ') : `${value}`]),
  );
}

/** Reads the body along, as the service reads it. */
function listenTo(incoming: IncomingMessage, call: OpenCall): void {
  incoming.on('data', (part: Buffer) => call.addBody(part.toString()));
}

/** Notes the status as soon as it is on its way: whoever has the response finds it in the log. */
function noteStatus(outgoing: ServerResponse, call: OpenCall): void {
  const writeHead = outgoing.writeHead.bind(outgoing) as (...head: unknown[]) => ServerResponse;
  outgoing.writeHead = (...head: unknown[]): ServerResponse => {
    call.status = Number(head[0]);
    return writeHead(...head);
  };
}

async function answerItself(
  reception: Reception,
  verdict: Exclude<Verdict, { kind: 'serve' }>,
  call: OpenCall,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const { method = 'GET', url = '/' } = incoming;
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const body = await buffer(incoming);
    const sent = hasBody && body.length > 0 ? { body: new Uint8Array(body) } : {};
    const request = new Request(`${reception.site.origin}${url}`, { method, headers: { ...call.headers }, ...sent });
    const response = await reception.respond(verdict, request);
    const text = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(method === 'HEAD' ? undefined : text);
  } catch (error) {
    if (!(error instanceof DroppedConnection)) throw error;
    drop(incoming);
  }
}

/** Closes the connection. In HTTP/2 the request's socket stands for its stream alone. */
function drop(incoming: IncomingMessage): void {
  const { stream, socket } = incoming as IncomingMessage & { readonly stream?: ServerHttp2Stream };
  if (stream === undefined) socket.destroy();
  else stream.session?.destroy();
}

/** Makes the listener of a `node:http` or `node:http2` server, which hands over to the service's own. */
export function createNodeEntrance(reception: () => Reception): NodeHandler {
  return (incoming, outgoing) => {
    const current = reception();
    // HTTP/2 has an authority in place of a host.
    incoming.headers.host ??= incoming.headers[':authority'] as string | undefined;
    const [call, verdict] = current.receive(incoming.method ?? 'GET', incoming.url ?? '/', headersOf(incoming));
    listenTo(incoming, call);
    noteStatus(outgoing, call);
    if (verdict.kind === 'serve') current.service.nodeHandler(incoming, outgoing);
    else answerItself(current, verdict, call, incoming, outgoing).catch(() => outgoing.destroy());
  };
}
