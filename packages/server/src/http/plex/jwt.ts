// Signing in with a key of one's own: nonces, keys, and JWTs for JWTs (wire 1.9).
import { isIdleExpired, see } from '../../domain/grant.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { changeGrant } from '../../service/grants/change-grant.ts';
import type { DeviceJwt, DeviceJwtFault } from '../../service/ports/device-jwts.ts';
import type { RegisteredKey } from '../../service/ports/device-keys.ts';
import { issuePlexJwt } from '../../service/tokens/issue-plex-jwt.ts';
import { spendDeviceJwt } from '../../service/tokens/spend-device-jwt.ts';
import { labelOf, verifyDeviceJwt } from '../../tokens/device-jwt.ts';
import { deviceKeyOf } from '../../tokens/device-key.ts';
import { plexErrors } from '../../protocols/constants/plex.ts';
import {
  parseExchange,
  parseKeyRegistration,
  presentNonce,
  presentPlexJwt,
  presentPlexKeys,
  presentRegistered,
} from '../../protocols/plex-v2/jwt.ts';
import { formatOf, parseClientIdentifier } from '../../protocols/plex-v2/parse.ts';
import { presentError, presentRefusal } from '../../protocols/plex-v2/present.ts';
import { audiencesOf, deviceJwtErrors, jwtUser } from './jwt-steps.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';
import { withToken } from './token-owner.ts';

/** `GET /api/v2/auth/nonce`: for anybody, within a budget. */
export const giveNonce: ApiHandler = async ({ request, context, requestContext }) => {
  const budget = await context.limits.spend('nonce', requestContext.address);
  if (!budget.ok) return presentRefusal(budget.refusal, formatOf(request));
  return presentNonce(context.plex.nonces.make());
};

/** `GET /api/v2/auth/keys`. */
export const showPlexKeys: ApiHandler = async ({ context }) => presentPlexKeys(await context.plex.publicKeys());

/**
 * `POST /api/v2/auth/jwk`: from now on the token's device may sign in with this key. The client identifier must be the
 * one that the token was given to: a key signs as nobody else.
 */
export const registerPlexKey: ApiHandler = withToken(
  async ({ request, context, requestContext }, { grant, account }) => {
    const format = formatOf(request);
    const jwk = parseKeyRegistration(request);
    if (!jwk.ok) return presentError(jwk.refusal, format);
    const clientId = parseClientIdentifier(request);
    if (!clientId.ok) return presentError(clientId.refusal, format);
    if (clientId.value !== grant.clientId) return presentError(plexErrors.notForThisDevice, format);
    const budget = await context.limits.spend('issue', requestContext.address);
    if (!budget.ok) return presentRefusal(budget.refusal, format);

    const registered = await context.store.deviceKeys.register(
      {
        ...(await deviceKeyOf(jwk.value)),
        grantId: grant.id,
        account: account.id,
        clientId: grant.clientId,
        registeredAt: context.ports.clock.now(),
      },
      false,
    );
    if (registered === 'taken') return presentError(plexErrors.alreadyTaken, format);
    return registered === 'ok' ? presentRegistered() : presentError(plexErrors.unauthenticated, format);
  },
);

/** The key that a device JWT was signed with, and what it says. */
async function findSigner(
  call: ApiCall,
  jwt: string,
): Promise<Result<{ readonly key: RegisteredKey; readonly said: DeviceJwt }, DeviceJwtFault>> {
  const label = labelOf(jwt);
  if (label === undefined) return refused('malformed');
  const audiences = audiencesOf(call);
  for (const key of await call.context.store.deviceKeys.listOf(label.clientId, label.kid)) {
    const verified = await verifyDeviceJwt(jwt, key, audiences);
    if (verified.ok) return accepted({ key, said: verified.value });
    if (verified.refusal !== 'signature') return verified;
  }
  return refused('signature');
}

/** `POST /api/v2/auth/token`: a device JWT with a fresh nonce for a Plex JWT. */
export const exchangePlexJwt: ApiHandler = async (call) => {
  const { request, context, requestContext } = call;
  const format = formatOf(request);
  const jwt = parseExchange(request);
  if (!jwt.ok) return presentError(jwt.refusal, format);
  const budget = await context.limits.spend('nonce', requestContext.address);
  if (!budget.ok) return presentRefusal(budget.refusal, format);
  const signer = await findSigner(call, jwt.value);
  if (!signer.ok) return presentError(deviceJwtErrors[signer.refusal], format);
  const { key, said } = signer.value;
  const spent = await spendDeviceJwt(context.ports, said);
  if (!spent.ok) return presentError(deviceJwtErrors[spent.refusal], format);

  const now = context.ports.clock.now();
  const grant = await context.store.grants.byId(key.grantId);
  if (grant?.clientId !== key.clientId || isIdleExpired(grant, now, context.ports.idleFor)) {
    return presentError(plexErrors.unauthenticated, format);
  }
  const issued = await issuePlexJwt(context.ports, key, said, jwtUser(call));
  if (issued === undefined) return presentError(plexErrors.unauthenticated, format);
  await changeGrant(context.store.grants, grant.id, (current) => see(current, now));
  return presentPlexJwt(issued);
};
