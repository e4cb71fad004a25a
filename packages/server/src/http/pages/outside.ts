// Sign-in outside of this service: in the application around it, or at the proxy in front.
import type { ArrivalRefusal } from '../../accounts/elsewhere.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import { outsideProvider, type RawClaims } from '../../domain/provider.ts';
import type { Result } from '../../domain/result.ts';
import type { SignInFacts } from '../../domain/session.ts';
import { shownText } from '../../domain/device-info.ts';
import type { Account } from '../../service/ports/accounts.ts';
import type { NobodyOutside, OutsidePerson, OutsideSignIn } from '../../service/ports/outside-sign-in.ts';
import { giveSessionCookie, takeSessionCookie } from './cookie.ts';
import { leadsToAuthorization } from './fresh-sign-in.ts';
import { localPath } from './local-path.ts';
import { withPerson } from './load-page.ts';
import type { PageRequest } from './page-request.ts';
import { troublePage } from './trouble.ts';

const claimsOf = ({ name, email, emailVerified, groups }: OutsidePerson): RawClaims => ({
  name,
  email,
  email_verified: emailVerified === true,
  ...(groups === null || groups === undefined ? {} : { groups }),
});

/** Where the person comes back to: the page that was asked for, or the one that a form belongs to. */
function returnTo(pageRequest: PageRequest): string {
  const { c } = pageRequest;
  const { pathname, search, searchParams } = new URL(c.req.url);
  if (wantsFresh(pageRequest)) return `${c.env.baseUrl}${pathname}${search}&asked=1`;
  if (pathname === '/signin') return `${c.env.baseUrl}${localPath(searchParams.get('next'))}`;
  return c.req.method === 'GET' ? `${c.env.baseUrl}${pathname}${search}` : `${c.env.baseUrl}/${pathname.split('/')[1]}`;
}

/** Pages for those who sign in here. */
const ownPages =
  /^\/(signin\/.*|signup|setup|reset|forgot|account\/(password|second-step|invite|connect|disconnect|passkeys(\/.*)?))\/?$/;

/** Whether the person comes from a question that wants a fresh sign-in, and was not sent to sign in again for it yet. */
const wantsFresh = ({ c, who }: PageRequest): boolean =>
  who !== null &&
  c.req.path === '/signin' &&
  c.req.query('asked') === undefined &&
  isForFresh(localPath(c.req.query('next')));

/** Signing in again leads to a question, a client's request, or a page of operators. */
const isForFresh = (next: string): boolean => /^\/(again\?|operate)/.test(next) || leadsToAuthorization(next);

function isSubject(subject: unknown): boolean {
  return typeof subject === 'string' && subject !== '' && subject.length <= 255 && !/\p{Cc}/u.test(subject);
}

const isNobody = (told: OutsidePerson | NobodyOutside): told is NobodyOutside => 'redirect' in told;

function factsOf({ method }: OutsideSignIn, { signedInAt }: OutsidePerson, now: number): SignInFacts {
  const at = typeof signedInAt === 'number' && Number.isFinite(signedInAt) ? Math.min(signedInAt, now) : null;
  return { method, provider: null, signedInAt: at, providerSession: null, acr: null, amr: [] };
}

/** The account of a person; read without a write while what is said of them stays the same. */
async function accountOf(
  { dependencies, who }: PageRequest,
  { method }: OutsideSignIn,
  person: OutsidePerson,
): Promise<Result<Account, ArrivalRefusal>> {
  const { elsewhere } = dependencies.accountService;
  const arrival = {
    provider: outsideProvider(method),
    subject: person.subject,
    claims: claimsOf(person),
    refreshToken: null,
  };
  if (who !== null && (await elsewhere.isSame(arrival, who.account.id))) return { ok: true, value: who.account };
  return elsewhere.arrive(arrival, null);
}

/** The session of a person: the one that the browser has, or a new one that replaces it. */
async function sessionOf(
  { c, dependencies, who, frame }: PageRequest,
  outside: OutsideSignIn,
  person: OutsidePerson,
  account: Account,
): Promise<SignedIn | undefined> {
  const facts = factsOf(outside, person, frame.now);
  if (who !== null && who.account.id === account.id && who.session.method === outside.method) {
    return { ...who, session: { ...who.session, ...facts } };
  }
  const { browsers } = dependencies.accountService;
  const trace = { address: c.env.address, userAgent: shownText(c.req.header('user-agent') ?? null, 400) };
  const secret = await browsers.start(account, trace, facts, who?.session);
  if (secret === undefined) return undefined;
  giveSessionCookie(c, secret);
  return browsers.find(secret, trace);
}

/**
 * Has a request be that of whoever is signed in outside, now. The browser's session follows: somebody else's ends, and so does
 * the last one when nobody is signed in there any more.
 *
 * @returns the request, or the response if it could not be found out who it is
 */
export async function signInFromOutside(
  pageRequest: PageRequest,
  outside: OutsideSignIn,
): Promise<PageRequest | Response> {
  const { c, dependencies, who } = pageRequest;
  const { log } = dependencies.context;
  if (ownPages.test(c.req.path)) return troublePage(pageRequest, 'notFound');
  const fresh = wantsFresh(pageRequest);
  let told: OutsidePerson | NobodyOutside;
  try {
    told = await outside.find(c.req.raw.headers, { returnTo: returnTo(pageRequest), fresh, peer: c.env.peer });
    if (!isNobody(told) && !isSubject(told.subject)) throw new TypeError('The subject of a person is not valid.');
  } catch (error) {
    log.error(
      { err: error, page: c.req.path, requestId: c.env.requestId() },
      'it could not be found out who is signed in',
    );
    return troublePage({ ...pageRequest, who: null }, 'unavailable', 10);
  }
  if (isNobody(told) && fresh) return { ...pageRequest, outside: told };
  if (isNobody(told)) {
    if (who !== null) {
      await dependencies.accountService.browsers.end(who.session.hash, who.account.id);
      takeSessionCookie(c);
    }
    return { ...withPerson(pageRequest, null), outside: told };
  }
  const account = await accountOf(pageRequest, outside, told);
  if (!account.ok) {
    log.warn(
      { refusal: account.refusal.kind, requestId: c.env.requestId() },
      'somebody who is signed in outside got no account',
    );
    return troublePage({ ...pageRequest, who: null }, 'unavailable', 10);
  }
  const person = await sessionOf(pageRequest, outside, told, account.value);
  return person === undefined ? troublePage(pageRequest, 'unavailable', 1) : withPerson(pageRequest, person);
}
