// An approval needs a recent sign-in; the opened request is carried over it.
import { isFreshSignIn } from '../../domain/approval-policy.ts';
import { keepBrowserCookie } from './cookie.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';

/** Whether the session's sign-in is recent enough for an approval. */
export const isFresh = ({ dependencies, who, frame }: SignedInPageRequest): boolean =>
  isFreshSignIn(who.session.signedInAt, frame.now, dependencies.context.ports.approvalRules.freshFor);

/** Redirects to the sign-in page, and back to the same request afterwards. */
export function signInAgain(pageRequest: SignedInPageRequest, { pin, via, typed, forward }: Opened): Response {
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = createTickets(ports).sealAgain({ pin, via, typed, forward }, who, browser);
  return goTo(pageRequest, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
