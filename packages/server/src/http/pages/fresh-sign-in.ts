// A yes needs a sign-in that is not too long ago; what the person looks at waits meanwhile.
import { keepBrowserCookie } from './cookie.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, type SignedInVisit } from './visit.ts';

const day = 24 * 60 * 60 * 1000;

/** Whether this browser signed in lately enough for a yes. */
export const isFresh = ({ site, who, frame }: SignedInVisit): boolean =>
  frame.now < who.session.createdAt + site.context.settings.freshSignInDays * day;

/** Sends the person to type the password, and back to the same question afterwards. */
export function signInAgain(visit: SignedInVisit, { pin, via, typed, forward }: Opened): Response {
  const { c, site, who } = visit;
  const { ports } = site.context;
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = createTickets(ports).sealAgain({ pin, via, typed, forward }, who, browser);
  return goTo(visit, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
