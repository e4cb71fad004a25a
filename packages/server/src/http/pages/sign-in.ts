import { shownText } from '../../domain/device-info.ts';
import { doorWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import { signInView, type SignInState } from '../../pages/views/door.ts';
import type { Account } from '../../service/ports/accounts.ts';
import { giveDeviceCookie, giveSessionCookie, readDeviceCookie, takeSessionCookie } from './cookie.ts';
import { isFresh } from './fresh-sign-in.ts';
import { localPath } from './local-path.ts';
import { createTickets } from './tickets.ts';
import { goTo, page, type PageStatus, type Visit } from './visit.ts';

async function newcomers({ site: { context, people } }: Visit): Promise<SignInState['newcomers']> {
  return (await context.store.accounts.isEmpty()) ? 'set-up' : people.registration.rule;
}

/** What a page says, by the word in the address, when it was done just before. */
const doneBefore: Readonly<Record<string, SignInState['done']>> = { reset: 'resetDone', deleted: 'deleted' };

/** GET /signin */
export async function showSignIn(visit: Visit): Promise<Response> {
  const next = localPath(visit.c.req.query('next'));
  const { who } = visit;
  const again = next.startsWith('/again?') && who !== null && !isFresh({ ...visit, who });
  if (who !== null && !again) return goTo(visit, next);
  const name = who?.account.username ?? (visit.c.req.query('name') ?? '').slice(0, 320);
  const done = doneBefore[visit.c.req.query('done') ?? ''] ?? null;
  return page(visit, signInView(visit.frame, { next, name, error: null, done, newcomers: await newcomers(visit) }));
}

/**
 * Signs this browser in with a fresh secret, and notes that it was here; the session that it had ends.
 *
 * @returns false when the account's password was changed at this very moment
 */
export async function letIn({ c, site, who }: Visit, account: Account): Promise<boolean> {
  const { browsers, deviceCookies } = site.people;
  const trace = { address: c.env.address, userAgent: shownText(c.req.header('user-agent') ?? null, 400) };
  const secret = await browsers.welcome(account, trace);
  if (secret === undefined) return false;
  if (who !== null) await browsers.end(who.session.hash, who.account.id);
  giveSessionCookie(c, secret);
  giveDeviceCookie(c, deviceCookies.sign(readDeviceCookie(c), account));
  return true;
}

/** POST /signin */
export async function signIn(visit: Visit): Promise<Response> {
  const { c, site, form, frame } = visit;
  const next = localPath(form.get('next'));
  const name = (form.get('name') ?? '').slice(0, 320);
  const refuse = async (error: string, status: PageStatus): Promise<Response> =>
    page(visit, signInView(frame, { next, name, error, done: null, newcomers: await newcomers(visit) }), status);

  const trace = { address: c.env.address, deviceCookie: readDeviceCookie(c) };
  const known = await site.people.signIn(name, form.get('password') ?? '', trace);
  if (!known.ok && 'retryAfter' in known.refusal) {
    const { kind, retryAfter } = known.refusal;
    c.header('retry-after', String(retryAfter));
    return kind === 'busy' ? refuse(words.busy, 503) : refuse(words.wait(waitTime(retryAfter)), 429);
  }
  if (!known.ok || !(await letIn(visit, known.value))) return refuse(words.wrong, 422);
  return goTo(visit, next);
}

/** POST /signout. A request that was being looked at is kept for whoever signs in next. */
export async function signOut(visit: Visit): Promise<Response> {
  const { c, site, who, form } = visit;
  if (who === null) return goTo(visit, '/signin');
  const ticket = form.get('t');
  const opened = createTickets(site.context.ports).readOpened(ticket, who);
  await site.people.browsers.end(who.session.hash, who.account.id);
  takeSessionCookie(c);
  if (opened === undefined || ticket === null) return goTo(visit, '/signin');
  return goTo(visit, `/signin?next=${encodeURIComponent(`/again?t=${ticket}`)}`);
}
