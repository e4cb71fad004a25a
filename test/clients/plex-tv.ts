// plex.tv on loopback, for clients whose host is fixed: TLS ends here, and everything goes on to a service.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { ServiceOptions } from '@linkpin/server';
import { createHarness, type Harness } from '../harness/service.ts';
import { approverAt, type Approver } from './approver.ts';

/** The names that clients of plex.tv connect to. */
const plexHosts = ['plex.tv', 'clients.plex.tv', 'app.plex.tv'];

/** A running front. */
export interface PlexTv {
  /** What a peer has to be started with so that it finds the front and trusts it. */
  readonly beforehand: { readonly load: string; readonly env: Readonly<Record<string, string>> };
  /** Resolves once a request of this method and path has been answered. */
  answered(method: string, path: string): Promise<void>;
  close(): Promise<void>;
}

/** A service that is plex.tv, the front before it, and Ada. */
export async function worldAsPlexTv(
  seed: string,
  more: ServiceOptions['settings'] = {},
): Promise<{ harness: Harness; plexTv: PlexTv; person: Approver }> {
  const settings = { publicUrl: 'https://plex.tv', allowedHosts: plexHosts, trustedProxies: ['127.0.0.1'] };
  const harness = createHarness(seed, { settings: { ...settings, ...more } });
  const plexTv = await openPlexTv(await harness.service.listen());
  return { harness, plexTv, person: await approverAt(harness, 'https://plex.tv') };
}

/** @param service the URL of the service's own port */
async function openPlexTv(service: string): Promise<PlexTv> {
  const altNames = plexHosts.map((value) => ({ type: 2 as const, value }));
  const certificate = await generate([{ name: 'commonName', value: 'plex.tv' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-plex-tv-'));
  const trusted = join(folder, 'plex.tv.pem');
  writeFileSync(trusted, certificate.cert);

  const done: string[] = [];
  let watch: (() => void)[] = [];
  const { hostname, port } = new URL(service);
  const front = createServer({ key: certificate.private, cert: certificate.cert }, (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers, socket } = incoming;
    const forwarded = { 'x-forwarded-for': String(socket.remoteAddress), 'x-forwarded-proto': 'https' };
    const onward = forward({ hostname, port, method, path: url, headers: { ...headers, ...forwarded } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on('end', () => {
        done.push(`${method} ${url.replace(/\?.*/, '')}`);
        for (const look of watch) look();
      });
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');

  return {
    beforehand: {
      load: 'to-the-front.mjs',
      env: {
        NODE_EXTRA_CA_CERTS: trusted,
        LINKPIN_FRONT_PORT: String((front.address() as AddressInfo).port),
      },
    },
    answered: (method, path) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!done.includes(`${method} ${path}`)) return;
          watch = watch.filter((other) => other !== look);
          resolve();
        };
        watch.push(look);
        look();
      }),
    async close() {
      front.closeAllConnections();
      front.close();
      await once(front, 'close');
      rmSync(folder, { recursive: true });
    },
  };
}
