import type { Bar } from '../../domain/approval-policy.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { decidePin, type Decision } from '../../service/pins/decide-pin.ts';
import { decisionPorts } from '../server/decisions.ts';
import { signInAgain } from './fresh-sign-in.ts';
import { reportPin } from './not-me.ts';
import { ask, deciderOf, leftIn, over, overBy, readTicket, settled, type Found } from './question.ts';
import { troublePage } from './trouble.ts';
import { goTo, type SignedInVisit } from './visit.ts';

/** The number that was typed; undefined for what is no two digits. */
function typedNumber({ form }: SignedInVisit): number | undefined {
  const digits = (form.get('number') ?? '').normalize('NFKC').trim();
  return /^[1-9]\d$/.test(digits) ? Number(digits) : undefined;
}

/** The page in place of an answer that was not taken. */
function refuse(visit: SignedInVisit, found: Found, refusal: Refusal | Bar): Response | Promise<Response> {
  switch (refusal.kind) {
    case 'no-scopes-left':
      return ask(visit, found, 'wishes');
    case 'number-missing':
      return ask(visit, found, 'missing');
    case 'stale-sign-in':
      return signInAgain(visit, found.opened);
    case 'too-far':
      return refusal.fewerScopesHelp ? ask(visit, found, 'too-far') : over(visit, overBy(refusal, found.pin));
    case 'client-gone':
    case 'blocked':
    case 'code-not-typed':
      return over(visit, overBy(refusal, found.pin));
    case 'expired':
      return over(visit, 'expired');
    case 'settled':
      return over(visit, refusal.as);
    case 'busy':
    case 'over-budget':
      return troublePage(visit, 'unavailable', refusal.retryAfter);
    case 'not-found':
    case 'wrong-holder':
    case 'wrong-key':
    case 'not-allowed':
      return over(visit, 'gone');
  }
}

const triesOf = ({ state }: Pin): number => (state.at === 'pending' ? (state.opened?.tries ?? 0) : 0);

/** POST /pin: the answer. An approval counts only with the tick, and with the number where one has to match. */
export async function answer(visit: SignedInVisit): Promise<Response> {
  const { site, who, form } = visit;
  const found = await readTicket(visit, form.get('t'));
  if (found === undefined) return over(visit, 'gone');
  const { pin, opened, ticket } = found;
  if (pin.state.at !== 'pending') return settled(visit, pin, ticket);
  const decide = (decision: Decision) =>
    decidePin(decisionPorts(site.context), pin, deciderOf(visit, opened), decision);
  const done = (): Response => goTo(visit, `/done?t=${ticket}`);

  const says = form.get('answer');
  if (says === 'no' || says === 'not-me') {
    const denied = await decide({ answer: 'deny', why: says === 'no' ? 'said-no' : 'not-me' });
    if (!denied.ok) return refuse(visit, found, denied.refusal);
    return says === 'no' ? done() : reportPin(visit, pin, ticket);
  }
  if (says !== 'yes' || form.get('mine') === null) return ask(visit, found, 'tick');
  const typed = typedNumber(visit);
  const decided = await decide({
    answer: 'approve',
    signedInAt: who.session.createdAt,
    approvedBy: null,
    mayApprove: form.get('approver') !== null,
    scopes: leftIn(visit, pin),
    ...(typed === undefined ? {} : { number: { session: who.session.hash, typed } }),
  });
  if (!decided.ok) return refuse(visit, found, decided.refusal);
  const next = decided.value;
  if (next.state.at !== 'pending') return done();
  return ask(visit, { ...found, pin: next }, triesOf(next) > triesOf(pin) ? 'wrong' : 'moved');
}
