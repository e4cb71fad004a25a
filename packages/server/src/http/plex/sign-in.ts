// Signing in with a password, as plex clients do it.
import { plexErrors } from '../../protocols/constants/plex.ts';
import { adaptUserToLegacy } from '../../protocols/plex-legacy/legacy.ts';
import { presentAccountV1 } from '../../protocols/plex-v1/account.ts';
import { presentErrorV1, presentRefusalV1 } from '../../protocols/plex-v1/present.ts';
import { parseSignInV1, presentWrongSignInV1 } from '../../protocols/plex-v1/sign-in.ts';
import { formatOf, parseDevice } from '../../protocols/plex-v2/parse.ts';
import { presentError, presentRefusal } from '../../protocols/plex-v2/present.ts';
import { parseSignIn } from '../../protocols/plex-v2/sign-in.ts';
import { presentUser } from '../../protocols/plex-v2/user.ts';
import { basicCredentials } from '../oauth/basic-credentials.ts';
import { legacyOf } from './legacy-of.ts';
import { passwordRouteShut, signInDevice } from './password-sign-in.ts';
import { plexUserOf } from './facts.ts';
import type { ApiHandler } from '../server/route.ts';
import { formatOfV1 } from './token-owner.ts';

/** `POST /api/v2/users/signin`. */
export const signInPlex: ApiHandler = async (call) => {
  const format = formatOf(call.request);
  const shut = passwordRouteShut(call);
  if (shut !== null) return presentError(shut, format);
  const device = parseDevice(call.request);
  if (!device.ok) return presentError(device.refusal, format);
  const credentials = parseSignIn(call.request);
  if (!credentials.ok) return presentError(credentials.refusal, format);

  const signedIn = await signInDevice(call, device.value, credentials.value);
  if (!signedIn.ok) {
    const { refusal } = signedIn;
    return refusal.kind === 'wrong-sign-in'
      ? presentError(plexErrors.unauthenticated, format)
      : presentRefusal(refusal, format);
  }
  const response = presentUser(201, plexUserOf(signedIn.value, call.requestContext.baseUrl), format);
  const legacy = legacyOf(call);
  return legacy === null ? response : adaptUserToLegacy(response, legacy);
};

/** `POST /users/sign_in.xml` and `.json`. */
export const signInV1: ApiHandler = async (call) => {
  const format = formatOfV1(call);
  const shut = passwordRouteShut(call);
  if (shut !== null) return presentErrorV1(shut.status, shut.message, format);
  const device = parseDevice(call.request);
  if (!device.ok) return presentErrorV1(device.refusal.status, device.refusal.message, format);
  const credentials = parseSignInV1(call.request, basicCredentials(call.request.header('authorization')));
  if (credentials === null) return presentWrongSignInV1(format);

  const signedIn = await signInDevice(call, device.value, credentials);
  if (signedIn.ok) return presentAccountV1(201, plexUserOf(signedIn.value, call.requestContext.baseUrl), format);
  const { refusal } = signedIn;
  return refusal.kind === 'wrong-sign-in' ? presentWrongSignInV1(format) : presentRefusalV1(refusal, format);
};
