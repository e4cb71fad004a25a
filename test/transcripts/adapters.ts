// The two ways into a service, for a request that a transcript says.
import { request as httpRequest } from 'node:http';
import type { Harness } from '../harness/service.ts';
import type { Came, Sent } from './transcript.ts';

/** A way to ask a service. */
export type Adapter = (sent: Sent) => Promise<Came>;

/** Through `fetch`, as a framework would. */
export const fetchAdapter = async ({ service }: Harness): Promise<Adapter> => {
  return async ({ method, target, headers, body }) => {
    const response = await service.fetch(
      new Request(`http://127.0.0.1:4747${target}`, {
        method,
        headers: headers.map(([name, value]) => [name, Buffer.from(value).toString('latin1')] as [string, string]),
        ...(body === '' ? {} : { body }),
      }),
      { peer: '127.0.0.1' },
    );
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  };
};

/** Over TCP, each request on a connection of its own. */
export const nodeAdapter = async ({ service }: Harness): Promise<Adapter> => {
  const { port } = new URL(await service.listen());
  return ({ method, target, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port,
        method,
        path: target,
        agent: false,
        headers: {
          host: '127.0.0.1:4747',
          ...Object.fromEntries(headers.map(([name, value]) => [name, Buffer.from(value).toString('latin1')])),
        },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const came = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
          resolve({ status: response.statusCode ?? 0, headers: came, body: Buffer.concat(parts).toString() });
        });
      });
      request.end(body);
    });
};
