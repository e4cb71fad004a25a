import type { Refusal } from '../../domain/refusal.ts';
import { authView } from '../../pages/views/auth.ts';
import { continueView } from '../../pages/views/continue.ts';
import { overView, type OverState } from '../../pages/views/over.ts';
import { readBrowserCookie } from './cookie.ts';
import { judgeForwardUrl } from './forward-url.ts';
import { openAsked } from './open-asked.ts';
import { createTickets, type Asked } from './tickets.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type SignedInVisit, type Visit } from './visit.ts';

/** GET /auth (wire S18). What is asked for stands in the fragment, which never comes here. */
export function showAuth(visit: Visit): Response | Promise<Response> {
  return page(visit, authView(visit.frame));
}

/** POST /auth: what the page's script read. Nothing is said about the code before sign-in. */
export function askByApp(visit: Visit): Response {
  const { form, site } = visit;
  const { context } = site;
  const asked: Asked = {
    code: (form.get('code') ?? '').slice(0, 256),
    clientId: (form.get('clientID') ?? '').slice(0, 4096),
    via: 'app',
    typed: false,
    forward: judgeForwardUrl(form.get('forwardUrl') ?? '', context.settings.forwardSchemes),
  };
  return goTo(visit, `/continue?t=${createTickets(context.ports).sealAsked(asked, null)}`);
}

function overAs(refusal: Refusal): OverState {
  return refusal.kind === 'settled' ? refusal.as : 'expired';
}

/** GET /continue: nothing is looked up, because any site can send a browser here. */
export function showContinue(visit: SignedInVisit): Response | Promise<Response> {
  const { c, site, frame } = visit;
  const ticket = c.req.query('t') ?? '';
  const asked = createTickets(site.context.ports).readAsked(ticket, readBrowserCookie(c));
  return asked === undefined ? page(visit, overView(frame, 'gone'), 404) : page(visit, continueView(frame, ticket));
}

/** POST /continue: looks up the code of the sealed request. */
export async function continueAsked(visit: SignedInVisit): Promise<Response> {
  const { c, form, site, frame } = visit;
  const asked = createTickets(site.context.ports).readAsked(form.get('t'), readBrowserCookie(c));
  if (asked === undefined) return page(visit, overView(frame, 'gone'), 404);
  return openAsked(visit, asked, (refusal) =>
    refusal.kind === 'over-budget'
      ? troublePage(visit, 'tooMany', refusal.retryAfter)
      : refusal.kind === 'busy'
        ? troublePage(visit, 'unavailable', refusal.retryAfter)
        : page(visit, overView(frame, overAs(refusal)), 404),
  );
}
