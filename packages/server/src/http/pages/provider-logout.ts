// A provider says that somebody signed out there: OpenID Connect Back-Channel and Front-Channel Logout.
import { networkOf } from '../../domain/address.ts';
import type { Identities } from '../../service/ports/identities.ts';
import type { UpstreamLogout } from '../../service/ports/upstream.ts';
import type { UpstreamProvider } from '../server/context.ts';
import { readForm } from './load-page.ts';
import type { PageRequest } from './page-request.ts';

/** So many messages that say nothing true one network may send in an hour. */
const mostWrong = { limit: 60, period: 60 * 60 * 1000 } as const;

/** Notes that a provider no longer stands up for the person of an account. Whoever signs in there again changes that. */
async function disown(identities: Identities, issuer: string, account: string): Promise<void> {
  for (;;) {
    const known = (await identities.listFor(account)).find((one) => one.issuer === issuer && one.checkedAt !== 0);
    if (known === undefined) return;
    await identities.replace({ ...known, checkedAt: 0, version: known.version + 1 }, known.version);
  }
}

type Named = Pick<UpstreamLogout, 'subject' | 'session'>;

const providerOf = ({ c, dependencies }: PageRequest): UpstreamProvider | undefined =>
  dependencies.context.providers.find(({ provider }) => provider.id === c.req.param('provider'));

/** Ends what a logout at the provider ends. @returns whether there was anybody whom it is about */
async function endFor({ dependencies }: PageRequest, { provider }: UpstreamProvider, named: Named): Promise<boolean> {
  const { accounts, identities, sessions } = dependencies.context.store;
  const now = dependencies.context.ports.clock.now();
  const identity = named.subject === null ? undefined : await identities.find(provider.issuer, named.subject);
  const ofSession = named.session === null ? [] : await sessions.listOfProvider(provider.id, named.session, now);
  const about = identity === undefined ? ofSession : ofSession.filter(({ account }) => account === identity.account);
  const people = new Set([
    ...about.map(({ account }) => account),
    ...(identity === undefined ? [] : [identity.account]),
  ]);
  if (provider.logoutEnds === 'devices') {
    for (const account of people) {
      await disown(identities, provider.issuer, account);
      await accounts.endSignIns(account, now);
    }
    return people.size > 0;
  }
  const all = identity === undefined || named.session !== null ? about : await sessions.listFor(identity.account, now);
  for (const { hash, account, provider: by } of all) if (by === provider.id) await sessions.end(hash, account);
  return people.size > 0;
}

/** Lets in a message of a network that has not sent too many wrong ones. */
async function guarded(
  { c, dependencies }: PageRequest,
  heed: () => Promise<boolean>,
  wrong: () => Response,
): Promise<Response> {
  const { budgets, clock } = dependencies.context.ports;
  const limits = [{ key: `logout/network ${networkOf(c.env.address)}`, ...mostWrong }];
  const at = clock.now();
  const exhausted = await budgets.hold(limits, at);
  c.header('cache-control', 'no-store');
  if (exhausted !== undefined) {
    c.header('retry-after', String(Math.max(1, Math.ceil((exhausted.roomAt - at) / 1000))));
    return c.body(null, 429);
  }
  if (await heed()) {
    await budgets.release(limits, at);
    return c.body(null, 200);
  }
  await budgets.confirm(limits, at);
  return wrong();
}

/** POST /signin/logout/:provider, by the provider itself, signed (Back-Channel Logout §2.5). Good once. */
export async function logOutByBackChannel(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies } = pageRequest;
  const there = providerOf(pageRequest);
  if (there === undefined) return c.body(null, 404);
  const { usedOnce, replayCache, clock } = dependencies.context.ports;
  const token = (await readForm(c))?.get('logout_token') ?? '';
  const heed = async (): Promise<boolean> => {
    const read = await there.upstream.readLogout(token);
    if (!read.ok) return false;
    const { id, until } = read.value;
    const value = `logout ${there.provider.id} ${id}`;
    const isFirst = (await usedOnce.use(value, clock.now(), until)) && (await replayCache.use(value, until));
    if (isFirst) await endFor(pageRequest, there, read.value);
    return isFirst;
  };
  return guarded(pageRequest, heed, () => c.json({ error: 'invalid_request' }, 400));
}

/** GET /signin/logout/:provider, in a frame of the provider's page (Front-Channel Logout §2), where the operator wants it. */
export async function logOutByFrontChannel(pageRequest: PageRequest): Promise<Response> {
  const { c } = pageRequest;
  const there = providerOf(pageRequest);
  if (there?.provider.frontChannelLogout !== true) return c.body(null, 404);
  const { iss, sid } = c.req.query();
  // Nothing signs it: only who knows the session's name at the provider ends anything.
  const isNamed = iss === there.provider.issuer && sid !== undefined && sid !== '';
  const heed = async (): Promise<boolean> => isNamed && endFor(pageRequest, there, { subject: null, session: sid });
  return guarded(pageRequest, heed, () => c.body(null, 200));
}
