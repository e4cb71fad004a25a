// Asks a world's service through either door, and waits as devices do.
import { request } from 'node:http';
import type { World } from '../support/world.ts';

/** What came back. */
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
}

/** A way to ask. */
export type Door = (asking: Asking) => Promise<Reply>;

const replyOf = (status: number, header: Reply['header'], text: string): Reply => ({
  status,
  header,
  text,
  json: text.startsWith('{') ? (JSON.parse(text) as Reply['json']) : {},
});

/** Through `fetch`, as a framework would. */
export const fetchDoor =
  ({ service }: World): Door =>
  async ({ method, path, headers = {}, body = null, signal }) => {
    const url = new URL(path, 'http://127.0.0.1:4747');
    const asked = new Request(url, { method, headers, body, ...(signal === undefined ? {} : { signal }) });
    const response = await service.fetch(asked, { peer: '127.0.0.1' });
    return replyOf(response.status, (name) => response.headers.get(name), await response.text());
  };

/** Over TCP, each request on a connection of its own. */
export const nodeDoor =
  (base: string): Door =>
  ({ method, path, headers = {}, body, signal }) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = { method, headers: { ...headers, ...length }, agent: false, ...(signal && { signal }) };
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
      asked.end(body);
    });

/** Resolves when so many pins are waited for. */
export async function untilWaiting({ wakes }: World, pins: number): Promise<void> {
  while (wakes.watched().length !== pins) await new Promise((resolve) => setTimeout(resolve, 2));
}
