import { accountView, type AccountState } from '../../pages/views/account.ts';
import { doorWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import type { PeopleRefusal } from '../../people/refusal.ts';
import { giveDeviceCookie, readDeviceCookie } from './cookie.ts';
import { happeningsOf } from './happenings.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type PageStatus, type SignedInVisit } from './visit.ts';

const mayInvite = ({ site, who }: SignedInVisit): boolean =>
  who.account.isAdmin && site.people.registration.rule === 'invite';

async function show(
  visit: SignedInVisit,
  news: Partial<AccountState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  const { site, who, frame } = visit;
  const sessions = await site.people.browsers.listFor(who.account.id);
  const browsers = sessions.map(({ hash, userAgent, lastSeenAt }) => ({
    id: hash,
    userAgent,
    lastSeenAt,
    isThis: hash === who.session.hash,
  }));
  const happenings = await happeningsOf(visit);
  const plain = { done: null, problem: null, error: null, inviteLink: null };
  return page(
    visit,
    accountView(frame, { ...plain, browsers, happenings, mayInvite: mayInvite(visit), ...news }),
    status,
  );
}

/** GET /account */
export function showAccount(visit: SignedInVisit): Promise<Response> {
  const done = visit.c.req.query('done');
  const known = done === 'changed' || done === 'ended' || done === 'endedOthers' ? done : null;
  return show(visit, { done: known });
}

function problemOf(refusal: PeopleRefusal): AccountState['problem'] {
  return refusal.kind === 'short-password' || refusal.kind === 'long-password' ? refusal.kind : 'wrong-password';
}

/** POST /account/password */
export async function changePassword(visit: SignedInVisit): Promise<Response> {
  const { c, site, who, form } = visit;
  const { account, session } = who;
  const changed = await site.people.changePassword(
    account,
    form.get('old') ?? '',
    form.get('next') ?? '',
    session.hash,
  );
  if (changed.ok) {
    giveDeviceCookie(c, site.people.deviceCookies.sign(readDeviceCookie(c), changed.value));
    return goTo(visit, '/account?done=changed');
  }
  if ('retryAfter' in changed.refusal) {
    const { kind, retryAfter } = changed.refusal;
    c.header('retry-after', String(retryAfter));
    if (kind === 'over-budget') return show(visit, { error: words.wait(waitTime(retryAfter)) }, 429);
    return show(visit, { error: words.busy }, 503);
  }
  return show(visit, { problem: problemOf(changed.refusal) }, 422);
}

/** POST /account/sessions: ends one, or all `others`. */
export async function endSession(visit: SignedInVisit): Promise<Response> {
  const { site, who, form } = visit;
  const { browsers } = site.people;
  const which = form.get('session') ?? '';
  if (which === 'others') {
    await browsers.endOthers(who.account.id, who.session.hash);
    return goTo(visit, '/account?done=endedOthers');
  }
  const ended = await browsers.end(which, who.account.id);
  return goTo(visit, ended ? '/account?done=ended' : '/account');
}

/** POST /account/invite: the link is shown in this one answer and nowhere else. */
export async function invite(visit: SignedInVisit): Promise<Response> {
  if (!mayInvite(visit)) return troublePage(visit, 'forbidden');
  const { secret } = await visit.site.people.registration.invite();
  return show(visit, { inviteLink: `${visit.c.env.baseUrl}/signup?invite=${secret}` });
}
