// The way to the emulator: ports, certificates, and what leads programs there. It needs little of Node and nothing of the
// service, so that a program can be started on its way before either is loaded.
import { randomBytes } from 'node:crypto';
import { systemCode } from '../failure.ts';
import type { Identity } from './certificates/authority.ts';
import { ownIdentity, type OwnIdentity } from './certificates/own-identity.ts';
import { childEnvironment, type ChildRun } from './children/environment.ts';
import { makeRunFolder, removeRunFolder, sweepRunFolders } from './children/run-folder.ts';
import { writeTrustFiles } from './children/trust-files.ts';
import { EmulatorError } from './error.ts';
import { chromiumArguments } from './hooks/chromium.ts';
import type { Diversion } from './hooks/divert.ts';
import type { ProfileName } from './issuer/profiles.ts';
import { openPort, type LoopbackPort } from './loopback-port.ts';
import { plexHosts } from './plex-hosts.ts';

/** How the emulator is reached. */
export interface Network {
  readonly url: string;
  /** Without TLS, and a proxy for HTTPS as well. */
  readonly plain: LoopbackPort;
  /** As plex.tv. */
  readonly secure: LoopbackPort;
  /** What the proxy leads to other hosts for. */
  readonly secret: (this: void) => string;
  readonly diversion: Diversion;
  readonly chromiumArgs: readonly string[];
  /** Of the TLS server. It is made when somebody needs it. */
  readonly identity: (this: void) => Identity;
  /** What a child process is started with; the first call writes its files. */
  environment(profile: ProfileName): Readonly<Record<string, string>>;
  /** Writes the files for other programs anew when the certificate has been; done every hour. */
  renew(this: void): void;
  close(): Promise<void>;
}

/** How often the age of the certificate is looked at, in milliseconds. */
const lookEvery = 60 * 60 * 1000;

/** Where programs that are led by nothing else find the emulator. */
export interface Exposure {
  /** Port of the TLS server; default: a free one. */
  readonly securePort?: number | undefined;
  /** Folder for the files of {@link writeTrustFiles}; default: none. */
  readonly trustFolder?: string | undefined;
  /** Tells the time, in milliseconds since the epoch. */
  readonly now?: () => number;
  /** What connects is led on to the real plex.tv: unencrypted connections are left alone. */
  readonly isRelay?: boolean | undefined;
}

/**
 * Opens the ports of the emulator. What connects waits for whoever serves there.
 *
 * @param port of the one without TLS; 0 for a free one
 * @throws {EmulatorError} if it is taken, and where NODE_ENV is `production`, unless it leads on to the real plex.tv
 */
export async function openNetwork(
  port: number,
  { securePort = 0, trustFolder, now = Date.now, isRelay = false }: Exposure = {},
): Promise<Network> {
  if (!isRelay && process.env['NODE_ENV'] === 'production') {
    throw new EmulatorError(
      'The emulator approves whatever it is told to, so it does not start with NODE_ENV=production.',
    );
  }
  const open = (wanted: number): Promise<LoopbackPort> =>
    openPort(wanted).catch((error: unknown) => {
      throw new EmulatorError(`The emulator cannot listen on port ${wanted} (${systemCode(error) ?? String(error)}).`);
    });
  const plain = await open(port);
  const secure = await open(securePort).catch(async (error: unknown) => {
    await plain.close();
    throw error;
  });
  let madeSecret: string | undefined;
  const secret = (): string => (madeSecret ??= randomBytes(16).toString('hex'));
  const address = `127.0.0.1:${plain.port}`;
  const own = (): OwnIdentity => ownIdentity(now());
  const chromiumArgs = (): readonly string[] => chromiumArguments(secure.port, own().identity.spkiHash);
  const diversion = {
    hosts: plexHosts,
    ports: { ...(isRelay ? {} : { 80: plain.port }), 443: secure.port },
    get ca(): string {
      return own().authority.cert;
    },
  };
  let removeTrust = (): void => {};
  try {
    if (trustFolder !== undefined) removeTrust = writeTrustFiles(trustFolder, own().authority.cert);
  } catch (error) {
    await Promise.all([plain.close(), secure.close()]);
    throw error;
  }
  let folder: string | undefined;
  let environment: Readonly<Record<string, string>> | undefined;
  let written: string | undefined;
  /** Writes what programs that begin now are to trust, if it has been made anew. */
  const renew = (): void => {
    if (folder === undefined && trustFolder === undefined) return;
    const { cert } = own().authority;
    if (cert === written) return;
    written = cert;
    if (trustFolder !== undefined) writeTrustFiles(trustFolder, cert);
    if (folder !== undefined) childEnvironment(process.env, runIn(folder));
  };
  const runIn = (place: string): ChildRun => ({
    folder: place,
    diversion,
    proxy: `http://emulator:${secret()}@${address}`,
    url: `http://${address}`,
  });
  const timer = setInterval(renew, lookEvery).unref();
  return {
    url: `http://${address}`,
    plain,
    secure,
    secret,
    diversion,
    get chromiumArgs() {
      return chromiumArgs();
    },
    identity: () => own().identity,
    environment(profile) {
      // An issuer is reached by its address alone.
      if (profile !== 'plex') return { LINKPIN_EMULATOR: `http://${address}` };
      if (environment !== undefined) return environment;
      sweepRunFolders();
      folder = makeRunFolder();
      environment = {
        ...childEnvironment(process.env, runIn(folder)),
        LINKPIN_CHROMIUM_ARGS: JSON.stringify(chromiumArgs()),
      };
      return environment;
    },
    renew,
    async close() {
      clearInterval(timer);
      removeTrust();
      if (folder !== undefined) removeRunFolder(folder);
      await Promise.all([plain.close(), secure.close()]);
    },
  };
}
