import type { Refusal } from '../../domain/refusal.ts';
import { authView } from '../../pages/views/auth.ts';
import { continueView } from '../../pages/views/continue.ts';
import { overView, type OverState } from '../../pages/views/over.ts';
import { readBrowserCookie } from './cookie.ts';
import { judgeForwardUrl } from './forward-url.ts';
import { openRequested } from './open-requested.ts';
import { ticketsOf, type Asked } from './tickets.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type SignedInPageRequest, type PageRequest } from './page-request.ts';

/** GET /auth (wire S18). The request is in the fragment, which browsers do not send. */
export function showAuth(pageRequest: PageRequest): Response | Promise<Response> {
  return page(pageRequest, authView(pageRequest.frame));
}

/** POST /auth: the fragment, as the page's script read it. Nothing is said about the code before sign-in. */
export function requestByApp(pageRequest: PageRequest): Response {
  const { form, dependencies } = pageRequest;
  const { context } = dependencies;
  const asked: Asked = {
    code: (form.get('code') ?? '').slice(0, 256),
    clientId: (form.get('clientID') ?? '').slice(0, 4096),
    via: 'app',
    typed: false,
    forward: judgeForwardUrl(form.get('forwardUrl') ?? '', context.settings.forwardSchemes),
  };
  return goTo(pageRequest, `/continue?t=${ticketsOf(context.ports).sealAsked(asked, null)}`);
}

function overAs(refusal: Refusal): OverState {
  return refusal.kind === 'settled' ? refusal.as : 'expired';
}

/** GET /continue: nothing is looked up, because any site can send a browser here. */
export function showContinue(pageRequest: SignedInPageRequest): Response | Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const ticket = c.req.query('t') ?? '';
  const asked = ticketsOf(dependencies.context.ports).readAsked(ticket, readBrowserCookie(c));
  return asked === undefined
    ? page(pageRequest, overView(frame, 'gone'), 404)
    : page(pageRequest, continueView(frame, ticket));
}

/** POST /continue: looks up the code of the sealed request. */
export async function continueRequest(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, form, dependencies, frame } = pageRequest;
  const asked = ticketsOf(dependencies.context.ports).readAsked(form.get('t'), readBrowserCookie(c));
  if (asked === undefined) return page(pageRequest, overView(frame, 'gone'), 404);
  return openRequested(pageRequest, asked, (refusal) =>
    refusal.kind === 'over-budget'
      ? troublePage(pageRequest, 'tooMany', refusal.retryAfter)
      : refusal.kind === 'busy'
        ? troublePage(pageRequest, 'unavailable', refusal.retryAfter)
        : page(pageRequest, overView(frame, overAs(refusal)), 404),
  );
}
