import { accountView, type AccountFault, type AccountState } from '../../pages/views/account.ts';
import { waitTime } from '../../pages/words/time.ts';
import { hasPassword } from '../../accounts/argon2.ts';
import type { AccountRefusal } from '../../accounts/refusal.ts';
import { giveDeviceCookie, readDeviceCookie, takeSessionCookie } from './cookie.ts';
import { wayOf } from './load-page.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type PageStatus, type SignedInPageRequest } from './page-request.ts';

/** How long the page keeps showing a new invite, in milliseconds. */
const inviteShown = 10 * 60 * 1000;

/** An invite on its way to the page that shows it. */
interface ShownInvite {
  readonly secret: string;
  /** Hash of the session that made it, the only one that it is shown to. */
  readonly session: string;
  readonly until: number;
}

async function show(
  pageRequest: SignedInPageRequest,
  news: Partial<AccountState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  const { dependencies, who, frame } = pageRequest;
  const { username, email } = who.account;
  const mayInvite = dependencies.accountService.registration.mayInvite(who.account);
  const sessions = await dependencies.accountService.browsers.listFor(who.account.id);
  const browsers = sessions.map((session) => ({
    id: session.hash,
    userAgent: session.userAgent,
    lastSeenAt: session.lastSeenAt,
    way: wayOf(session),
    isThis: session.hash === who.session.hash,
  }));
  const plain = {
    username,
    email: email ?? '',
    hasPassword: hasPassword(who.account),
    done: null,
    fault: null,
    inviteLink: null,
  };
  return page(pageRequest, accountView(frame, { ...plain, browsers, mayInvite, ...news }), status);
}

const doneBefore: Readonly<Record<string, AccountState['done']>> = {
  changed: 'changed',
  named: 'named',
  ended: 'ended',
  endedOthers: 'endedOthers',
};

/** The link of the invite that this session made just now. */
function inviteLink({ c, dependencies, who, frame }: SignedInPageRequest): string | null {
  const text = dependencies.context.ports.keys.unseal('invite-link', c.req.query('invite') ?? '');
  if (text === undefined) return null;
  const { secret, session, until } = JSON.parse(text) as ShownInvite;
  const isShown = session === who.session.hash && frame.now < until;
  return isShown ? `${c.env.baseUrl}/signup?invite=${secret}` : null;
}

/** GET /account */
export function showAccount(pageRequest: SignedInPageRequest): Promise<Response> {
  const done = doneBefore[pageRequest.c.req.query('done') ?? ''] ?? null;
  return show(pageRequest, { done, inviteLink: inviteLink(pageRequest) });
}

/** The field that a refusal is about. */
function fieldOf(kind: AccountRefusal['kind']): AccountFault['field'] {
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

/** Shows the page again, with the problem at its field. */
function refuse(
  pageRequest: SignedInPageRequest,
  form: AccountFault['form'],
  refusal: AccountRefusal | { readonly kind: 'last-admin' },
  given: Partial<AccountState> = {},
): Promise<Response> {
  const { frame } = pageRequest;
  const { words } = frame;
  const again = (field: AccountFault['field'], text: string, status: PageStatus): Promise<Response> =>
    show(pageRequest, { ...given, fault: { form, field, text } }, status);
  if ('retryAfter' in refusal) {
    const { kind, retryAfter } = refusal;
    pageRequest.c.header('retry-after', String(retryAfter));
    return kind === 'busy'
      ? again(null, words.signIn.busy, 503)
      : again(null, words.signIn.wait({ time: waitTime(retryAfter, frame) }), 429);
  }
  if (refusal.kind === 'last-admin') return again(null, words.account.lastAdmin, 422);
  const texts: Readonly<Partial<Record<AccountRefusal['kind'], string>>> = words.field;
  return again(fieldOf(refusal.kind), texts[refusal.kind] ?? words.field['wrong-password'], 422);
}

/** POST /account/names */
export async function changeNames(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const given = { username: form.get('username') ?? '', email: form.get('email') ?? '' };
  const changed = await dependencies.accountService.changeNames(who.account, form.get('password') ?? '', given);
  return changed.ok ? goTo(pageRequest, '/account?done=named') : refuse(pageRequest, 'names', changed.refusal, given);
}

/** POST /account/password */
export async function changePassword(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, form } = pageRequest;
  const { account, session } = who;
  const [old, next] = [form.get('old') ?? '', form.get('next') ?? ''];
  const changed = await dependencies.accountService.changePassword(account, old, next, session.hash);
  if (!changed.ok) return refuse(pageRequest, 'password', changed.refusal);
  giveDeviceCookie(c, dependencies.accountService.deviceCookies.sign(readDeviceCookie(c), changed.value));
  return goTo(pageRequest, '/account?done=changed');
}

/** POST /account/delete: the account, its sessions and its devices. */
export async function deleteAccount(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, form } = pageRequest;
  const removed = await dependencies.accountService.remove(who.account, form.get('password') ?? '');
  if (!removed.ok) return refuse(pageRequest, 'delete', removed.refusal);
  takeSessionCookie(c);
  return goTo(pageRequest, '/signin?done=deleted');
}

/** POST /account/sessions: ends one, or all `others`. */
export async function endSession(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const { browsers } = dependencies.accountService;
  const which = form.get('session') ?? '';
  if (which === 'others') {
    await browsers.endOthers(who.account.id, who.session.hash);
    return goTo(pageRequest, '/account?done=endedOthers');
  }
  const ended = await browsers.end(which, who.account.id);
  return goTo(pageRequest, ended ? '/account?done=ended' : '/account');
}

/** POST /account/invite. The redirect to the page with the link carries it sealed, for this session only. */
export async function invite(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, frame } = pageRequest;
  const invited = await dependencies.accountService.registration.inviteBy(who.account);
  if (!invited.ok) return troublePage(pageRequest, 'forbidden');
  const shown: ShownInvite = {
    secret: invited.value.secret,
    session: who.session.hash,
    until: frame.now + inviteShown,
  };
  const sealed = dependencies.context.ports.keys.seal('invite-link', JSON.stringify(shown));
  return goTo(pageRequest, `/account?invite=${sealed}`);
}
