// A session can end while somebody uses a page. Whoever signs in next in the same browser continues there: at the same
// request, never past it.
import { overView } from '../../pages/views/over.ts';
import { readBrowserCookie, keepBrowserCookie } from './cookie.ts';
import { authorizationPath, isSignedInFor, signInAgain } from './fresh-sign-in.ts';
import { ticketsOf, type Opened, type OpenedAgain } from './tickets.ts';
import { goTo, page, type SignedInPageRequest, type PageRequest } from './page-request.ts';

const ticketOf = ({ c, form }: PageRequest): string | null =>
  c.req.method === 'POST' ? form.get('t') : (c.req.query('t') ?? null);

/** Where to continue with a pin that was opened in this browser, but in another session than the current one. */
export function resumeOpened(pageRequest: PageRequest): string | undefined {
  const { c, dependencies, who } = pageRequest;
  const ticket = ticketOf(pageRequest);
  const tickets = ticketsOf(dependencies.context.ports);
  if (who !== null && tickets.readOpened(ticket, who) !== undefined) return undefined;
  return tickets.readLeft(ticket, readBrowserCookie(c)) === undefined ? undefined : `/again?t=${ticket ?? ''}`;
}

/** Where to continue with a sealed request that was posted after the page's session had ended. */
export function resumeRequest(pageRequest: PageRequest): string | undefined {
  const { c, dependencies, who, form } = pageRequest;
  if (who !== null && form.get('token') === who.formToken) return undefined;
  const asked = ticketsOf(dependencies.context.ports).readAsked(form.get('t'), readBrowserCookie(c));
  return asked === undefined ? undefined : `/continue?t=${form.get('t') ?? ''}`;
}

/** GET /again: the consent page again, for the new session. The decision takes over the number to match, not this. */
export async function backAgain(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, frame } = pageRequest;
  const { ports } = dependencies.context;
  const tickets = ticketsOf(ports);
  const ticket = c.req.query('t') ?? null;
  const browser = readBrowserCookie(c);
  const left = tickets.readLeft(ticket, browser);
  const draft = (left ?? tickets.readAgain(ticket, who, browser))?.draft;
  if (draft !== undefined) return goTo(pageRequest, authorizationPath(pageRequest, draft));
  if (left !== undefined && left.account !== who.account.id) return forAnother(pageRequest, left);
  const opened: OpenedAgain | undefined = left ?? tickets.readAgain(ticket, who, browser);
  if (opened === undefined || browser === null) return page(pageRequest, overView(frame, 'gone'), 404);
  if (!isSignedInFor(pageRequest, opened)) return signInAgain(pageRequest, opened);
  const { pin, via, typed, forward, passkeyAsked = false } = opened;
  return goTo(pageRequest, `/pin?t=${tickets.sealOpened({ pin, via, typed, forward, passkeyAsked }, who, browser)}`);
}

/** Another person has signed in, who opens the code again. */
async function forAnother(
  pageRequest: SignedInPageRequest,
  { pin: key, via, typed, forward }: Opened,
): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const { ports } = dependencies.context;
  const pin = await ports.pins.byId(key);
  if (pin === undefined) return page(pageRequest, overView(frame, 'gone'), 404);
  const clientId = pin.protocol === 'plex' ? pin.clientId : null;
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = ticketsOf(ports).sealAsked({ code: pin.code, clientId, via, typed, forward }, browser);
  return goTo(pageRequest, `/continue?t=${ticket}`);
}
