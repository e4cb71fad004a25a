// What both password routes do between parsing and presenting.
import { isLoopback, isLoopbackOnly } from '../../config/loopback.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { grantByPassword } from '../../service/grants/grant-by-password.ts';
import { plexErrors, type Credentials, type PlexError } from '../../protocols/constants/plex.ts';
import type { DeviceWords } from '../../protocols/plex-v2/parse.ts';
import { isFromOurPages } from '../pages/same-origin.ts';
import type { ApiCall } from '../server/route.ts';
import type { TokenOwner } from '../../service/tokens/find-token-owner.ts';

/** By itself the way is open to this machine only; an address that a proxy hides is not this machine's. */
function isOpen({ requestContext, context }: ApiCall): boolean {
  const { settings } = context;
  if (settings.passwordRoutes !== 'auto') return settings.passwordRoutes === 'on';
  return isLoopbackOnly(settings) && requestContext.address !== null && isLoopback(requestContext.address);
}

/**
 * Why nobody can sign in with a password this way at all, or null when one can: it is switched off, or a browser says
 * that the page of a stranger asks. Browsers post forms anywhere without asking first, so silence about CORS would not
 * keep such a page from trying passwords.
 */
export function passwordRouteShut(call: ApiCall): PlexError | null {
  const { request, requestContext } = call;
  if (!isOpen(call)) {
    const message = 'Signing in with a password is switched off here. Link the device with a code instead.';
    return { ...plexErrors.notFound, message };
  }
  const provenance = { origin: request.header('origin'), secFetchSite: request.header('sec-fetch-site') };
  const byBrowser = provenance.origin !== undefined || provenance.secFetchSite !== undefined;
  return byBrowser && !isFromOurPages(provenance, requestContext.baseUrl) ? plexErrors.notForThisDevice : null;
}

/**
 * Checks a password within the budgets of the sign-in page, and links the device. A second factor, once accounts can
 * have one, closes this way in for them.
 */
export async function signInDevice(
  { requestContext, context }: ApiCall,
  { clientIdentifier, deviceInfo }: DeviceWords,
  { login, password }: Credentials,
): Promise<Result<TokenOwner, Refusal | { readonly kind: 'wrong-sign-in' }>> {
  const { address } = requestContext;
  const known = await context.accountService.signIn(login, password, { address, deviceCookie: null });
  if (!known.ok) return refused('retryAfter' in known.refusal ? known.refusal : { kind: 'wrong-sign-in' });
  const place = context.geoip.lookup(address);
  const account = known.value;
  const granted = await grantByPassword(context.ports, {
    account,
    clientId: clientIdentifier,
    deviceInfo,
    address,
    place,
  });
  return granted === undefined ? refused({ kind: 'wrong-sign-in' }) : accepted({ account, ...granted });
}
