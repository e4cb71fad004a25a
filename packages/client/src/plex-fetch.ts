import { badOption } from './errors.ts';
import { ordinaryTimeout, send } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { isFine, plexError } from './plex-answer.ts';
import { type PlexDevice, readPlexDevices } from './plex-device.ts';
import {
  type PlexRequest,
  type PlexSender,
  fitsHeader,
  plexDevicesRequest,
  plexResourcesRequest,
} from './plex-request.ts';
import { type PlexResource, readPlexResources } from './plex-resource.ts';
import { type PlexClientOptions, readPlexOptions } from './plex-setting.ts';

const fetchList = async <Item>(
  options: PlexClientOptions,
  token: string,
  { signal }: ListenOptions,
  ask: (sender: PlexSender, token: string) => PlexRequest,
  read: (body: unknown) => readonly Item[],
): Promise<readonly Item[]> => {
  const { sender, line } = readPlexOptions(options);
  if (!fitsHeader(token)) throw badOption('this text is no token');
  const answer = await send(ask(sender, token), line, ordinaryTimeout, signal);
  if (!isFine(answer)) throw plexError(answer, token);
  return read(answer.text);
};

/**
 * Fetches the media servers and players that a token can access, without retries.
 *
 * @param options - the same as for `createPlexClient`
 * @throws LinkpinClientError of any code but `storage`; `refused` with status 401 if the token is no longer valid; the
 *   signal's reason if it aborted
 */
export const fetchPlexResources = (
  options: PlexClientOptions,
  token: string,
  listen: ListenOptions = {},
): Promise<readonly PlexResource[]> => fetchList(options, token, listen, plexResourcesRequest, readPlexResources);

/**
 * Fetches the devices linked to the token's account, without retries. Linkpin servers support this; the response of
 * plex.tv is not documented.
 *
 * @param options - the same as for `createPlexClient`
 * @throws LinkpinClientError of any code but `storage`; `refused` with status 401 if the token is no longer valid; the
 *   signal's reason if it aborted
 */
export const fetchPlexDevices = (
  options: PlexClientOptions,
  token: string,
  listen: ListenOptions = {},
): Promise<readonly PlexDevice[]> => fetchList(options, token, listen, plexDevicesRequest, readPlexDevices);
