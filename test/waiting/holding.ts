// Sends requests through either adapter, and holds polls as devices do.
import { Agent, request } from 'node:http';
import { until } from '../support/until.ts';
import type { Harness } from '../harness/service.ts';

/** A response. */
export interface Reply {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** One request. */
export interface Asking {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Called when the service has read the request head (RFC 9110 §10.1.1), however long the response is held. */
  readonly read?: () => void;
}

/** Sends a request. */
export type Adapter = (asking: Asking) => Promise<Reply>;

const replyOf = (status: number, header: Reply['header'], text: string): Reply => ({
  status,
  header,
  text,
  json: text.startsWith('{') ? (JSON.parse(text) as Reply['json']) : {},
});

/** Through `fetch`, as a framework does. */
export const fetchAdapter =
  ({ service }: Harness): Adapter =>
  async ({ method, path, headers = {}, body = null, signal }) => {
    const url = new URL(path, 'http://127.0.0.1:4747');
    const asked = new Request(url, { method, headers, body, ...(signal === undefined ? {} : { signal }) });
    const response = await service.fetch(asked, { peer: '127.0.0.1' });
    return replyOf(response.status, (name) => response.headers.get(name), await response.text());
  };

/**
 * Over TCP.
 *
 * @param agent false for a connection of its own for each request
 */
export const nodeAdapter =
  (base: string, agent: Agent | false = false): Adapter =>
  ({ method, path, headers = {}, body, signal, read }) =>
    new Promise((resolve, reject) => {
      const more = {
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...(read && { expect: '100-continue' }),
      };
      const options = { method, headers: { ...headers, ...more }, agent, ...(signal && { signal }) };
      const asked = request(new URL(path, base), options, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const header = (name: string): string | null => {
            const value = incoming.headers[name];
            return value === undefined ? null : String(value);
          };
          resolve(replyOf(incoming.statusCode ?? 0, header, Buffer.concat(parts).toString()));
        });
      });
      asked.on('error', reject);
      if (read) asked.on('continue', read);
      asked.end(body);
    });

/** Resolves when as many pins are watched. */
export const untilWaiting = ({ localNotifier }: Harness, pins: number): Promise<void> =>
  until(`${pins} pins are watched`, () => localNotifier.watched().length === pins);
