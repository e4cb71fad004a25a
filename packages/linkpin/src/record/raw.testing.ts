// Exchanges as they were sent, for tests.
import { readFileSync } from 'node:fs';
import type { RawBody, RawExchange } from './raw-exchange.ts';

/** Parts of an exchange. */
export interface RawParts {
  readonly at?: number;
  readonly method?: string;
  readonly host?: string;
  readonly target?: string;
  readonly status?: number;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestBody?: string;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** JSON if it is not text. */
  readonly responseBody?: unknown;
}

/** When recordings begin: 15:19:58.250 on December 1, 2026, in UTC. */
export const start: number = Date.UTC(2026, 11, 1, 15, 19, 58, 250);

const bodyOf = (text: string): RawBody => ({ content: Buffer.from(text), length: Buffer.byteLength(text) });

/** Makes an exchange. The bodies are of the types that they look like. */
export function raw(parts: RawParts): RawExchange {
  const { at = start, method = 'GET', host = 'plex.tv', target = '/api/v2/pins', status = 200 } = parts;
  const { requestHeaders = {}, requestBody = '', responseHeaders = {}, responseBody = '' } = parts;
  const text = typeof responseBody === 'string' ? responseBody : JSON.stringify(responseBody);
  const typeOf = (body: string): Readonly<Record<string, string>> => {
    if (body === '') return {};
    if (/^[[{"]/.test(body)) return { 'content-type': 'application/json; charset=utf-8' };
    return { 'content-type': body.startsWith('<') ? 'application/xml' : 'application/x-www-form-urlencoded' };
  };
  return {
    at,
    request: {
      method,
      host,
      target,
      headers: { ...typeOf(requestBody), ...requestHeaders },
      body: bodyOf(requestBody),
    },
    response: { status, headers: { ...typeOf(text), ...responseHeaders }, body: bodyOf(text) },
  };
}

/** A capture of plex.tv. */
export const fixture = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/plex/${name}`, import.meta.url), 'utf8');
