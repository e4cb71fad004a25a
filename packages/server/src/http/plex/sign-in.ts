// Signing in with a password, as plex clients do it.
import { accepted, refused } from '../../domain/result.ts';
import { signInDevice, type DeviceSignInRefusal } from '../../service/accounts/sign-in-device.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexError, type PlexFormat } from '../../protocols/constants/plex.ts';
import { adaptUserToLegacy } from '../../protocols/plex-legacy/legacy.ts';
import { presentAccountV1 } from '../../protocols/plex-v1/account.ts';
import { presentErrorV1, presentRefusalV1 } from '../../protocols/plex-v1/present.ts';
import { parseSignInV1, presentWrongSignInV1 } from '../../protocols/plex-v1/sign-in.ts';
import { formatOf } from '../../protocols/plex-v2/parse.ts';
import { presentError, presentRefusal } from '../../protocols/plex-v2/present.ts';
import { parseSignIn } from '../../protocols/plex-v2/sign-in.ts';
import { presentUser } from '../../protocols/plex-v2/user.ts';
import { basicCredentials } from '../oauth/basic-credentials.ts';
import { legacyOf } from './legacy-of.ts';
import { needsPasskey, passwordRouteClosed, readDeviceSignIn } from './password-sign-in.ts';
import { plexUserOf } from './facts.ts';
import type { ApiHandler } from '../server/route.ts';
import { formatOfV1 } from './token-owner.ts';

function refuse(refusal: DeviceSignInRefusal<PlexError>, format: PlexFormat): WireResponse {
  switch (refusal.kind) {
    case 'closed':
      return presentError(passwordRouteClosed, format);
    case 'malformed':
      return presentError(refusal.fault, format);
    case 'wrong-sign-in':
      return presentError(plexErrors.unauthenticated, format);
    case 'needs-passkey':
      return presentError(needsPasskey, format);
    default:
      return presentRefusal(refusal, format);
  }
}

/** `POST /api/v2/users/signin`. */
export const signInPlex: ApiHandler = async (call) => {
  const format = formatOf(call.request);
  const signedIn = await signInDevice(call.context.ports, readDeviceSignIn(call, parseSignIn(call.request)));
  if (!signedIn.ok) return refuse(signedIn.refusal, format);
  const response = presentUser(201, plexUserOf(signedIn.value, call.requestContext.baseUrl), format);
  const legacy = legacyOf(call);
  return legacy === null ? response : adaptUserToLegacy(response, legacy);
};

function refuseV1(refusal: DeviceSignInRefusal<PlexError | 'no-credentials'>, format: PlexFormat): WireResponse {
  switch (refusal.kind) {
    case 'closed':
      return presentErrorV1(passwordRouteClosed.status, passwordRouteClosed.message, format);
    case 'malformed':
      return refusal.fault === 'no-credentials'
        ? presentWrongSignInV1(format)
        : presentErrorV1(refusal.fault.status, refusal.fault.message, format);
    case 'wrong-sign-in':
      return presentWrongSignInV1(format);
    case 'needs-passkey':
      return presentErrorV1(needsPasskey.status, needsPasskey.message, format);
    default:
      return presentRefusalV1(refusal, format);
  }
}

/** `POST /users/sign_in.xml` and `.json`. */
export const signInV1: ApiHandler = async (call) => {
  const format = formatOfV1(call);
  const credentials = parseSignInV1(call.request, basicCredentials(call.request.header('authorization')));
  const request = readDeviceSignIn(
    call,
    credentials === null ? refused('no-credentials' as const) : accepted(credentials),
  );
  const signedIn = await signInDevice(call.context.ports, request);
  return signedIn.ok
    ? presentAccountV1(201, plexUserOf(signedIn.value, call.requestContext.baseUrl), format)
    : refuseV1(signedIn.refusal, format);
};
