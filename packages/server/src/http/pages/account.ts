import { accountView, type AccountFault, type AccountState } from '../../pages/views/account.ts';
import { waitTime } from '../../pages/words/time.ts';
import { hasPassword } from '../../domain/account.ts';
import type { ProofAgain } from '../../accounts/account-service.ts';
import type { AccountRefusal } from '../../accounts/refusal.ts';
import { giveDeviceCookie, readDeviceCookie, takeSessionCookie } from './cookie.ts';
import { inviteLink } from './invite-link.ts';
import { signInRecently } from './fresh-sign-in.ts';
import { wayOf } from './load-page.ts';
import { goTo, page, type PageStatus, type SignedInPageRequest } from './page-request.ts';
import { domainOf, isOutside, siteOf } from './passkey-place.ts';

export async function showAccountWith(
  pageRequest: SignedInPageRequest,
  news: Partial<AccountState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  const { dependencies, who, frame } = pageRequest;
  const { username, email, emailConfirmed } = who.account;
  const passkeys = await passkeysOf(pageRequest);
  const mayInvite = dependencies.accountService.registration.mayInvite(who.account);
  const sessions = await dependencies.accountService.browsers.listFor(who.account.id);
  const browsers = sessions.map((session) => ({
    id: session.hash,
    userAgent: session.userAgent,
    lastSeenAt: session.lastSeenAt,
    way: wayOf(dependencies, session),
    isThis: session.hash === who.session.hash,
  }));
  const { isOn: hasMail } = dependencies.context.ports.mail;
  const proof = !hasMail || email === null ? null : emailConfirmed ? 'confirmed' : 'missing';
  const { providers } = dependencies.context;
  const identities = (await dependencies.accountService.elsewhere.listFor(who.account.id)).map(
    ({ issuer, subject, provider: id, claims }) => ({
      issuer,
      subject,
      provider: providers.find(({ provider }) => provider.issuer === issuer)?.provider.name ?? id,
      person: claims.email ?? claims.name ?? subject,
    }),
  );
  const known = new Set(identities.map(({ issuer }) => issuer));
  const connectable = providers
    .filter(({ provider }) => !known.has(provider.issuer))
    .map(({ provider: { id, name, icon } }) => ({ name, icon, path: `/signin/with/${id}?connect=1` }));
  const plain = {
    username,
    email: email ?? '',
    hasPassword: hasPassword(who.account),
    done: null,
    fault: null,
    inviteLink: null,
    hasMail,
    proof,
  } as const;
  return page(
    pageRequest,
    accountView(frame, { ...plain, identities, connectable, browsers, passkeys, mayInvite, ...news }),
    status,
  );
}

const doneBefore: Readonly<Record<string, AccountState['done']>> = {
  changed: 'changed',
  named: 'named',
  ended: 'ended',
  endedOthers: 'endedOthers',
  confirmed: 'confirmed',
  proofSent: 'proofSent',
  invitedByMail: 'invitedByMail',
  passkeyAdded: 'passkeyAdded',
  passkeyNamed: 'passkeyNamed',
  passkeyRemoved: 'passkeyRemoved',
  secondStepOn: 'secondStepOn',
  secondStepOff: 'secondStepOff',
  connected: 'connected',
  disconnected: 'disconnected',
  lastWay: 'lastWay',
};

/** The passkeys of the person, and what may be done with them here. */
async function passkeysOf(pageRequest: SignedInPageRequest): Promise<AccountState['passkeys']> {
  const { dependencies, who } = pageRequest;
  const { account } = who;
  if (isOutside(pageRequest)) return null;
  const site = siteOf(pageRequest);
  const domain = domainOf(pageRequest);
  const passkeys = await dependencies.context.passkeyService.listFor(account.id);
  const works = passkeys.some((passkey) => passkey.domain === domain);
  return {
    rows: passkeys.map((passkey) => ({ ...passkey, elsewhere: passkey.domain === domain ? null : passkey.domain })),
    off: typeof site === 'string' ? site : null,
    secondStep: account.needsPasskey || (works && hasPassword(account)) ? account.needsPasskey : null,
  };
}

/** GET /account */
export function showAccount(pageRequest: SignedInPageRequest): Promise<Response> {
  const done = doneBefore[pageRequest.c.req.query('done') ?? ''] ?? null;
  return showAccountWith(pageRequest, { done, inviteLink: inviteLink(pageRequest) });
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

/** What the form proves: the password, or of an account without one the sign-in of this session. */
const proofIn = ({ form, who }: SignedInPageRequest): ProofAgain =>
  hasPassword(who.account) ? (form.get('password') ?? '') : who.session;

/** Shows the page again, with the problem at its field. */
export function refuse(
  pageRequest: SignedInPageRequest,
  form: AccountFault['form'],
  refusal: AccountRefusal | { readonly kind: 'last-admin' },
  given: Partial<AccountState> = {},
): Promise<Response> | Response {
  const { frame } = pageRequest;
  const { words } = frame;
  const again = (field: AccountFault['field'], text: string, status: PageStatus): Promise<Response> =>
    showAccountWith(pageRequest, { ...given, fault: { form, field, text } }, status);
  if ('retryAfter' in refusal) {
    const { kind, retryAfter } = refusal;
    pageRequest.c.header('retry-after', String(retryAfter));
    return kind === 'busy'
      ? again(null, words.signIn.busy, 503)
      : again(null, words.signIn.wait({ time: waitTime(retryAfter, frame) }), 429);
  }
  if (refusal.kind === 'stale-sign-in') return goTo(pageRequest, signInRecently);
  if (refusal.kind === 'last-admin') return again(null, words.account.lastAdmin, 422);
  const texts: Readonly<Partial<Record<AccountRefusal['kind'], string>>> = words.field;
  return again(fieldOf(refusal.kind), texts[refusal.kind] ?? words.field['wrong-password'], 422);
}

/** POST /account/names */
export async function changeNames(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const given = { username: form.get('username') ?? '', email: form.get('email') ?? '' };
  const changed = await dependencies.accountService.changeNames(who.account, proofIn(pageRequest), given);
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
  const { c, dependencies, who } = pageRequest;
  const removed = await dependencies.accountService.remove(who.account, proofIn(pageRequest));
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

/** POST /account/confirm: sends the link that proves the address. */
export async function askForProof(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who } = pageRequest;
  const asked = await dependencies.accountService.recovery.requestConfirmation(who.account);
  if (!asked.ok && 'retryAfter' in asked.refusal) return refuse(pageRequest, 'proof', asked.refusal);
  return goTo(pageRequest, asked.ok ? '/account?done=proofSent' : '/account');
}
