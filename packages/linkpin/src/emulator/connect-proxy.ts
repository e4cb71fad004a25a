import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { plexHosts } from './plex-hosts.ts';
import { connectThrough } from './upstream-proxy.ts';

/** What the proxy is given. */
export interface ProxyParts {
  /** The TLS server that stands for the emulated hosts. */
  readonly securePort: number;
  /** The password of this run: with it other hosts are reached, too. */
  readonly secret: (this: void) => string;
  /** The proxy that the user goes through; undefined for none. */
  readonly upstream: URL | undefined;
}

const isEmulated = (host: string): boolean =>
  (plexHosts as readonly string[]).includes(host.toLowerCase().replace(/\.$/, ''));

const answer = (status: string, more = ''): string =>
  `HTTP/1.1 ${status}\r\n${more}content-length: 0\r\nconnection: close\r\n\r\n`;

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** The user name goes for nothing. */
function knows(secret: string, { headers }: IncomingMessage): boolean {
  const [, encoded = ''] = /^Basic +(\S+)$/i.exec(headers['proxy-authorization'] ?? '') ?? [];
  const given = Buffer.from(
    Buffer.from(encoded, 'base64')
      .toString()
      .replace(/^[^:]*:/, ''),
  );
  const wanted = Buffer.from(secret);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Makes the listener for `connect` events: a proxy for HTTPS alone. Anybody on this machine reaches the emulated hosts
 * through it; other hosts only whoever has the secret of the run.
 */
export function createConnectProxy({ securePort, secret, upstream }: ProxyParts) {
  return (request: IncomingMessage, client: Duplex, head: Buffer): void => {
    client.on('error', () => client.destroy());
    const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(request.url ?? '') ?? [];
    if (host === '') return void client.end(answer('400 Bad Request'));
    const join = (server: Socket): void => {
      server.on('error', () => client.destroy());
      client.on('close', () => server.destroy());
      client.write(established);
      server.write(head);
      server.pipe(client).pipe(server);
    };
    const failed = (): void => void client.end(answer('502 Bad Gateway'));
    if (isEmulated(host) && port === '443') {
      const server = connect(securePort, '127.0.0.1', () => join(server)).once('error', failed);
    } else if (knows(secret(), request)) {
      connectThrough(upstream, host, Number(port)).then(join, failed);
    } else {
      client.end(answer('407 Proxy Authentication Required', 'proxy-authenticate: Basic realm="linkpin emulate"\r\n'));
    }
  };
}
