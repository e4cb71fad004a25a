import { accountView, type AccountFault, type AccountState } from '../../pages/views/account.ts';
import { accountWords } from '../../pages/words/en-account.ts';
import { doorWords, fieldWords } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import type { PeopleRefusal } from '../../accounts/refusal.ts';
import { giveDeviceCookie, readDeviceCookie, takeSessionCookie } from './cookie.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type PageStatus, type SignedInVisit } from './visit.ts';

/** How long the page goes on showing an invite that was just made, in milliseconds. */
const inviteShown = 10 * 60 * 1000;

/** An invite on its way to the page that shows it. */
interface ShownInvite {
  readonly secret: string;
  /** Hash of the session that made it; no other sees it. */
  readonly session: string;
  readonly until: number;
}

const mayInvite = ({ site, who }: SignedInVisit): boolean =>
  who.account.isAdmin && site.people.registration.rule === 'invite';

async function show(
  visit: SignedInVisit,
  news: Partial<AccountState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  const { site, who, frame } = visit;
  const { username, email } = who.account;
  const sessions = await site.people.browsers.listFor(who.account.id);
  const browsers = sessions.map(({ hash, userAgent, lastSeenAt }) => ({
    id: hash,
    userAgent,
    lastSeenAt,
    isThis: hash === who.session.hash,
  }));
  const plain = { username, email: email ?? '', done: null, fault: null, inviteLink: null };
  return page(visit, accountView(frame, { ...plain, browsers, mayInvite: mayInvite(visit), ...news }), status);
}

const doneBefore: Readonly<Record<string, AccountState['done']>> = {
  changed: 'changed',
  named: 'named',
  ended: 'ended',
  endedOthers: 'endedOthers',
};

/** The link of the invite that this session made just now. */
function inviteLink({ c, site, who, frame }: SignedInVisit): string | null {
  const text = site.context.ports.keys.unseal('invite-link', c.req.query('invite') ?? '');
  if (text === undefined) return null;
  const { secret, session, until } = JSON.parse(text) as ShownInvite;
  const isShown = session === who.session.hash && frame.now < until;
  return isShown ? `${c.env.baseUrl}/signup?invite=${secret}` : null;
}

/** GET /account */
export function showAccount(visit: SignedInVisit): Promise<Response> {
  const done = doneBefore[visit.c.req.query('done') ?? ''] ?? null;
  return show(visit, { done, inviteLink: inviteLink(visit) });
}

const texts: Readonly<Partial<Record<PeopleRefusal['kind'], string>>> = fieldWords;

/** The field that a refusal is about. */
function fieldOf(kind: PeopleRefusal['kind']): AccountFault['field'] {
  switch (kind) {
    case 'bad-username':
    case 'username-taken':
      return 'username';
    case 'bad-email':
    case 'email-taken':
      return 'email';
    case 'short-password':
    case 'long-password':
      return 'next';
    default:
      return 'password';
  }
}

/** Shows the page again, with what is wrong where it is wrong. */
function refuse(
  visit: SignedInVisit,
  form: AccountFault['form'],
  refusal: PeopleRefusal | { readonly kind: 'last-admin' },
  given: Partial<AccountState> = {},
): Promise<Response> {
  const again = (field: AccountFault['field'], text: string, status: PageStatus): Promise<Response> =>
    show(visit, { ...given, fault: { form, field, text } }, status);
  if ('retryAfter' in refusal) {
    const { kind, retryAfter } = refusal;
    visit.c.header('retry-after', String(retryAfter));
    return kind === 'busy' ? again(null, doorWords.busy, 503) : again(null, doorWords.wait(waitTime(retryAfter)), 429);
  }
  if (refusal.kind === 'last-admin') return again(null, accountWords.lastAdmin, 422);
  return again(fieldOf(refusal.kind), texts[refusal.kind] ?? fieldWords['wrong-password'], 422);
}

/** POST /account/names */
export async function changeNames(visit: SignedInVisit): Promise<Response> {
  const { site, who, form } = visit;
  const given = { username: form.get('username') ?? '', email: form.get('email') ?? '' };
  const changed = await site.people.changeNames(who.account, form.get('password') ?? '', given);
  return changed.ok ? goTo(visit, '/account?done=named') : refuse(visit, 'names', changed.refusal, given);
}

/** POST /account/password */
export async function changePassword(visit: SignedInVisit): Promise<Response> {
  const { c, site, who, form } = visit;
  const { account, session } = who;
  const [old, next] = [form.get('old') ?? '', form.get('next') ?? ''];
  const changed = await site.people.changePassword(account, old, next, session.hash);
  if (!changed.ok) return refuse(visit, 'password', changed.refusal);
  giveDeviceCookie(c, site.people.deviceCookies.sign(readDeviceCookie(c), changed.value));
  return goTo(visit, '/account?done=changed');
}

/** POST /account/delete: the account, its sessions and its devices. */
export async function deleteAccount(visit: SignedInVisit): Promise<Response> {
  const { c, site, who, form } = visit;
  const removed = await site.people.remove(who.account, form.get('password') ?? '');
  if (!removed.ok) return refuse(visit, 'delete', removed.refusal);
  takeSessionCookie(c);
  return goTo(visit, '/signin?done=deleted');
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

/** POST /account/invite. The way to the page that shows the link says nothing to anybody else. */
export async function invite(visit: SignedInVisit): Promise<Response> {
  if (!mayInvite(visit)) return troublePage(visit, 'forbidden');
  const { site, who, frame } = visit;
  const { secret } = await site.people.registration.invite();
  const shown: ShownInvite = { secret, session: who.session.hash, until: frame.now + inviteShown };
  const sealed = site.context.ports.keys.seal('invite-link', JSON.stringify(shown));
  return goTo(visit, `/account?invite=${sealed}`);
}
