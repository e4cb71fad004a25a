// A session can end while somebody is busy. Whoever signs in next in the same browser goes on where that was: at the
// same question, never past it.
import { overView } from '../../pages/views/over.ts';
import { readBrowserCookie, keepBrowserCookie } from './cookie.ts';
import { isFresh, signInAgain } from './fresh-sign-in.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, page, type SignedInVisit, type Visit } from './visit.ts';

const ticketOf = ({ c, form }: Visit): string | null =>
  c.req.method === 'POST' ? form.get('t') : (c.req.query('t') ?? null);

/** Where a request goes on that was opened in this browser, but not in the session that it has now, if it has one. */
export function resumeOpened(visit: Visit): string | undefined {
  const { c, site, who } = visit;
  const ticket = ticketOf(visit);
  const tickets = createTickets(site.context.ports);
  if (who !== null && tickets.readOpened(ticket, who) !== undefined) return undefined;
  return tickets.readLeft(ticket, readBrowserCookie(c)) === undefined ? undefined : `/again?t=${ticket ?? ''}`;
}

/** Where a sealed request goes on that was posted without the session that its page had. */
export function resumeAsked(visit: Visit): string | undefined {
  const { c, site, who, form } = visit;
  if (who !== null && form.get('token') === who.formToken) return undefined;
  const asked = createTickets(site.context.ports).readAsked(form.get('t'), readBrowserCookie(c));
  return asked === undefined ? undefined : `/continue?t=${form.get('t') ?? ''}`;
}

/** GET /again: the question once more, for the session that has begun. The answer takes the number over, not this. */
export async function backAgain(visit: SignedInVisit): Promise<Response> {
  const { c, site, who, frame } = visit;
  const { ports } = site.context;
  const tickets = createTickets(ports);
  const ticket = c.req.query('t') ?? null;
  const browser = readBrowserCookie(c);
  const left = tickets.readLeft(ticket, browser);
  if (left !== undefined && left.account !== who.account.id) return forAnother(visit, left);
  const opened = left ?? tickets.readAgain(ticket, who, browser);
  if (opened === undefined || browser === null) return page(visit, overView(frame, 'gone'), 404);
  if (!isFresh(visit)) return signInAgain(visit, opened);
  const { pin, via, typed, forward } = opened;
  return goTo(visit, `/pin?t=${tickets.sealOpened({ pin, via, typed, forward }, who, browser)}`);
}

/** Another person has signed in: they open the code for themselves. */
async function forAnother(visit: SignedInVisit, { pin: key, via, typed, forward }: Opened): Promise<Response> {
  const { c, site, frame } = visit;
  const { ports } = site.context;
  const pin = await ports.pins.byKey(key);
  if (pin === undefined) return page(visit, overView(frame, 'gone'), 404);
  const clientId = pin.protocol === 'plex' ? pin.clientId : null;
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = createTickets(ports).sealAsked({ code: pin.code, clientId, via, typed, forward }, browser);
  return goTo(visit, `/continue?t=${ticket}`);
}
