// After the answer to a request by redirect: back to its client. By a page that leads on, and no redirect, because browsers hold
// every redirect after a form to `form-action` (decision 58). It works without scripts.
import { isExpired, type Pin } from '../../domain/pin.ts';
import { leadingBackView, signedInToView } from '../../pages/views/leading-back.ts';
import { presentAuthorizationCode, presentAuthorizationError } from '../../protocols/oauth/present-authorization.ts';
import { showEnded } from './consent.ts';
import { readBrowserCookie } from './cookie.ts';
import { shownHost } from './forward-url.ts';
import { page, type SignedInPageRequest } from './page-request.ts';

const saidNo = { error: 'access_denied', description: 'the person said no' } as const;

/** Where the client is answered; undefined if there is no answer, or none for this person in this browser. */
export function answerUrl(
  { c, who, dependencies, frame }: SignedInPageRequest,
  pin: Pin,
  browser: string | null,
): string | undefined {
  const { keys } = dependencies.context.ports;
  const { redirect, state } = pin;
  if (redirect === undefined || browser === null || redirect.browser !== keys.hash(browser)) return undefined;
  const answer = { redirectUri: redirect.uri, state: redirect.state, issuer: c.env.baseUrl };
  if (state.at === 'denied' && state.by === who.account.id) return presentAuthorizationError(answer, saidNo);
  const isGood = state.at === 'approved' && state.approval.account === who.account.id && !isExpired(pin, frame.now);
  const code = isGood ? keys.unseal('authorization-code', redirect.code) : undefined;
  return code === undefined ? undefined : presentAuthorizationCode(answer, code);
}

/**
 * Leads back to the client of a request that this person has answered. A code that was used leads nowhere again.
 *
 * @param browser the id of the browser; by default from its cookie
 */
export function leadBack(
  pageRequest: SignedInPageRequest,
  pin: Pin,
  browser: string | null = readBrowserCookie(pageRequest.c),
): Response | Promise<Response> {
  const { c, frame, who } = pageRequest;
  const { state, requester } = pin;
  const app = requester.deviceInfo.product ?? '';
  if (state.at === 'redeemed' && state.approval.account === who.account.id) {
    return page(pageRequest, signedInToView(frame, app));
  }
  const to = answerUrl(pageRequest, pin, browser);
  if (to === undefined) return showEnded(pageRequest, 'signInOver');
  c.header('refresh', `0; url=${to}`);
  return page(pageRequest, leadingBackView(frame, { to, host: shownHost(to), saidNo: state.at === 'denied' }));
}
