import type { Bar } from '../../domain/approval-policy.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { approvalSignInOf } from '../../domain/session.ts';
import { decidePin, type Decision } from '../../service/pins/decide-pin.ts';
import type { PinPorts } from '../../service/pins/pin-ports.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { signInAgain, signInForClient } from './fresh-sign-in.ts';
import { reportPin } from './not-me.ts';
import { deciderOf, endedAs, leftIn, needsTick, renderConsent, settled, showBar, showEnded } from './consent.ts';
import { readTicket, storedPin, type Found } from './found.ts';
import { troublePage } from './trouble.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';

/** The number that was typed; undefined if it is not two digits. */
function typedNumber({ form }: SignedInPageRequest): number | undefined {
  const digits = (form.get('number') ?? '').normalize('NFKC').trim();
  return /^[1-9]\d$/.test(digits) ? Number(digits) : undefined;
}

const staleSignIn = async (pageRequest: SignedInPageRequest, found: Found): Promise<Response> =>
  (await signInForClient(pageRequest, found)) ?? signInAgain(pageRequest, found.opened);

/** The page for a decision that was refused. */
function refuse(pageRequest: SignedInPageRequest, found: Found, refusal: Refusal | Bar): Response | Promise<Response> {
  switch (refusal.kind) {
    case 'no-scopes-left':
      return renderConsent(pageRequest, found, 'scopes');
    case 'number-missing':
      return renderConsent(pageRequest, found, 'missing');
    case 'stale-sign-in':
      return staleSignIn(pageRequest, found);
    case 'too-far':
      return refusal.fewerScopesHelp
        ? renderConsent(pageRequest, found, 'too-far')
        : showEnded(pageRequest, showBar(refusal, found.pin));
    case 'client-gone':
    case 'blocked':
    case 'not-in-group':
    case 'code-not-typed':
      return showEnded(pageRequest, showBar(refusal, found.pin));
    case 'expired':
      return showEnded(pageRequest, endedAs(found.opened, 'expired'));
    case 'settled':
      return showEnded(pageRequest, endedAs(found.opened, refusal.as));
    case 'busy':
    case 'over-budget':
      return troublePage(pageRequest, 'unavailable', refusal.retryAfter);
    case 'not-found':
    case 'wrong-client':
    case 'wrong-key':
    case 'wrong-verifier':
    case 'not-allowed':
      return showEnded(pageRequest, endedAs(found.opened, 'gone'));
  }
}

const triesOf = ({ state }: Pin): number => (state.at === 'pending' ? (state.opened?.tries ?? 0) : 0);

/** The client of a pin; null for plex, and when it was removed meanwhile. */
const clientOf = async ({ oauthClients }: Pick<PinPorts, 'oauthClients'>, pin: Pin): Promise<OAuthClient | null> =>
  (pin.protocol === 'oauth' ? await oauthClients.byId(pin.clientId) : undefined) ?? null;

/** POST /pin: the decision. An approval needs the tick, as a rule, and the number if one has to match. */
export async function decide(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const found = await readTicket(pageRequest, form.get('t'));
  if (found === undefined) return showEnded(pageRequest, 'gone');
  const { opened, ticket } = found;
  if (found.pin.state.at !== 'pending') return settled(pageRequest, found);
  const says = form.get('answer');
  const { ports } = dependencies.context;
  const isTicked = form.get('mine') !== null || !needsTick(opened, await clientOf(ports, found.pin));
  if (says !== 'no' && says !== 'not-me' && (says !== 'yes' || !isTicked)) {
    return renderConsent(pageRequest, found, 'tick');
  }
  const stored = await storedPin(pageRequest, found);
  if (!stored.ok) return refuse(pageRequest, found, stored.refusal);
  const pin = stored.value;
  if (pin.state.at !== 'pending') return settled(pageRequest, { ...found, pin });
  const decide = (decision: Decision) => decidePin(ports, pin, deciderOf(pageRequest, opened), decision);
  const done = (): Response => goTo(pageRequest, `/done?t=${ticket}`);

  if (says === 'no' || says === 'not-me') {
    const denied = await decide({ answer: 'deny', why: says === 'no' ? 'said-no' : 'not-me' });
    if (!denied.ok) return refuse(pageRequest, found, denied.refusal);
    return says === 'no' ? done() : reportPin(pageRequest, denied.value, ticket);
  }
  const typed = typedNumber(pageRequest);
  const decided = await decide({
    answer: 'approve',
    signedInAt: who.session.signedInAt,
    signIn: approvalSignInOf(who.session),
    approvedBy: null,
    mayApprove: form.get('approver') !== null,
    scopes: leftIn(pageRequest, pin),
    ...(opened.draft === undefined ? {} : { opens: true }),
    ...(typed === undefined ? {} : { number: { session: who.session.hash, typed } }),
  });
  if (!decided.ok) return refuse(pageRequest, { ...found, pin }, decided.refusal);
  const next = decided.value;
  if (next.state.at !== 'pending') return done();
  return renderConsent(pageRequest, { ...found, pin: next }, triesOf(next) > triesOf(pin) ? 'wrong' : 'moved');
}
