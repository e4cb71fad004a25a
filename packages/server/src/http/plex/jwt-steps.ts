// Device JWTs in, Plex JWTs out: what the pin routes and the auth routes both do.
import type { DeviceJwtFault } from '../../service/ports/device-jwts.ts';
import type { PlexJwtUser } from '../../service/tokens/issue-plex-jwt.ts';
import { plexErrors, type PlexError } from '../../protocols/constants/plex.ts';
import { jwtUserOf } from '../../protocols/plex-v2/jwt.ts';
import { plexUserOf } from './facts.ts';
import type { ApiCall } from '../server/route.ts';

/** plex's errors for device JWTs that are refused. */
export const deviceJwtErrors: Readonly<Record<DeviceJwtFault, PlexError>> = {
  malformed: { ...plexErrors.malformed, message: 'The device JWT is malformed, or not for this client and service' },
  signature: { ...plexErrors.cannotProcess, message: 'Signature verification failed' },
  expired: plexErrors.jwtExpired,
  nonce: { ...plexErrors.cannotProcess, message: 'The nonce is unknown, too old or used; ask for another' },
};

/** The audiences that a device JWT may name; every client names plex.tv. */
export function audiencesOf({ requestContext: { baseUrl } }: ApiCall): readonly string[] {
  return ['plex.tv', baseUrl, new URL(baseUrl).host];
}

/** What a Plex JWT says of a person to a client that knows this service by its URL. */
export const jwtUser =
  ({ requestContext: { baseUrl } }: ApiCall): PlexJwtUser =>
  (account, scopes) =>
    jwtUserOf(plexUserOf({ account, token: '' }, baseUrl), scopes);
