// Sign-in at a provider: there, and back.
import type { Arrival } from '../../accounts/elsewhere.ts';
import { claimsOf } from '../../domain/provider.ts';
import type { SignInFacts } from '../../domain/session.ts';
import type { UpstreamPerson } from '../../service/ports/upstream.ts';
import type { UpstreamProvider } from '../server/context.ts';
import { faults, showTrouble, troubleOf } from './arrival-trouble.ts';
import { askToConnect } from './connect.ts';
import { keepBrowserCookie, keepNext, readBrowserCookie, takeNext } from './cookie.ts';
import { createFlows, type Flow } from './flows.ts';
import { localPath } from './local-path.ts';
import { goTo, type PageRequest } from './page-request.ts';
import { againOf } from './fresh-sign-in.ts';
import { startSession } from './sign-in.ts';
import { troublePage } from './trouble.ts';

/** The longest path that is taken along in the URL: providers cut what is longer than a few thousand characters. */
const longestCarried = 1500;

/** How far the provider's clock may be behind ours, in milliseconds. */
const tolerance = 60_000;

const providerOf = ({ c, dependencies }: PageRequest): UpstreamProvider | undefined =>
  dependencies.context.providers.find(({ provider }) => provider.id === c.req.param('provider'));

const redirectUri = ({ c }: PageRequest, { provider }: UpstreamProvider): string =>
  `${c.env.baseUrl}/signin/back/${provider.id}`;

/** GET /signin/with/:provider: leads to the provider. Nothing is stored but in the browser. */
export async function goElsewhere(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const there = providerOf(pageRequest);
  if (there === undefined) return troublePage(pageRequest, 'notFound');
  const { ports } = dependencies.context;
  const next = localPath(c.req.query('next'));
  const connects = c.req.query('connect') === '1' ? (who?.session.hash ?? null) : null;
  const fresh = connects === null && againOf(pageRequest, next) !== undefined;
  const { freshFor } = ports.approvalRules;
  const isLong = next.length > longestCarried;
  const flow = createFlows(ports).begin(
    {
      provider: there.provider.id,
      next: isLong ? null : next,
      invite: c.req.query('invite')?.slice(0, 200) ?? null,
      connects,
      fresh,
    },
    keepBrowserCookie(c, ports.random),
  );
  if (isLong) keepNext(c, next);
  const url = await there.upstream.begin({
    ...flow,
    redirectUri: redirectUri(pageRequest, there),
    maxAge: fresh ? 0 : freshFor === null ? null : Math.floor(freshFor / 1000),
  });
  if (!url.ok) return showTrouble(pageRequest, there, ...faults[url.refusal]);
  return c.redirect(url.value, 303);
}

/** When somebody signed in, by our clock: never later than now, and not before the flow if they were to sign in for it. */
function timeOf(authTime: number, { fresh, at }: Flow, now: number): number {
  const isForFlow = fresh && authTime >= at - tolerance;
  return Math.min(isForFlow ? Math.max(authTime, at) : authTime, now);
}

/** When and how somebody signed in at the provider. */
function factsOf({ provider }: UpstreamProvider, person: UpstreamPerson, flow: Flow, now: number): SignInFacts {
  const { acr, amr, authTime } = claimsOf(person.claims, provider);
  const assumed = provider.assumeFresh && flow.fresh ? now : null;
  return {
    method: 'provider',
    provider: provider.id,
    signedInAt: authTime === null ? assumed : timeOf(authTime, flow, now),
    providerSession: person.session,
    acr,
    amr: amr ?? [],
  };
}

/** GET /signin/back/:provider: back from the provider, with a code that is good once. */
export async function comeBack(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, who, frame } = pageRequest;
  const there = providerOf(pageRequest);
  if (there === undefined) return troublePage(pageRequest, 'notFound');
  const { ports } = dependencies.context;
  const state = c.req.query('state') ?? '';
  const flow = createFlows(ports).read(state, there.provider.id, readBrowserCookie(c));
  if (flow === undefined) return showTrouble(pageRequest, there, 'stale');
  const next = flow.next ?? localPath(takeNext(c));
  const begunAt = ports.clock.now();
  const back = await there.upstream.finish(new URL(c.req.url).search.slice(1), {
    ...flow,
    state,
    redirectUri: redirectUri(pageRequest, there),
  });
  if (!back.ok) {
    // The way back of a sign-in that went well, gone once more: by the back button, or in a second tab.
    const wasHere = who?.session.provider === there.provider.id && who.session.createdAt >= flow.at;
    if (wasHere && flow.connects === null) return goTo(pageRequest, next);
    return showTrouble(pageRequest, there, ...faults[back.refusal]);
  }
  const person = back.value;
  const arrival: Arrival = { provider: there.provider, ...person };
  if (flow.connects !== null) return askToConnect(pageRequest, there, arrival, flow.connects);
  const facts = factsOf(there, person, flow, frame.now);
  if (flow.fresh && (facts.signedInAt ?? 0) < flow.at - tolerance) return showTrouble(pageRequest, there, 'not-fresh');
  const arrived = await dependencies.accountService.elsewhere.arrive(arrival, flow.invite);
  if (!arrived.ok) return showTrouble(pageRequest, there, troubleOf(arrived.refusal));
  const isIn = await startSession(pageRequest, arrived.value, facts, begunAt);
  return isIn ? goTo(pageRequest, next) : showTrouble(pageRequest, there, 'invalid');
}
