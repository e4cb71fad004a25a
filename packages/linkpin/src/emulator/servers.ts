import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { NodeHandler } from '@linkpin/server';
import type { Identity } from './certificates/authority.ts';
import { ownProxy } from './children/own-proxy.ts';
import { createConnectProxy } from './connect-proxy.ts';
import type { Network } from './network.ts';

/** Serves at the ports of a network, and as a proxy for HTTPS. */
export function serveNetwork({ plain, secure, secret, identity }: Network, entrance: NodeHandler): void {
  const server = createServer(entrance);
  server.on('connect', createConnectProxy({ securePort: secure.port, secret, upstream: ownProxy(process.env) }));
  plain.serve(() => server);
  // Node's compatibility layer makes requests of HTTP/2 look like those of HTTP/1.1.
  const both = entrance as unknown as Parameters<typeof createSecureServer>[1];
  let made: ReturnType<typeof createSecureServer> | undefined;
  let shown: Identity | undefined;
  secure.serve(() => {
    // Asked for with each connection: the certificate is made anew before it ends.
    const current = identity();
    const { key, cert } = current;
    made ??= createSecureServer({ key, cert, allowHTTP1: true }, both);
    if (shown !== undefined && shown !== current) made.setSecureContext({ key, cert });
    shown = current;
    return made;
  });
}
