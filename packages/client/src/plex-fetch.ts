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
 * Asks which media servers and players a token may use. Asks once.
 *
 * @param options - the same as for `createPlexClient`
 * @throws LinkpinClientError of any code but `storage`; `refused` with status 401 when the token is no longer good; the
 *   signal's reason when that aborted
 */
export const fetchPlexResources = (
  options: PlexClientOptions,
  token: string,
  listen: ListenOptions = {},
): Promise<readonly PlexResource[]> => fetchList(options, token, listen, plexResourcesRequest, readPlexResources);

/**
 * Asks which devices the token's person linked. Asks once. A linkpin server answers this; of plex.tv nobody has shown
 * what it answers.
 *
 * @param options - the same as for `createPlexClient`
 * @throws LinkpinClientError of any code but `storage`; `refused` with status 401 when the token is no longer good; the
 *   signal's reason when that aborted
 */
export const fetchPlexDevices = (
  options: PlexClientOptions,
  token: string,
  listen: ListenOptions = {},
): Promise<readonly PlexDevice[]> => fetchList(options, token, listen, plexDevicesRequest, readPlexDevices);
