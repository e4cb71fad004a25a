import { randomUUID } from 'node:crypto';
import {
  checkPlexToken,
  createDeviceKey,
  createPlexClient,
  createPlexKeyClient,
  isLinkpinClientError,
  type Fetch,
  type PlexClient,
  type PlexClientOptions,
} from '@linkpin/client';
import { Failure } from '../failure.ts';
import { explainError } from '../login/explain-error.ts';
import { outcomeMessage } from '../login/outcome-messages.ts';
import type { Screen } from '../login/screen.ts';
import { thisDevice } from '../login/this-device.ts';
import { watch } from '../login/watch.ts';

/** Options of a sign-in that is recorded. */
export interface OwnSignInOptions {
  readonly fetch: Fetch;
  readonly screen: Screen;
  /** Sign in with a key: the token is a JWT. */
  readonly jwt: boolean;
  readonly signal: AbortSignal;
}

/** How a sign-in ended. */
export interface OwnSignInResult {
  /** Why it did not succeed, as sentences. */
  readonly problem?: string;
  /** The device that is still signed in, by its name, if plex.tv did not end its token. */
  readonly leftSignedIn?: string;
}

/**
 * Signs in at plex.tv as a new device, asks who that is, and signs out again. The token is stored nowhere.
 *
 * @throws {Failure} if plex.tv cannot be reached; the signal's reason
 */
export async function signInOnce({ fetch, screen, jwt, signal }: OwnSignInOptions): Promise<OwnSignInResult> {
  const server = jwt ? 'https://clients.plex.tv' : 'https://plex.tv';
  const device: PlexClientOptions = { ...thisDevice(), server, clientIdentifier: randomUUID(), fetch };
  const pin = await (await clientFor(device, jwt)).requestPin({ signal }).catch(async (error: unknown) => {
    throw isLinkpinClientError(error) ? new Failure(await explainError(server, error)) : error;
  });
  const outcome = await watch(pin, screen, signal);
  if (outcome.kind !== 'approved') return { problem: outcomeMessage(outcome, server) };
  await checkPlexToken(device, outcome.token, { signal });
  const isOut = await signOut(device, outcome.token);
  return isOut ? {} : { leftSignedIn: device.deviceName ?? 'Terminal' };
}

const clientFor = async (device: PlexClientOptions, jwt: boolean): Promise<PlexClient> =>
  jwt ? createPlexKeyClient({ ...device, key: await createDeviceKey() }) : createPlexClient(device);

/** @returns whether plex.tv says that the token has ended */
async function signOut(
  { server, clientIdentifier, product, fetch }: PlexClientOptions,
  token: string,
): Promise<boolean> {
  const headers = {
    accept: 'application/json',
    'x-plex-token': token,
    'x-plex-client-identifier': clientIdentifier,
    'x-plex-product': product,
  };
  const init = { method: 'DELETE', headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) } as const;
  const response = await fetch?.(`${server}/api/v2/users/signout`, init).catch(() => undefined);
  return response !== undefined && response.status >= 200 && response.status < 300;
}
