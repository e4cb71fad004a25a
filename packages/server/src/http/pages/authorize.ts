// The authorization endpoint (RFC 6749 §3.1): leads to the question, or back to the client with an error. It stores nothing,
// because any site can lead a browser here.
import { longestRedirectUri } from '../../domain/redirect-uri.ts';
import { refused } from '../../domain/result.ts';
import { requestTroubleView } from '../../pages/views/request-trouble.ts';
import {
  parseAuthorization,
  parseAuthorizationAddress,
  parseState,
  type AuthorizationError,
} from '../../protocols/oauth/parse-authorization.ts';
import type { Parameters } from '../../protocols/oauth/parameters.ts';
import { presentAuthorizationError } from '../../protocols/oauth/present-authorization.ts';
import {
  draftAuthorization,
  findRedirectClient,
  judgeRedirect,
  type RedirectAuthorization,
  type RedirectRefusal,
} from '../../service/pins/request-authorization.ts';
import { namedClient } from '../oauth/named-client.ts';
import { noAuthorizationCodes, overreaches } from '../oauth/overreach.ts';
import { renderConsent, showEnded } from './consent.ts';
import { keepBrowserCookie } from './cookie.ts';
import { answerAsBefore, type Remembered } from './answer-as-before.ts';
import { answerUrl, leadBack as leadBackByPage } from './lead-back.ts';
import { authorizationPath, isSignedInFor } from './fresh-sign-in.ts';
import { unstored } from './found.ts';
import { readForm } from './load-page.ts';
import { ticketsOf } from './tickets.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type PageRequest, type SignedInPageRequest } from './page-request.ts';

const errors: Readonly<Record<'login' | 'consent', AuthorizationError>> = {
  login: { error: 'login_required', description: 'nobody is signed in here as lately as the request wants' },
  consent: { error: 'consent_required', description: 'the person has to be asked' },
};

/** Leads back to the client with an error. The request comes from the client, so no form of ours is on the way. */
const leadBack = (
  { c }: PageRequest,
  { uri, state }: Pick<RedirectAuthorization, 'uri' | 'state'>,
  error: AuthorizationError,
): Response => c.redirect(presentAuthorizationError({ redirectUri: uri, state, issuer: c.env.baseUrl }, error), 303);

/** The page about a request that may be answered nowhere else, since who asks or where to answer is not known (B1). */
const showTrouble = (pageRequest: PageRequest, what: 'client' | 'redirect-uri'): Response | Promise<Response> =>
  page(pageRequest, requestTroubleView({ ...pageRequest.frame, here: '/' }, what), 400);

/** The clients, of which some have a document to be fetched. */
const clientsFor = ({ c, dependencies }: PageRequest) => ({
  oauthClients: { byId: (id: string) => namedClient(dependencies.context, id, c.env.address) },
});

const refusalOf = (refusal: RedirectRefusal): AuthorizationError =>
  refusal.kind === 'grant' ? noAuthorizationCodes : overreaches[refusal.what];

/** Whether the browser comes from the client, or from a form of ours, after which it is led on by a page alone. */
type Arrival = 'from-client' | 'from-sign-in';

/** Leads back with the code of an answer that was remembered. In a frame without a page nothing else would get through. */
function lead(
  pageRequest: SignedInPageRequest,
  { pin, browser }: Remembered,
  arrival: Arrival,
): Response | Promise<Response> {
  const to = arrival === 'from-client' ? answerUrl(pageRequest, pin, browser) : undefined;
  return to === undefined ? leadBackByPage(pageRequest, pin, browser) : pageRequest.c.redirect(to, 303);
}

/** Asks the person, if somebody is signed in as the request wants; else has somebody sign in first. */
async function ask(
  pageRequest: PageRequest,
  authorization: RedirectAuthorization,
  loginHint: string | null,
  arrival: Arrival,
): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const isSilent = authorization.prompt.includes('none');
  if (who === null || !isSignedInFor({ ...pageRequest, who }, authorization)) {
    if (isSilent) return leadBack(pageRequest, authorization, errors.login);
    const next = new URLSearchParams({ next: authorizationPath(pageRequest, authorization) });
    if (loginHint !== null) next.set('name', loginHint);
    return goTo(pageRequest, `/signin?${next.toString()}`);
  }
  const asking = { ...pageRequest, who };
  const remembered = await answerAsBefore(asking, authorization);
  if (remembered !== undefined) return lead(asking, remembered, arrival);
  if (isSilent) return leadBack(pageRequest, authorization, errors.consent);
  const browser = keepBrowserCookie(c, ports.random);
  const draft = draftAuthorization(ports, authorization, ports.keys.hash(browser));
  const opened = { pin: '', draft, via: 'browser', typed: false, forward: null } as const;
  const ticket = ticketsOf(ports).sealOpened(opened, who, browser);
  return renderConsent(asking, { opened, pin: await unstored(pageRequest, draft), ticket });
}

/** A request as its client sent it. */
async function begin(pageRequest: PageRequest, parameters: Parameters): Promise<Response> {
  const { frame } = pageRequest;
  const address = parseAuthorizationAddress(parameters);
  if (!address.ok) return showTrouble(pageRequest, address.refusal);
  const { redirectUri: uri } = address.value;
  const client =
    uri.length > longestRedirectUri
      ? refused('redirect-uri' as const)
      : await findRedirectClient(clientsFor(pageRequest), address.value);
  if (!client.ok) return showTrouble(pageRequest, client.refusal);
  const state = parseState(parameters);
  if (!state.ok) return leadBack(pageRequest, { uri, state: null }, state.refusal);
  const back = (error: AuthorizationError): Response => leadBack(pageRequest, { uri, state: state.value }, error);
  const command = parseAuthorization(parameters);
  if (!command.ok) return back(command.refusal);
  const judged = judgeRedirect(client.value, { ...command.value, uri, state: state.value }, frame.now);
  return judged.ok
    ? ask(pageRequest, judged.value, command.value.loginHint, 'from-client')
    : back(refusalOf(judged.refusal));
}

/** A request that is back from a sign-in. Its client may be gone meanwhile, or lead somewhere else. */
async function resume(pageRequest: PageRequest, ticket: string | null): Promise<Response> {
  const { ports } = pageRequest.dependencies.context;
  const authorization = ticketsOf(ports).readAuthorization(ticket);
  if (authorization === undefined) return showEnded(pageRequest, 'signInOver');
  const { clientId, uri: redirectUri } = authorization;
  const client = await findRedirectClient(clientsFor(pageRequest), { clientId, redirectUri });
  return client.ok ? ask(pageRequest, authorization, null, 'from-sign-in') : showTrouble(pageRequest, client.refusal);
}

/** GET /oauth/authorize */
export function showAuthorization(pageRequest: PageRequest): Promise<Response> {
  const { searchParams } = new URL(pageRequest.c.req.url);
  return searchParams.has('t') && !searchParams.has('client_id')
    ? resume(pageRequest, searchParams.get('t'))
    : begin(pageRequest, (name) => searchParams.getAll(name));
}

/** The longest request by form, in characters: what is longer no server takes as a URL. */
const longestQuery = 12_000;

/**
 * POST /oauth/authorize: the same from a form of the client (OpenID Connect Core §3.1.2.1). A browser sends no session along
 * with a form of another site, so the request goes on as one that is looked at.
 */
export async function postAuthorization(pageRequest: PageRequest): Promise<Response> {
  const form = await readForm(pageRequest.c);
  const query = form?.toString() ?? '';
  if (form === undefined || query.length > longestQuery) return troublePage(pageRequest, 'tooLarge');
  return goTo(pageRequest, `/oauth/authorize?${query}`);
}
