import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { NodeHandler } from '@linkpin/server';
import { createAuthority } from './certificates/authority.ts';
import { childEnvironment } from './children/environment.ts';
import { ownProxy } from './children/own-proxy.ts';
import { makeRunFolder, removeRunFolder, sweepRunFolders } from './children/run-folder.ts';
import { createConnectProxy } from './connect-proxy.ts';
import { systemCode } from '../failure.ts';
import { EmulatorError } from './error.ts';
import { chromiumArguments } from './hooks/chromium.ts';
import type { Diversion } from './hooks/divert.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { plexHosts } from './plex-hosts.ts';

/** How the emulator is reached. */
export interface Network {
  readonly url: string;
  readonly diversion: Diversion;
  readonly chromiumArgs: readonly string[];
  /** What a child process is started with; the first call writes its files. */
  environment(): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Opens the ports of the emulator: one without TLS, which is a proxy for HTTPS as well, and one as plex.tv.
 *
 * @param port of the first; 0 for a free one
 * @throws {EmulatorError} if it is taken
 */
export async function openNetwork(entrance: NodeHandler, port: number): Promise<Network> {
  const server = createServer(entrance);
  const plain = await listenOnLoopback(server, port).catch((error: unknown) => {
    throw new EmulatorError(`The emulator cannot listen on port ${port} (${systemCode(error) ?? String(error)}).`);
  });
  const authority = createAuthority();
  const { key, cert, spkiHash } = authority.issue(plexHosts);
  // Node's compatibility layer makes requests of HTTP/2 look like those of HTTP/1.1.
  const both = entrance as unknown as Parameters<typeof createSecureServer>[1];
  const secure = await listenOnLoopback(createSecureServer({ key, cert, allowHTTP1: true }, both));
  const secret = randomBytes(16).toString('hex');
  server.on('connect', createConnectProxy({ securePort: secure.port, secret, upstream: ownProxy(process.env) }));
  const address = `127.0.0.1:${plain.port}`;
  const diversion = { hosts: plexHosts, ports: { 80: plain.port, 443: secure.port }, ca: authority.cert };
  let folder: string | undefined;
  let environment: Readonly<Record<string, string>> | undefined;
  return {
    url: `http://${address}`,
    diversion,
    chromiumArgs: chromiumArguments(secure.port, spkiHash),
    environment() {
      if (environment !== undefined) return environment;
      sweepRunFolders();
      folder = makeRunFolder();
      const proxy = `http://emulator:${secret}@${address}`;
      environment = childEnvironment(process.env, { folder, diversion, proxy, url: `http://${address}` });
      return environment;
    },
    async close() {
      if (folder !== undefined) removeRunFolder(folder);
      await Promise.all([plain.close(), secure.close()]);
    },
  };
}
