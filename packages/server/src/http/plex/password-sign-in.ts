// What both password routes do before they sign a device in.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { DeviceSignIn } from '../../service/accounts/sign-in-device.ts';
import { plexErrors, type Credentials, type PlexError } from '../../protocols/constants/plex.ts';
import { parseDevice } from '../../protocols/plex-v2/parse.ts';
import { isFromOurPages } from '../pages/same-origin.ts';
import type { ApiCall } from '../server/route.ts';

/** plex's error when sign-in with a password is switched off. */
export const passwordRouteClosed: PlexError = {
  ...plexErrors.notFound,
  message: 'Signing in with a password is switched off here. Link the device with a code instead.',
};

/** plex's error for an account whose password is not enough by itself. */
export const needsPasskey: PlexError = {
  ...plexErrors.unauthenticated,
  message: 'This account needs a passkey after the password. Link the device with a code instead.',
};

/**
 * Whether a browser says that the request comes from another site. Browsers post forms without a preflight, so missing
 * CORS headers would not keep such a site from trying passwords.
 */
function isFromStranger({ request, requestContext }: ApiCall): boolean {
  const provenance = { origin: request.header('origin'), secFetchSite: request.header('sec-fetch-site') };
  const byBrowser = provenance.origin !== undefined || provenance.secFetchSite !== undefined;
  return byBrowser && !isFromOurPages(provenance, requestContext.baseUrl);
}

/**
 * Reads the device that wants to be signed in.
 *
 * @param credentials as the API's own parser found them
 */
export function readDeviceSignIn<Fault>(
  call: ApiCall,
  credentials: Result<Credentials, Fault>,
): DeviceSignIn<Fault | PlexError> {
  const read = (): DeviceSignIn<Fault | PlexError>['credentials'] => {
    if (isFromStranger(call)) return refused(plexErrors.notForThisDevice);
    const device = parseDevice(call.request);
    if (!device.ok) return device;
    if (!credentials.ok) return credentials;
    const { clientIdentifier: clientId, deviceInfo } = device.value;
    return accepted({ clientId, deviceInfo, ...credentials.value });
  };
  return { address: call.requestContext.address, credentials: read() };
}
