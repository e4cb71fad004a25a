// Device JWTs in, Plex JWTs out: what the pin routes and the auth routes both do.
import type { Pin } from '../../domain/pin.ts';
import { isProvenNonce } from '../../domain/poll-facts.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceJwt, DeviceJwtFault } from '../../service/ports/device-jwts.ts';
import type { PlexJwtUser } from '../../service/tokens/issue-plex-jwt.ts';
import { spendDeviceJwt } from '../../service/tokens/spend-device-jwt.ts';
import { verifyDeviceJwt } from '../../tokens/device-jwt.ts';
import { plexErrors, type PlexError } from '../../protocols/constants/plex.ts';
import { jwtUserOf } from '../../protocols/plex-v2/jwt.ts';
import { plexUserOf } from './facts.ts';
import type { ApiCall } from '../server/route.ts';

/** A device JWT that is not taken, in plex's words. */
export const deviceJwtErrors: Readonly<Record<DeviceJwtFault, PlexError>> = {
  malformed: { ...plexErrors.malformed, message: 'The device JWT is malformed, or not for this client and service' },
  signature: { ...plexErrors.cannotProcess, message: 'Signature verification failed' },
  expired: plexErrors.jwtExpired,
  nonce: { ...plexErrors.cannotProcess, message: 'The nonce is unknown, too old or used; ask for another' },
};

type Checked = Result<DeviceJwt, DeviceJwtFault>;

/** What a device JWT may call this service: every client says plex.tv. */
export function audiencesOf({ requestContext: { baseUrl } }: ApiCall): readonly string[] {
  return ['plex.tv', baseUrl, new URL(baseUrl).host];
}

/**
 * Checks the device JWT of a poll. The first that a pin sees must be fresh and its nonce is used up; then the very same
 * one holds for the pin's life, because a client that signs once goes on sending it.
 */
export async function proveDevice(call: ApiCall, pin: Pin, jwt: string): Promise<Checked> {
  const { key, clientId, deviceKey } = pin;
  const verified = await verifyDeviceJwt(jwt, { x: deviceKey?.x ?? '', clientId }, audiencesOf(call));
  if (!verified.ok || isProvenNonce(pin, hashOfNonce(call, verified.value))) return verified;
  return spendDeviceJwt(call.context.ports, verified.value, key);
}

/** How a pin keeps the nonce of a device JWT. */
export const hashOfNonce = ({ context }: ApiCall, { nonce }: DeviceJwt): string => context.ports.keys.hash(nonce);

/** What a Plex JWT says of a person to a client that knows this service by its URL. */
export const jwtUser =
  ({ requestContext: { baseUrl } }: ApiCall): PlexJwtUser =>
  (account, scopes) =>
    jwtUserOf(plexUserOf({ account, token: '' }, baseUrl), scopes);
