import { randomUUID } from 'node:crypto';
import type { PlexClientOptions } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { serverAddress } from '../login/server-address.ts';
import { thisDevice } from '../login/this-device.ts';
import { hostsFile, type Hosts } from './hosts-file.ts';
import { tokenStore, type HostToken } from './token-store.ts';

/** The default address of `linkpin serve`. */
export const defaultServer = 'http://127.0.0.1:4747';

/** The `--server` flag as help shows it. */
export const serverFlag = '--server <URL>';
export const serverWords = 'which server (LINKPIN_SERVER, else the one that you are signed in at)';

/** A server and this machine's identity there. */
export interface Place {
  readonly server: string;
  /** How this machine describes itself there. */
  readonly device: PlexClientOptions;
  /** Undefined if it is not signed in there. */
  readonly stored: HostToken | undefined;
}

/** A server at which this machine is signed in. */
export interface SignedIn extends Place {
  readonly stored: HostToken;
}

/**
 * The server that a command uses: the one given, else the only one that this machine is signed in at.
 *
 * @param typed the value of `--server`
 * @throws {Failure} if that is ambiguous
 */
export async function placeOf(typed: string | undefined): Promise<Place> {
  const hosts = hostsFile();
  const named = typed ?? process.env['LINKPIN_SERVER'];
  const server = named === undefined || named === '' ? only(await hosts.all()) : serverAddress(named);
  const clientIdentifier = (await hosts.read(server))?.clientIdentifier ?? randomUUID();
  const token = tokenFrom(process.env);
  const stored = token === undefined ? await tokenStore(hosts).read(server) : { token, storedIn: 'LINKPIN_TOKEN' };
  return { server, device: { ...thisDevice(), server, clientIdentifier }, stored };
}

/**
 * Like {@link placeOf}, for commands that need a token.
 *
 * @throws {Failure} with exit code 4 if there is none
 */
export async function signedIn(typed: string | undefined): Promise<SignedIn> {
  const place = await placeOf(typed);
  const { server, stored } = place;
  if (stored === undefined) throw new Failure(`You are not signed in at ${server}. ${howToSignIn(server)}`, 4);
  return { ...place, stored };
}

/**
 * The token from the environment, without a trailing line break (from a file or another command).
 *
 * @throws {Failure} for a value that cannot be a token
 */
function tokenFrom(environment: NodeJS.ProcessEnv): string | undefined {
  const token = (environment['LINKPIN_TOKEN'] ?? '').trim();
  if (token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Failure('LINKPIN_TOKEN holds something else than one token. Put the token there, and nothing else.', 4);
}

export const howToSignIn = (server: string): string => `Sign in with: linkpin login --server ${server}`;

/** The failure for a token that the server no longer accepts. */
export function refusedToken({ server, stored }: SignedIn): Failure {
  if (stored.storedIn === 'LINKPIN_TOKEN') {
    return new Failure(`${server} does not accept the token in LINKPIN_TOKEN. Unset it, or put a good one there.`, 4);
  }
  return new Failure(`${server} no longer accepts this machine's token. ${howToSignIn(server)}`, 4);
}

function only(hosts: Hosts): string {
  const servers = Object.keys(hosts).filter((server) => hosts[server]?.token ?? hosts[server]?.inKeyring);
  if (servers.length > 1) {
    throw new Failure(`You are signed in at ${servers.join(' and ')}. Say which one is meant, with --server.`);
  }
  return servers[0] ?? defaultServer;
}
