// Key-bound sign-in: nonces, device keys, and device JWTs exchanged for Plex JWTs (wire 1.9).
import { registerDeviceKey, type DeviceKeyRefusal } from '../../service/grants/register-device-key.ts';
import { exchangeDeviceJwt, type ExchangeRefusal } from '../../service/tokens/exchange-device-jwt.ts';
import { giveNonce as give } from '../../service/tokens/give-nonce.ts';
import { deviceKeyOf } from '../../tokens/device-key.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexFormat } from '../../protocols/constants/plex.ts';
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
import type { ApiHandler } from '../server/route.ts';
import { withToken } from './token-owner.ts';

/** `GET /api/v2/auth/nonce`: for anybody. */
export const giveNonce: ApiHandler = async ({ request, context, requestContext }) => {
  const nonce = await give(context.ports, requestContext.address);
  return nonce.ok ? presentNonce(nonce.value) : presentRefusal(nonce.refusal, formatOf(request));
};

/** `GET /api/v2/auth/keys`. */
export const showPlexKeys: ApiHandler = async ({ context }) => presentPlexKeys(await context.plex.publicKeys());

function refuse(refusal: DeviceKeyRefusal | ExchangeRefusal, format: PlexFormat): WireResponse {
  switch (refusal.kind) {
    case 'bad-jwt':
      return presentError(deviceJwtErrors[refusal.fault], format);
    case 'no-grant':
      return presentError(plexErrors.unauthenticated, format);
    case 'taken':
      return presentError(plexErrors.alreadyTaken, format);
    default:
      return presentRefusal(refusal, format);
  }
}

/** `POST /api/v2/auth/jwk`: from now on the token's device may sign in with this key. */
export const registerPlexKey: ApiHandler = withToken(async ({ request, context, requestContext }, { grant }) => {
  const format = formatOf(request);
  const jwk = parseKeyRegistration(request);
  if (!jwk.ok) return presentError(jwk.refusal, format);
  const clientId = parseClientIdentifier(request);
  if (!clientId.ok) return presentError(clientId.refusal, format);
  const deviceKey = await deviceKeyOf(jwk.value);
  const { address } = requestContext;
  const registered = await registerDeviceKey(context.ports, { grant, clientId: clientId.value, deviceKey, address });
  return registered.ok ? presentRegistered() : refuse(registered.refusal, format);
});

/** `POST /api/v2/auth/token`: a device JWT with a fresh nonce for a Plex JWT. */
export const exchangePlexJwt: ApiHandler = async (call) => {
  const format = formatOf(call.request);
  const jwt = parseExchange(call.request);
  if (!jwt.ok) return presentError(jwt.refusal, format);
  const { address } = call.requestContext;
  const exchange = { jwt: jwt.value, audiences: audiencesOf(call), address, userOf: jwtUser(call) };
  const issued = await exchangeDeviceJwt(call.context.ports, exchange);
  return issued.ok ? presentPlexJwt(issued.value) : refuse(issued.refusal, format);
};
