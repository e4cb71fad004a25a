// A service whose answers are held to its OpenAPI document, at both doors.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Service } from '@linkpin/server';
import { undocumented, type Exchange } from './openapi.ts';

/** Ports at which services of this process listen, and the base paths that they are below. */
const watched = new Map<number, string>();

/** Metadata below a base path has it at the end (RFC 8414 §3.1). */
function below(base: string, path: string): string {
  if (path.startsWith(`${base}/`)) return path.slice(base.length);
  return path.startsWith('/.well-known/') && path.endsWith(base) ? path.slice(0, path.length - base.length) : path;
}

const isStream = (type: string | undefined): boolean => /^(text\/event-stream|application\/x-ndjson)/.test(type ?? '');

/** @throws for an exchange that the document does not describe */
function assertDocumented(exchange: Exchange): void {
  const wrong = undocumented(exchange);
  if (wrong === undefined) return;
  const { method, path, status, body } = exchange;
  throw new Error(`/openapi.json does not describe ${method} ${path} → ${status}:\n${wrong}\n${body ?? ''}`);
}

/** What goes through the Node door. An answer that is not documented is an uncaught exception, which fails the test. */
subscribe('http.server.request.start', (message) => {
  const { request, response, server } = message as {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly server: Server;
  };
  const address = server.address();
  const base = typeof address === 'object' && address !== null ? watched.get(address.port) : undefined;
  if (base === undefined) return;
  const headers = new Map<string, string>();
  const parts: Buffer[] = [];
  const keep = (part: unknown, encoding: unknown): void => {
    if (typeof part === 'string')
      parts.push(Buffer.from(part, typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8'));
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  };
  const { writeHead, write, end } = response;
  Object.assign(response, {
    writeHead(...given: readonly unknown[]) {
      const list = given.at(-1);
      if (Array.isArray(list)) {
        for (let at = 0; at < list.length; at += 2) headers.set(String(list[at]).toLowerCase(), String(list[at + 1]));
      }
      return Reflect.apply(writeHead, response, given);
    },
    write(...given: readonly unknown[]) {
      keep(given[0], given[1]);
      return Reflect.apply(write, response, given);
    },
    end(...given: readonly unknown[]) {
      keep(given[0], given[1]);
      return Reflect.apply(end, response, given);
    },
  });
  response.once('finish', () => {
    if (headers.size === 0) return; // a page
    assertDocumented({
      method: request.method ?? '',
      path: below(base, (request.url ?? '').split('?')[0] ?? ''),
      userAgent: request.headers['user-agent'] ?? '',
      status: response.statusCode,
      headers,
      body: isStream(headers.get('content-type')) ? undefined : Buffer.concat(parts).toString(),
    });
  });
});

/** The same service; its answers have to be documented from now on. */
export function documented(service: Service): Service {
  const base =
    service.settings.publicUrl === undefined ? '' : new URL(service.settings.publicUrl).pathname.replace(/\/$/, '');
  return {
    ...service,
    async fetch(request, info) {
      const response = await service.fetch(request, info);
      const streams = isStream(response.headers.get('content-type') ?? undefined);
      assertDocumented({
        method: request.method,
        path: below(base, new URL(request.url).pathname),
        userAgent: request.headers.get('user-agent') ?? '',
        status: response.status,
        headers: new Map(response.headers),
        body: streams ? undefined : await response.clone().text(),
      });
      return response;
    },
    async listen(at) {
      const url = await service.listen(at);
      watched.set(Number(new URL(url).port), base);
      return url;
    },
  };
}
