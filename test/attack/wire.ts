// Requests as a proxy passes them on: from this machine, with the client's address in a header.
import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** What is sent besides method and path. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as a form. */
  readonly body?: string | Readonly<Record<string, string>>;
}

/** Sends one request from an address. */
export type Send = (from: string, method: string, path: string, sent?: Sent) => Promise<Reply>;

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @returns how to send, and how to let the connections go */
export function openWire(url: string): { readonly send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 48 });
  const { hostname, port } = new URL(url);
  return {
    send: (from, method, path, { headers = {}, body = '' } = {}) =>
      new Promise((resolve, reject) => {
        const isForm = typeof body !== 'string';
        const text = isForm ? new URLSearchParams(body).toString() : body;
        const type = isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
        const length = text === '' ? {} : { 'content-length': String(Buffer.byteLength(text)) };
        const given = { 'x-forwarded-for': from, ...type, ...length, ...headers };
        const asked = request({ agent, hostname, port, method, path, headers: given }, (answer) => {
          let received = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
          answer.on('error', reject).on('end', () => {
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: received,
              json: readJson(received),
            });
          });
        });
        asked.on('error', reject);
        asked.end(text);
      }),
    close: () => agent.destroy(),
  };
}
