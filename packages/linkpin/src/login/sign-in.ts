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
import type { Host, HostsFile } from '../hosts/hosts-file.ts';
import type { KeptTokens } from '../hosts/kept-tokens.ts';
import { outcomeWords } from './outcome-words.ts';
import type { Screen } from './screen.ts';
import { thisDevice } from './this-device.ts';
import { explainTrouble } from './spoken-tls.ts';
import { watch } from './watch.ts';

/** What signing in needs of its surroundings. */
export interface SignInOptions {
  /** As {@link serverAddress} gives it. */
  readonly server: string;
  readonly hosts: HostsFile;
  readonly tokens: KeptTokens;
  /** Ask to be let approve other devices. */
  readonly approver: boolean;
  /** Go on with the pin that an earlier run asked for. */
  readonly resume: boolean;
  readonly screen: Screen;
  /** Aborting it calls the pin off. */
  readonly signal: AbortSignal;
  /** Asks whether to go on with another code after one has expired; resolves when yes. Absent where nobody can answer. */
  readonly anotherCode?: (() => Promise<void>) | undefined;
}

/** Who was signed in, and where the token is. */
export interface SignInResult {
  /** Null when the server does not say just now. */
  readonly user: PlexUser | null;
  readonly storedIn: string;
}

/**
 * Signs this machine in, and keeps the token.
 *
 * @throws {Failure} when it comes to nothing; the signal's reason
 */
export async function signIn(options: SignInOptions): Promise<SignInResult> {
  const { server, tokens, signal } = options;
  const device = await asDevice(options);
  const { clientIdentifier } = device;
  const token = await approvedToken(device, options);
  await tokens.keep(server, { clientIdentifier }, token);
  const user = await owner(device, token, signal);
  const name = user === null ? undefined : nameOf(user);
  const storedIn = await tokens.keep(server, { clientIdentifier, user: name }, token);
  return { user, storedIn };
}

/**
 * Asks for a pin that another run collects, and keeps what is needed for that.
 *
 * @returns the pin
 */
export async function askForPin(options: Omit<SignInOptions, 'screen' | 'tokens' | 'resume'>): Promise<PlexSignIn> {
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

/** The name to call somebody by. */
export const nameOf = ({ title, username, id }: PlexUser): string => title ?? username ?? `number ${id}`;

/** This machine as it presents itself to the server, by the identifier that it has there for ever. */
async function asDevice({
  server,
  hosts,
  approver,
}: Pick<SignInOptions, 'server' | 'hosts' | 'approver'>): Promise<PlexClientOptions> {
  const clientIdentifier = (await hosts.read(server))?.clientIdentifier ?? randomUUID();
  const device = { ...thisDevice(), server, clientIdentifier };
  return approver ? { ...device, fetch: askingToApprove } : device;
}

/** plex.tv ignores the header. */
const askingToApprove: Fetch = (url, init) =>
  fetch(url, { ...init, headers: { ...init.headers, 'Linkpin-Ask': 'approver' } });

const explain =
  (server: string) =>
  async (error: unknown): Promise<never> => {
    throw isLinkpinClientError(error) ? new Failure(await explainTrouble(server, error)) : error;
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
    // Before anybody approves anything: a token that cannot be kept would be lost.
    if (!resumed) await hosts.write(server, { ...known, clientIdentifier, pending: undefined });
    const outcome = await watch(pin, screen, signal);
    if (outcome.kind !== 'failed' && resumed)
      await hosts.write(server, { ...known, clientIdentifier, pending: undefined });
    if (outcome.kind === 'approved') return outcome.token;
    if (outcome.kind !== 'expired' || anotherCode === undefined) throw new Failure(outcomeWords(outcome, server));
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
