import { randomUUID } from 'node:crypto';
import {
  checkPlexToken,
  createPlexClient,
  isLinkpinClientError,
  type Fetch,
  type PlexClientOptions,
  type PlexSignIn,
  type PlexUser,
  type SavedPlexPin,
} from '@linkpin/client';
import { Failure } from '../failure.ts';
import type { Host, HostsFile } from '../credentials/hosts-file.ts';
import type { TokenStore } from '../credentials/token-store.ts';
import { outcomeMessage } from './outcome-messages.ts';
import type { Screen } from './screen.ts';
import { thisDevice } from './this-device.ts';
import { explainError } from './explain-error.ts';
import { watch } from './watch.ts';

/** Options of a sign-in. */
export interface SignInOptions {
  /** As returned by {@link serverAddress}. */
  readonly server: string;
  readonly hosts: HostsFile;
  readonly tokens: TokenStore;
  /** Request permission to approve other devices. */
  readonly approver: boolean;
  /** Resume the pin that an earlier run requested. */
  readonly resume: boolean;
  readonly screen: Screen;
  /** Aborting it cancels the pin. */
  readonly signal: AbortSignal;
  /** Prompts for another code after one has expired and resolves on consent. Absent if the input is not interactive. */
  readonly anotherCode?: (() => Promise<void>) | undefined;
}

/** The account that was signed in and where the token is stored. */
export interface SignInResult {
  /** Null if the server did not say. */
  readonly user: PlexUser | null;
  readonly storedIn: string;
}

/**
 * Signs this machine in and stores the token.
 *
 * @throws {Failure} if it does not succeed; the signal's reason
 */
export async function signIn(options: SignInOptions): Promise<SignInResult> {
  const { server, tokens, signal } = options;
  const device = await asDevice(options);
  const { clientIdentifier } = device;
  const token = await approvedToken(device, options);
  await tokens.store(server, { clientIdentifier }, token);
  const user = await owner(device, token, signal);
  const name = user === null ? undefined : nameOf(user);
  const storedIn = await tokens.store(server, { clientIdentifier, user: name }, token);
  return { user, storedIn };
}

/**
 * Requests a pin and stores it, for a later run to redeem.
 *
 * @returns the pin
 */
export async function requestPin(options: Omit<SignInOptions, 'screen' | 'tokens' | 'resume'>): Promise<PlexSignIn> {
  const { server, hosts, signal } = options;
  const device = await asDevice(options);
  const pin = await createPlexClient(device).requestPin({ signal }).catch(explain(server));
  await hosts.write(server, {
    ...(await hosts.read(server)),
    clientIdentifier: device.clientIdentifier,
    pending: pin.save(),
  });
  return pin;
}

/** The display name of a user. */
export const nameOf = ({ title, username, id }: PlexUser): string => title ?? username ?? `number ${id}`;

/** This machine's client options for a server, with its permanent client identifier there. */
async function asDevice({
  server,
  hosts,
  approver,
}: Pick<SignInOptions, 'server' | 'hosts' | 'approver'>): Promise<PlexClientOptions> {
  const clientIdentifier = (await hosts.read(server))?.clientIdentifier ?? randomUUID();
  const device = { ...thisDevice(), server, clientIdentifier };
  return approver ? { ...device, fetch: fetchAsDelegate } : device;
}

/** Adds the header that requests permission to approve; plex.tv ignores it. */
const fetchAsDelegate: Fetch = (url, init) =>
  fetch(url, { ...init, headers: { ...init.headers, 'Linkpin-Ask': 'approver' } });

const explain =
  (server: string) =>
  async (error: unknown): Promise<never> => {
    throw isLinkpinClientError(error) ? new Failure(await explainError(server, error)) : error;
  };

async function approvedToken(device: PlexClientOptions, options: SignInOptions): Promise<string> {
  const { server, hosts, screen, signal, resume, anotherCode } = options;
  const { clientIdentifier } = device;
  const client = createPlexClient(device);
  for (let first = true; ; first = false) {
    const known = await hosts.read(server);
    const resumed = resume && first;
    const pin = resumed
      ? client.resume(savedIn(known, server))
      : await client.requestPin({ signal }).catch(explain(server));
    // Write before anybody can approve: a token that cannot be stored would be lost.
    if (!resumed) await hosts.write(server, { ...known, clientIdentifier, pending: undefined });
    const outcome = await watch(pin, screen, signal);
    if (outcome.kind !== 'failed' && resumed)
      await hosts.write(server, { ...known, clientIdentifier, pending: undefined });
    if (outcome.kind === 'approved') return outcome.token;
    if (outcome.kind !== 'expired' || anotherCode === undefined) throw new Failure(outcomeMessage(outcome, server));
    await anotherCode();
  }
}

function savedIn(host: Host | undefined, server: string): SavedPlexPin {
  if (host?.pending !== undefined) return host.pending;
  throw new Failure(
    `No sign-in at ${server} waits to be finished. Begin one with: linkpin login --non-interactive --server ${server}`,
  );
}

async function owner(device: PlexClientOptions, token: string, signal: AbortSignal): Promise<PlexUser | null> {
  const check = await checkPlexToken(device, token, { signal });
  switch (check.kind) {
    case 'valid':
      return check.user;
    case 'invalid':
      throw new Failure('The server gave a token and does not accept it. See its log.');
    case 'unknown':
      return null;
  }
}
