// An account is connected to a person elsewhere only by its own holder, who is signed in, and says so after having come back.
import type { Arrival } from '../../accounts/elsewhere.ts';
import { claimsOf } from '../../domain/provider.ts';
import { connectView } from '../../pages/views/arrival.ts';
import type { UpstreamProvider } from '../server/context.ts';
import { showTrouble, troubleOf } from './arrival-trouble.ts';
import { flowLife } from './flows.ts';
import { isRecent, signInRecently } from './fresh-sign-in.ts';
import { goTo, page, type PageRequest, type SignedInPageRequest } from './page-request.ts';
import { troublePage } from './trouble.ts';

/** Somebody whom a provider stood up for, on the way to the question whether they are connected. */
interface Pending {
  readonly provider: string;
  readonly subject: string;
  readonly claims: Arrival['claims'];
  readonly refreshToken: string | null;
  /** Hash of the session that asked for it. */
  readonly session: string;
  readonly until: number;
}

/** What of the claims a form can carry along. */
const longestClaims = 16_384;

/** Asks the holder of an account whether it is to be connected with whom the provider stood up for. */
export function askToConnect(
  pageRequest: PageRequest,
  there: UpstreamProvider,
  { provider, subject, claims, refreshToken }: Arrival,
  session: string,
): Response | Promise<Response> {
  const { who, frame, dependencies } = pageRequest;
  if (who === null || who.session.hash !== session) return showTrouble(pageRequest, there, 'stale');
  const text = JSON.stringify(claims).length > longestClaims ? {} : claims;
  const pending: Pending = {
    provider: provider.id,
    subject,
    claims: text,
    refreshToken,
    session,
    until: frame.now + flowLife,
  };
  const sealed = dependencies.context.ports.keys.seal('provider-flow', JSON.stringify(pending));
  const { email, name } = claimsOf(claims, provider);
  return page(
    pageRequest,
    connectView({ ...frame, here: '/account' }, { provider: provider.name, person: email ?? name ?? subject, sealed }),
  );
}

/** POST /account/connect: the holder's yes. */
export async function connect(pageRequest: SignedInPageRequest): Promise<Response> {
  const { form, who, frame, dependencies } = pageRequest;
  const text = dependencies.context.ports.keys.unseal('provider-flow', form.get('sealed') ?? '');
  const pending = text === undefined ? undefined : (JSON.parse(text) as Partial<Pending>);
  const there = dependencies.context.providers.find(({ provider }) => provider.id === pending?.provider);
  if (there === undefined || pending?.session !== who.session.hash || frame.now >= (pending.until ?? 0)) {
    return troublePage(pageRequest, 'forbidden');
  }
  if (!isRecent(pageRequest)) return goTo(pageRequest, signInRecently);
  const { subject = '', claims = {}, refreshToken = null } = pending;
  const arrival = { provider: there.provider, subject, claims, refreshToken };
  const joined = await dependencies.accountService.elsewhere.join(arrival, who.account);
  return joined.ok
    ? goTo(pageRequest, '/account?done=connected')
    : showTrouble(pageRequest, there, troubleOf(joined.refusal));
}

/** POST /account/disconnect */
export async function disconnect(pageRequest: SignedInPageRequest): Promise<Response> {
  const { form, who, dependencies } = pageRequest;
  if (!isRecent(pageRequest)) return goTo(pageRequest, signInRecently);
  const [issuer, subject] = [form.get('issuer') ?? '', form.get('subject') ?? ''];
  const parted = await dependencies.accountService.elsewhere.part(who.account, issuer, subject);
  if (parted === 'last-way') return goTo(pageRequest, '/account?done=lastWay');
  return goTo(pageRequest, parted === 'parted' ? '/account?done=disconnected' : '/account');
}
