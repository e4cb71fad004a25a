// What a run is pointed at, read from flags and environment.
import { Failure } from '../failure.ts';
import { plainText } from '../terminal/plain-text.ts';
import { Unreachable } from './check.ts';
import type { Bench } from './bench.ts';
import { isThisMachine } from './loopback.ts';
import { endpointsOf, readMetadata, type Endpoints } from './rfc8628/discover.ts';
import type { Client, OAuthTarget } from './rfc8628/device.ts';

/** The flags that say who the clients are. */
export interface ClientFlags {
  readonly clientId?: string;
  readonly otherClientId?: string;
  readonly secretClientId?: string;
  readonly scope?: string;
  readonly deviceEndpoint?: string;
  readonly tokenEndpoint?: string;
}

/** Where a run may go. */
export interface Permission {
  readonly iRunThis?: true;
  readonly guess?: true;
}

/**
 * Reads the address of a server.
 *
 * @throws {Failure} if it is none, or beyond this machine without permission
 */
export function readServer(typed: string, { iRunThis, guess }: Permission): string {
  const url = URL.parse(typed.trim());
  const extra = url === null || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '';
  if (extra || !/^https?:$/.test(url.protocol)) {
    throw new Failure(`"${plainText(typed)}" is not the address of a server. Write it like https://login.example.`);
  }
  if (!isThisMachine(url.href)) {
    if (iRunThis !== true) {
      throw new Failure(
        `${plainText(url.origin)} is not on this machine. If you run it, say so by --i-run-this: this asks for some fifty codes, and sends requests that are wrong on purpose.`,
      );
    }
    if (guess === true) throw new Failure('--guess tries wrong codes, so it goes with a server on this machine only.');
  }
  return typed.trim();
}

/**
 * Finds the endpoints of an issuer, and puts them together with the clients.
 *
 * @throws {Failure} if something is missing
 */
export async function readTarget(
  bench: Pick<Bench, 'send'>,
  issuer: string,
  flags: ClientFlags,
  environment: NodeJS.ProcessEnv,
): Promise<OAuthTarget> {
  if (flags.clientId === undefined || flags.clientId === '') {
    throw new Failure('It takes --client-id, a client of that server that may sign devices in.');
  }
  const secret = environment['LINKPIN_CLIENT_SECRET'] || null;
  if (flags.secretClientId !== undefined && secret === null) {
    throw new Failure('--secret-client-id needs its secret in the variable LINKPIN_CLIENT_SECRET.');
  }
  const client: Client = { id: flags.clientId, secret: flags.secretClientId === undefined ? secret : null };
  const named = (id: string | undefined, its: string | null): Client | null =>
    id === undefined ? null : { id, secret: its };
  const secretClient = named(flags.secretClientId, secret) ?? (client.secret === null ? null : client);
  try {
    const isGiven = flags.deviceEndpoint !== undefined && flags.tokenEndpoint !== undefined;
    const metadata = await readMetadata(bench, issuer).catch((error: unknown) => {
      if (isGiven && error instanceof Unreachable) return null;
      throw error;
    });
    const endpoints: Endpoints = endpointsOf(issuer, metadata, flags);
    return {
      issuer,
      ...endpoints,
      metadata,
      client,
      otherClient: named(flags.otherClientId, null),
      secretClient,
      scope: flags.scope ?? '',
      pageCookie: environment['LINKPIN_PAGE_COOKIE'] ?? '',
    };
  } catch (error) {
    throw error instanceof Unreachable ? new Failure(`${sentence(error.message)}.`) : error;
  }
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
