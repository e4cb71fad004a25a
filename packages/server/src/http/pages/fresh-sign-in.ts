// An approval needs a recent sign-in; the opened request is carried over it.
import { isFreshSignIn } from '../../domain/approval-policy.ts';
import { recentFor } from '../../domain/session.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import { keepBrowserCookie } from './cookie.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, type PageRequest, type SignedInPageRequest } from './page-request.ts';

/** Whether the session's sign-in is recent enough for an approval. */
export const isFresh = ({ dependencies, who, frame }: SignedInPageRequest): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, dependencies.context.ports.approvalRules.freshFor);

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
  if (next.startsWith('/again?')) return isFresh({ ...pageRequest, who }) ? undefined : who;
  return next === recentPath && !isRecent({ ...pageRequest, who }) ? who : undefined;
}

/** Redirects to the sign-in page, and back to the same request afterwards. */
export function signInAgain(pageRequest: SignedInPageRequest, { pin, via, typed, forward }: Opened): Response {
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = createTickets(ports).sealAgain({ pin, via, typed, forward }, who, browser);
  return goTo(pageRequest, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
