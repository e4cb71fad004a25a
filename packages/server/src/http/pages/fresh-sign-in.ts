// A yes needs a sign-in that is not too long ago; what the person looks at waits meanwhile.
import { overView } from '../../pages/views/over.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, page, type SignedInVisit } from './visit.ts';

const day = 24 * 60 * 60 * 1000;

/** Whether this browser signed in lately enough for a yes. */
export const isFresh = ({ site, who, frame }: SignedInVisit): boolean =>
  frame.now < who.session.createdAt + site.context.settings.freshSignInDays * day;

/** Sends the person to type the password, and back to the same question afterwards. */
export function signInAgain(visit: SignedInVisit, { pin, via, typed, forward }: Opened): Response {
  const ticket = createTickets(visit.site.context.ports).sealAgain({ pin, via, typed, forward }, visit.who);
  return goTo(visit, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}

/** GET /again: the question once more, for the session that has begun. The answer takes the number over, not this. */
export function backAgain(visit: SignedInVisit): Response | Promise<Response> {
  const { c, site, who, frame } = visit;
  const tickets = createTickets(site.context.ports);
  const again = tickets.readAgain(c.req.query('t') ?? null, who);
  if (again === undefined) return page(visit, overView(frame, 'gone'), 404);
  if (!isFresh(visit)) return signInAgain(visit, again);
  const { pin, via, typed, forward } = again;
  return goTo(visit, `/pin?t=${tickets.sealOpened({ pin, via, typed, forward }, who)}`);
}
