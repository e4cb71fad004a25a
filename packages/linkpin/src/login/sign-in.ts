import { randomUUID } from 'node:crypto';
import {
  checkPlexToken,
  createPlexClient,
  isLinkpinClientError,
  type PlexClientOptions,
  type PlexUser,
} from '@linkpin/client';
import { Failure } from '../failure.ts';
import type { HostsFile } from '../hosts/hosts-file.ts';
import { outcomeWords } from './outcome-words.ts';
import type { Screen } from './screen.ts';
import { thisDevice } from './this-device.ts';
import { troubleSentence } from './trouble-words.ts';
import { watch } from './watch.ts';

/** What signing in needs of its surroundings. */
export interface SignInOptions {
  /** As {@link serverAddress} gives it. */
  readonly server: string;
  readonly hosts: HostsFile;
  readonly screen: Screen;
  /** Aborting it calls the pin off. */
  readonly signal: AbortSignal;
  /** Asks whether to go on with another code after one has expired; resolves when yes. Absent where nobody can answer. */
  readonly anotherCode?: (() => Promise<void>) | undefined;
}

/**
 * Signs this machine in, and keeps the token.
 *
 * @returns whose token it is, or null when the server does not say just now
 * @throws {Failure} when it comes to nothing; the signal's reason
 */
export async function signIn(options: SignInOptions): Promise<PlexUser | null> {
  const { server, hosts, signal } = options;
  const known = await hosts.read(server);
  const clientIdentifier = known?.clientIdentifier ?? randomUUID();
  const device = { ...thisDevice(), server, clientIdentifier };
  // Before anybody approves anything: a token that cannot be kept would be lost.
  const prepare = (): Promise<void> => hosts.write(server, { ...known, clientIdentifier });

  const token = await approvedToken(device, prepare, options);
  await hosts.write(server, { clientIdentifier, token });
  const user = await owner(device, token, signal);
  if (user !== null) await hosts.write(server, { clientIdentifier, token, user: nameOf(user) });
  return user;
}

/** The name to call somebody by. */
export const nameOf = ({ title, username, id }: PlexUser): string => title ?? username ?? `number ${id}`;

async function approvedToken(
  device: PlexClientOptions,
  prepare: () => Promise<void>,
  { server, screen, signal, anotherCode }: SignInOptions,
): Promise<string> {
  const client = createPlexClient(device);
  for (;;) {
    const pin = await client.requestPin({ signal }).catch((error: unknown) => {
      throw isLinkpinClientError(error) ? new Failure(troubleSentence(server, error)) : error;
    });
    await prepare();
    const outcome = await watch(pin, screen, signal);
    if (outcome.kind === 'approved') return outcome.token;
    if (outcome.kind !== 'expired' || anotherCode === undefined) throw new Failure(outcomeWords(outcome, server));
    await anotherCode();
  }
}

async function owner(device: PlexClientOptions, token: string, signal: AbortSignal): Promise<PlexUser | null> {
  const check = await checkPlexToken(device, token, { signal });
  switch (check.kind) {
    case 'valid':
      return check.user;
    case 'invalid':
      throw new Failure('The server gave a token and does not accept it. Its log may say why.');
    case 'unknown':
      return null;
  }
}
