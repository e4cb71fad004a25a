import { shownText } from '../../domain/device-info.ts';
import { byPasswordAt, type SignInFacts } from '../../domain/session.ts';
import { waitTime } from '../../pages/words/time.ts';
import { signInView, type SignInState } from '../../pages/views/sign-in.ts';
import type { Account } from '../../service/ports/accounts.ts';
import { giveDeviceCookie, giveSessionCookie, readDeviceCookie, takeSessionCookie } from './cookie.ts';
import { isFresh } from './fresh-sign-in.ts';
import { localPath } from './local-path.ts';
import { createTickets } from './tickets.ts';
import { goTo, page, type PageStatus, type PageRequest } from './page-request.ts';

async function surroundings({
  dependencies: { context, accountService },
}: PageRequest): Promise<Pick<SignInState, 'newcomers' | 'hasMail'>> {
  const isEmpty = await context.store.accounts.isEmpty();
  return { newcomers: isEmpty ? 'set-up' : accountService.registration.rule, hasMail: context.ports.mail.isOn };
}

/** What the page confirms, by the `done` parameter of the redirect to it. */
const doneBefore: Readonly<Record<string, SignInState['done']>> = { reset: 'resetDone', deleted: 'deleted' };

/** GET /signin */
export async function showSignIn(pageRequest: PageRequest): Promise<Response> {
  const next = localPath(pageRequest.c.req.query('next'));
  const { who } = pageRequest;
  const again = next.startsWith('/again?') && who !== null && !isFresh({ ...pageRequest, who });
  if (who !== null && !again) return goTo(pageRequest, next);
  const name = who?.account.username ?? (pageRequest.c.req.query('name') ?? '').slice(0, 320);
  const done = doneBefore[pageRequest.c.req.query('done') ?? ''] ?? null;
  return page(
    pageRequest,
    signInView(pageRequest.frame, { next, name, error: null, done, ...(await surroundings(pageRequest)) }),
  );
}

/**
 * Starts a session with a new secret, sets the device cookie, and ends the session that the browser had.
 *
 * @param facts how and when the person signed in
 * @returns false if the account's password was changed, or the person signed out everywhere, meanwhile
 */
export async function startSession(
  { c, dependencies, who, frame }: PageRequest,
  account: Account,
  facts: SignInFacts,
): Promise<boolean> {
  const { browsers, deviceCookies } = dependencies.accountService;
  const trace = { address: c.env.address, userAgent: shownText(c.req.header('user-agent') ?? null, 400) };
  const secret = await browsers.start(account, trace, facts, who?.session);
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
  const refuse = async (error: string, status: PageStatus): Promise<Response> =>
    page(
      pageRequest,
      signInView(frame, { next, name, error, done: null, ...(await surroundings(pageRequest)) }),
      status,
    );

  const trace = { address: c.env.address, deviceCookie: readDeviceCookie(c) };
  const known = await dependencies.accountService.signIn(name, form.get('password') ?? '', trace);
  if (!known.ok && 'retryAfter' in known.refusal) {
    const { kind, retryAfter } = known.refusal;
    c.header('retry-after', String(retryAfter));
    return kind === 'busy' ? refuse(words.busy, 503) : refuse(words.wait({ time: waitTime(retryAfter, frame) }), 429);
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
  const opened = createTickets(dependencies.context.ports).readOpened(ticket, who);
  await dependencies.accountService.browsers.end(who.session.hash, who.account.id);
  takeSessionCookie(c);
  if (opened === undefined || ticket === null) return goTo(pageRequest, '/signin');
  return goTo(pageRequest, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
