// An approval needs a recent sign-in; the opened request is carried over it.
import { isFreshSignIn, isSignInSince } from '../../domain/approval-policy.ts';
import { isFreshFor, lacksPasskey, signInDemandOf } from '../../domain/openid.ts';
import { operatesFor, powersFor, recentFor } from '../../domain/session.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import type { RedirectAuthorization } from '../../service/pins/request-authorization.ts';
import { keepBrowserCookie, readBrowserCookie } from './cookie.ts';
import type { Found } from './found.ts';
import { domainOf } from './passkey-place.ts';
import { ticketsOf, type OpenedAgain } from './tickets.ts';
import { goTo, type PageRequest, type SignedInPageRequest } from './page-request.ts';

/** Whether the session's sign-in is recent enough for an approval. */
const isFresh = ({ dependencies, who, frame }: SignedInPageRequest): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, dependencies.context.ports.approvalRules.freshFor);

/** Whether the session's sign-in is as recent as an approval and the client want it. */
export const isSignedInFor = (
  pageRequest: SignedInPageRequest,
  { signedInSince = null }: { readonly signedInSince?: number | null | undefined },
): boolean => isFresh(pageRequest) && isSignInSince(pageRequest.who.session.signedInAt, signedInSince);

const authorizationStart = '/oauth/authorize?t=';

/** Where a client's request goes on after a sign-in. */
export const authorizationPath = ({ dependencies }: PageRequest, authorization: RedirectAuthorization): string =>
  `${authorizationStart}${ticketsOf(dependencies.context.ports).sealAuthorization(authorization)}`;

/** Whether a sign-in that leads there is for a client's request. */
export const leadsToAuthorization = (next: string): boolean => next.startsWith(authorizationStart);

/** The sealed request of a client that a sign-in leads to, or null. */
export const requestIn = (next: string): string | null =>
  leadsToAuthorization(next) ? next.slice(authorizationStart.length) : null;

/** Where somebody signs in again who did so too long ago to change the ways in, and comes back. */
const recentPath = '/account?recent';

/** The way there. */
export const signInRecently: string = `/signin?next=${encodeURIComponent(recentPath)}`;

/** Whether the session's sign-in is recent enough to change the ways in of the account. */
export const isRecent = ({ who, frame }: SignedInPageRequest): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, recentFor);

const againPath = '/again?';

/** Says in an address that what was wanted there needs a sign-in of just now. */
const powersMark = 'sure';

/** Whether the session's sign-in is recent enough to operate the service, or to do what gives power away. */
export const mayOperate = ({ who, frame }: SignedInPageRequest, withPowers: boolean): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, withPowers ? powersFor : operatesFor);

/** Where an admin signs in again, and comes back to a page of operators. */
export function signInToOperate(path: string, withPowers: boolean): string {
  const next = withPowers ? `${path}?${powersMark}` : path;
  return `/signin?next=${encodeURIComponent(next)}`;
}

/** Who is to sign in again, because the session is too old for where the sign-in page leads to. */
export function againOf(pageRequest: PageRequest, next: string): SignedIn | undefined {
  const { who, c, dependencies } = pageRequest;
  if (who === null) return undefined;
  const tickets = ticketsOf(dependencies.context.ports);
  const current = { ...pageRequest, who };
  if (leadsToAuthorization(next)) {
    const authorization = tickets.readAuthorization(next.slice(authorizationStart.length));
    return authorization === undefined || isSignedInFor(current, authorization) ? undefined : who;
  }
  if (next.startsWith(againPath)) {
    const ticket = new URLSearchParams(next.slice(againPath.length)).get('t');
    return isSignedInFor(current, tickets.readAgain(ticket, who, readBrowserCookie(c)) ?? {}) ? undefined : who;
  }
  if (/^\/operate([/?]|$)/.test(next)) {
    return mayOperate({ ...pageRequest, who }, next.endsWith(`?${powersMark}`)) ? undefined : who;
  }
  return next === recentPath && !isRecent({ ...pageRequest, who }) ? who : undefined;
}

/** Redirects to the sign-in page, and back to the same request afterwards. */
export function signInAgain(
  pageRequest: SignedInPageRequest,
  { pin, draft, via, typed, forward, passkeyAsked = false, signedInSince }: OpenedAgain,
): Response {
  if (draft !== undefined) {
    return goTo(pageRequest, `/signin?next=${encodeURIComponent(authorizationPath(pageRequest, draft))}`);
  }
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const browser = keepBrowserCookie(c, ports.random);
  const opened = { pin, via, typed, forward, passkeyAsked, signedInSince };
  const ticket = ticketsOf(ports).sealAgain(opened, who, browser);
  return goTo(pageRequest, `/signin?next=${encodeURIComponent(`${againPath}t=${ticket}`)}`);
}

/** Whether a passkey of the person works here. */
async function hasPasskey(pageRequest: SignedInPageRequest): Promise<boolean> {
  const domain = domainOf(pageRequest);
  if (domain === undefined) return false;
  const passkeys = await pageRequest.dependencies.context.passkeyService.listFor(pageRequest.who.account.id);
  return passkeys.some((passkey) => passkey.domain === domain);
}

/**
 * Redirects to the sign-in page if the client of a pin wants a fresher sign-in, or would like one by passkey
 * (`acr_values`, which is no condition: it is asked for once, of somebody who has one).
 *
 * @returns undefined if the sign-in will do
 */
export async function signInForClient(
  pageRequest: SignedInPageRequest,
  { pin, opened }: Found,
): Promise<Response | undefined> {
  const { who, frame } = pageRequest;
  const { session } = who;
  const isStale = !isFreshFor(signInDemandOf(pin), session.signedInAt, frame.now);
  const wantsPasskey =
    opened.passkeyAsked !== true &&
    lacksPasskey(pin.authorizationRequest?.openid, session) &&
    (await hasPasskey(pageRequest));
  if (!isStale && !wantsPasskey) return undefined;
  const passkeyAsked = wantsPasskey || opened.passkeyAsked === true;
  return signInAgain(pageRequest, { ...opened, passkeyAsked, signedInSince: frame.now });
}
