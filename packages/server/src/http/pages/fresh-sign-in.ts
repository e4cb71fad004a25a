// An approval needs a recent sign-in; the opened request is carried over it.
import { isFreshSignIn, isSignInSince } from '../../domain/approval-policy.ts';
import { recentFor } from '../../domain/session.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import { keepBrowserCookie } from './cookie.ts';
import type { RedirectAuthorization } from '../../service/pins/request-authorization.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, type PageRequest, type SignedInPageRequest } from './page-request.ts';

/** Whether the session's sign-in is recent enough for an approval. */
export const isFresh = ({ dependencies, who, frame }: SignedInPageRequest): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, dependencies.context.ports.approvalRules.freshFor);

/** Whether the session's sign-in is as recent as an approval and the client want it. */
export const isSignedInFor = (
  pageRequest: SignedInPageRequest,
  { signedInSince }: Pick<RedirectAuthorization, 'signedInSince'>,
): boolean => isFresh(pageRequest) && isSignInSince(pageRequest.who.session.signedInAt, signedInSince);

const authorizationStart = '/oauth/authorize?t=';

/** Where a client's request goes on after a sign-in. */
export const authorizationPath = ({ dependencies }: PageRequest, authorization: RedirectAuthorization): string =>
  `${authorizationStart}${createTickets(dependencies.context.ports).sealAuthorization(authorization)}`;

/** Whether a sign-in that leads there is for a client's request. */
export const leadsToAuthorization = (next: string): boolean => next.startsWith(authorizationStart);

/** Where somebody signs in again who did so too long ago to change the ways in, and comes back. */
const recentPath = '/account?recent';

/** The way there. */
export const signInRecently: string = `/signin?next=${encodeURIComponent(recentPath)}`;

/** Whether the session's sign-in is recent enough to change the ways in of the account. */
export const isRecent = ({ who, frame }: SignedInPageRequest): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, recentFor);

/** Who is to sign in again, because the session is too old for where the sign-in page leads to. */
export function againOf(pageRequest: PageRequest, next: string): SignedIn | undefined {
  const { who } = pageRequest;
  if (who === null) return undefined;
  if (leadsToAuthorization(next)) {
    const tickets = createTickets(pageRequest.dependencies.context.ports);
    const authorization = tickets.readAuthorization(next.slice(authorizationStart.length));
    const isEnough = authorization === undefined || isSignedInFor({ ...pageRequest, who }, authorization);
    return isEnough ? undefined : who;
  }
  if (next.startsWith('/again?')) return isFresh({ ...pageRequest, who }) ? undefined : who;
  return next === recentPath && !isRecent({ ...pageRequest, who }) ? who : undefined;
}

/** Redirects to the sign-in page, and back to the same request afterwards. */
export function signInAgain(pageRequest: SignedInPageRequest, { pin, draft, via, typed, forward }: Opened): Response {
  if (draft !== undefined) {
    return goTo(pageRequest, `/signin?next=${encodeURIComponent(authorizationPath(pageRequest, draft))}`);
  }
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = createTickets(ports).sealAgain({ pin, via, typed, forward }, who, browser);
  return goTo(pageRequest, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
