// Device JWTs in, Plex JWTs out: what the pin routes and the auth routes both do.
import type { Pin } from '../../domain/pin.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { endTokens } from '../../service/grants/end-tokens.ts';
import type { RegisteredKey } from '../../service/ports/device-keys.ts';
import { verifyDeviceJwt, type DeviceJwt, type DeviceJwtFault } from '../../tokens/device-jwt.ts';
import { nonceLife } from '../../tokens/nonces.ts';
import { plexErrors, type PlexError } from '../../protocols/constants/plex.ts';
import { jwtUserOf } from '../../protocols/plex-v2/jwt.ts';
import { plexUserOf } from './facts.ts';
import { ageOfNonce } from './nonce-age.ts';
import type { ApiCall } from '../server/route.ts';

/** A device JWT that is not taken, in plex's words. */
export const deviceJwtErrors: Readonly<Record<DeviceJwtFault, PlexError>> = {
  malformed: { ...plexErrors.malformed, message: 'The device JWT is malformed, or not for this client and service' },
  signature: { ...plexErrors.cannotProcess, message: 'Signature verification failed' },
  expired: plexErrors.jwtExpired,
  nonce: { ...plexErrors.cannotProcess, message: 'The nonce is unknown, too old or used; ask for another' },
};

type Checked = Result<DeviceJwt, DeviceJwtFault>;

/** How far a device's clock may be behind, in milliseconds. */
const tolerance = 60_000;

/** What a device JWT may call this service: every client says plex.tv. */
export function audiencesOf({ requestContext: { baseUrl } }: ApiCall): readonly string[] {
  return ['plex.tv', baseUrl, new URL(baseUrl).host];
}

/** Checks the time of a device JWT, and uses its nonce up. */
export async function spendDeviceJwt({ context }: ApiCall, jwt: DeviceJwt): Promise<Checked> {
  const { replayCache } = context.plex;
  const now = context.ports.clock.now();
  if (now >= jwt.expiresAt + tolerance) return refused('expired');
  const age = ageOfNonce(context, jwt.nonce);
  // Clients sign anew when they hear that their JWT is over.
  if (age !== 'fresh') return refused(age === 'over' ? 'nonce' : 'expired');
  return (await replayCache.use(`nonce ${jwt.nonce}`, now + nonceLife)) ? accepted(jwt) : refused('nonce');
}

/**
 * Checks the device JWT of a poll. The first that a pin sees must be fresh and its nonce is used up; then the very same
 * one holds for the pin's life, because a client that signs once goes on sending it.
 */
export async function proveDevice(
  call: ApiCall,
  { key, clientId, deviceKey, expiresAt }: Pin,
  jwt: string,
): Promise<Checked> {
  const { proofs } = call.context.plex;
  const verified = await verifyDeviceJwt(jwt, { x: deviceKey?.x ?? '', clientId }, audiencesOf(call));
  if (!verified.ok || proofs.isKnown(key, verified.value.nonce)) return verified;
  const spent = await spendDeviceJwt(call, verified.value);
  if (spent.ok) proofs.remember(key, spent.value.nonce, expiresAt);
  else if (spent.refusal === 'nonce' && proofs.isKnown(key, verified.value.nonce)) return verified; // two polls at once
  return spent;
}

/**
 * Makes the Plex JWT of a device, and ends the tokens of the old kind that the account has under its client identifier
 * (wire C11).
 *
 * @returns undefined when the account is gone
 */
export async function issuePlexJwt(
  { context, requestContext }: ApiCall,
  { grantId, account: id, clientId, kid }: Pick<RegisteredKey, 'grantId' | 'account' | 'clientId' | 'kid'>,
  { nonce, scopes }: DeviceJwt,
): Promise<string | undefined> {
  const account = await context.store.accounts.byId(id);
  if (account === undefined) return undefined;
  const user = jwtUserOf(plexUserOf({ account, token: '' }, requestContext.baseUrl), scopes);
  await endTokens(context.store.grants, id, clientId);
  const jwts = await context.plex.jwts();
  return jwts.make({ grantId, clientId, kid, nonce, user });
}
