import { shownText } from '../../domain/device-info.ts';
import { byPasswordAt, type SignInFacts } from '../../domain/session.ts';
import { waitTime } from '../../pages/words/time.ts';
import { leavingView } from '../../pages/views/arrival.ts';
import { signInView, type ProviderButton, type SignInState } from '../../pages/views/sign-in.ts';
import type { NobodyOutside } from '../../service/ports/outside-sign-in.ts';
import type { Account } from '../../service/ports/accounts.ts';
import {
  giveDeviceCookie,
  giveSessionCookie,
  keepBrowserCookie,
  readDeviceCookie,
  takeSessionCookie,
} from './cookie.ts';
import { againOf, requestIn } from './fresh-sign-in.ts';
import { localPath } from './local-path.ts';
import { ticketsOf } from './tickets.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type PageStatus, type PageRequest } from './page-request.ts';
import { domainOf, secondStepPath } from './passkey-place.ts';

async function surroundings(
  pageRequest: PageRequest,
  next: string,
): Promise<Pick<SignInState, 'newcomers' | 'hasMail' | 'passwords' | 'providers'>> {
  const { context, accountService } = pageRequest.dependencies;
  const isEmpty = await context.store.accounts.isEmpty();
  return {
    newcomers: isEmpty ? 'set-up' : accountService.registration.rule,
    hasMail: context.ports.mail.isOn,
    passwords: context.settings.passwords,
    providers: providerButtons(pageRequest, { next: next === '/' ? undefined : next }),
  };
}

/** What the page confirms, by the `done` parameter of the redirect to it. */
const doneBefore: Readonly<Record<string, SignInState['done']>> = {
  reset: 'resetDone',
  deleted: 'deleted',
  out: 'out',
};

/** The providers that people may sign in at, with what they take along. */
export function providerButtons(
  { dependencies }: PageRequest,
  taken: Readonly<Record<string, string | undefined>>,
): SignInState['providers'] {
  const given = Object.entries(taken).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  return dependencies.context.providers.map(({ provider: { id, name, icon } }) => ({
    name,
    icon,
    path: `/signin/with/${id}${query === '' ? '' : `?${query}`}`,
  }));
}

/** Whether the page offers passkeys: those of whoever signs in again, or anybody's. */
async function offersPasskeys(pageRequest: PageRequest, next: string): Promise<boolean> {
  const domain = domainOf(pageRequest);
  const again = againOf(pageRequest, next);
  if (domain === undefined || again === undefined) return domain !== undefined;
  const passkeys = await pageRequest.dependencies.context.passkeyService.listFor(again.account.id);
  return passkeys.some((passkey) => passkey.domain === domain);
}

/** Renders the sign-in page, again if nobody was signed in. */
export async function renderSignIn(
  pageRequest: PageRequest,
  { next, ...state }: Partial<SignInState> & Pick<SignInState, 'next'>,
  status: PageStatus = 200,
): Promise<Response> {
  const plain = { name: againOf(pageRequest, next)?.account.username ?? '', error: null, done: null };
  const passkeys = await offersPasskeys(pageRequest, next);
  const anotherDevice = requestIn(next);
  const view = { ...plain, next, passkeys, anotherDevice, ...(await surroundings(pageRequest, next)), ...state };
  return page(pageRequest, signInView(pageRequest.frame, view), status);
}

/** Where the only way in leads: one provider and no passwords. Then there is no page in between. */
function onlyWay(pageRequest: PageRequest, next: string): ProviderButton | undefined {
  const [only, ...others] = providerButtons(pageRequest, { next: next === '/' ? undefined : next });
  const { passwords } = pageRequest.dependencies.context.settings;
  return passwords || others.length > 0 ? undefined : only;
}

/** Where people sign in outside of this service there is no page for it: they are sent there. */
function signInOutside(pageRequest: PageRequest, { redirect }: NobodyOutside): Response | Promise<Response> {
  if (redirect !== null) return pageRequest.c.redirect(redirect, 303);
  return troublePage(pageRequest, 'signedOut');
}

/** GET /signin */
export async function showSignIn(pageRequest: PageRequest): Promise<Response> {
  const { c, who, dependencies } = pageRequest;
  const next = localPath(c.req.query('next'));
  if (pageRequest.outside !== undefined) return signInOutside(pageRequest, pageRequest.outside);
  const again = againOf(pageRequest, next);
  if (who !== null && again === undefined) return goTo(pageRequest, next);
  const name = again?.account.username ?? (c.req.query('name') ?? '').slice(0, 320);
  const done = doneBefore[c.req.query('done') ?? ''] ?? null;
  if (dependencies.context.outsideSignIn !== null) return troublePage(pageRequest, 'signedOut');
  const only = done === null ? onlyWay(pageRequest, next) : undefined;
  if (only === undefined) return renderSignIn(pageRequest, { next, name, done });
  // A page that leads on at once, and no redirect: where a form was sent, `form-action` holds for every redirect after it.
  c.header('refresh', `0; url=${pageRequest.frame.base}${only.path}`);
  return page(pageRequest, leavingView(pageRequest.frame, only));
}

/**
 * Starts a session with a new secret, sets the device cookie, and ends the session that the browser had.
 *
 * @param facts how and when the person signed in
 * @param provedAt when that was checked, in milliseconds since the epoch; default: now
 * @returns false if the account's password was changed, or the person signed out everywhere, meanwhile
 */
export async function startSession(
  { c, dependencies, who, frame }: PageRequest,
  account: Account,
  facts: SignInFacts,
  provedAt?: number,
): Promise<boolean> {
  const { browsers, deviceCookies } = dependencies.accountService;
  const trace = { address: c.env.address, userAgent: shownText(c.req.header('user-agent') ?? null, 400) };
  const secret = await browsers.start(account, trace, facts, who?.session, provedAt);
  if (secret === undefined) return false;
  // What mails are written in.
  if (account.language === null) await dependencies.context.store.accounts.setLanguage(account.id, frame.language.tag);
  giveSessionCookie(c, secret);
  giveDeviceCookie(c, deviceCookies.sign(readDeviceCookie(c), account));
  return true;
}

/** POST /signin */
export async function signIn(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form, frame } = pageRequest;
  const words = frame.words.signIn;
  const next = localPath(form.get('next'));
  const name = (form.get('name') ?? '').slice(0, 320);
  const refuse = (error: string, status: PageStatus): Promise<Response> =>
    renderSignIn(pageRequest, { next, name, error }, status);
  if (!dependencies.context.settings.passwords) return troublePage(pageRequest, 'forbidden');

  const trace = { address: c.env.address, deviceCookie: readDeviceCookie(c) };
  const known = await dependencies.accountService.signIn(name, form.get('password') ?? '', trace);
  if (!known.ok && 'retryAfter' in known.refusal) {
    const { kind, retryAfter } = known.refusal;
    c.header('retry-after', String(retryAfter));
    return kind === 'busy' ? refuse(words.busy, 503) : refuse(words.wait({ time: waitTime(retryAfter, frame) }), 429);
  }
  if (known.ok && known.value.needsPasskey) {
    const step = dependencies.context.passkeyService.sealStep(
      known.value,
      keepBrowserCookie(c, dependencies.context.ports.random),
    );
    return goTo(pageRequest, secondStepPath(step, next));
  }
  if (!known.ok || !(await startSession(pageRequest, known.value, byPasswordAt(frame.now)))) {
    return refuse(words.wrong, 422);
  }
  return goTo(pageRequest, next);
}

/** POST /signout. An opened request is kept for whoever signs in next. */
export async function signOut(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, who, form } = pageRequest;
  if (who === null) return goTo(pageRequest, '/signin');
  const ticket = form.get('t');
  const opened = ticketsOf(dependencies.context.ports).readOpened(ticket, who);
  await dependencies.accountService.browsers.end(who.session.hash, who.account.id);
  takeSessionCookie(c);
  if (dependencies.context.outsideSignIn !== null) return troublePage(pageRequest, 'signedOut');
  if (opened === undefined || ticket === null) {
    // Where nothing but one provider is asked, the way in would lead right back in.
    return goTo(pageRequest, dependencies.context.settings.passwords ? '/signin' : '/signin?done=out');
  }
  return goTo(pageRequest, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
