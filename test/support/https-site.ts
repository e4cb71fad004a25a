// An https site on this machine that answers as a test says, and whose certificate this process trusts.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

/** Such a site. */
export interface HttpsSite {
  /** `https://127.0.0.1:PORT` */
  readonly origin: string;
  /** Its certificate, PEM: other processes need `NODE_EXTRA_CA_CERTS`. */
  readonly certificate: string;
  /** The paths that it was asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts it. */
export async function startHttpsSite(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsSite> {
  const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  setDefaultCACertificates([...getCACertificates('default'), pems.cert]);
  const asked: string[] = [];
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificate: pems.cert,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
