// Sends from an address of this machine's own, so that each device and person is in a network of its own behind one proxy.
import { Agent, request as httpRequest } from 'node:http';
import type { Send } from './recorder.ts';

/** How many connections are kept for later requests. */
const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

/**
 * Rejects with a `TypeError` when the connection broke, as `fetch` does.
 *
 * @param localAddress one of 127.0.0.0/8
 */
export const sendFrom =
  (localAddress: string): Send =>
  async (request) => {
    const body = Buffer.from(await request.arrayBuffer());
    const headers = { ...Object.fromEntries(request.headers), 'content-length': String(body.length) };
    return new Promise((resolve, reject) => {
      const { method, signal } = request;
      const asked = httpRequest(request.url, { method, headers, localAddress, agent, signal }, (incoming) => {
        const parts: Buffer[] = [];
        const failed = (error: Error): void => reject(signal.aborted ? error : new TypeError(error.message));
        incoming.on('data', (part: Buffer) => parts.push(part)).on('error', failed);
        incoming.on('end', () => {
          const told = new Headers();
          for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
            for (const value of values) told.append(name, value);
          }
          const status = incoming.statusCode ?? 0;
          const content = status === 204 || status === 304 ? null : Buffer.concat(parts);
          resolve(new Response(content, { status, headers: told }));
        });
      });
      asked.on('error', (error) => reject(signal.aborted ? error : new TypeError(error.message)));
      asked.end(body);
    });
  };
