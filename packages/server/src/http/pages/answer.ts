import type { OverState } from '../../pages/views/over.ts';
import { laxestRule, strictestRule } from '../../domain/far-policy.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { approvePin } from '../../service/approve-pin.ts';
import { denyPin } from '../../service/deny-pin.ts';
import { blockedFor } from '../blocked.ts';
import { farnessOf } from '../far.ts';
import { askingClient } from '../server/asking-client.ts';
import { isFresh, signInAgain } from './fresh-sign-in.ts';
import { reportPin } from './not-me.ts';
import { ask, barredBy, leftIn, over, readTicket, settled, type Missing } from './question.ts';
import type { Opened } from './tickets.ts';
import { troublePage } from './trouble.ts';
import { goTo, type SignedInVisit } from './visit.ts';

function refuse(visit: SignedInVisit, refusal: Refusal): Response | Promise<Response> {
  switch (refusal.kind) {
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

/** The number that was typed; undefined for what is no two digits. */
function typedNumber({ form }: SignedInVisit): number | undefined {
  const digits = (form.get('number') ?? '').normalize('NFKC').trim();
  return /^[1-9]\d$/.test(digits) ? Number(digits) : undefined;
}

/** What a yes has too little of. */
function missingIn(visit: SignedInVisit, pin: Pin): Missing | undefined {
  if (visit.form.get('mine') === null) return 'tick';
  if ((pin.ask?.scopes.length ?? 0) > 0 && leftIn(visit, pin).length === 0) return 'wishes';
  return pin.matchesNumber === true && typedNumber(visit) === undefined ? 'missing' : undefined;
}

/** Why a yes with the ticks that are left is not taken: the requester is blocked, or too far away. */
async function whyBarred(visit: SignedInVisit, pin: Pin, opened: Opened): Promise<OverState | 'too-far' | undefined> {
  const { context } = visit.site;
  const client = await askingClient(context, pin);
  if (client === undefined) return 'expired';
  const blocked = await blockedFor(context, pin, visit.who.account.id);
  if (blocked !== undefined) return blocked === 'you' ? 'blocked' : 'refusedHere';
  const farness = farnessOf(context, pin, client, visit.c.env.address);
  if (farness === null) return undefined;
  const barred = barredBy(strictestRule(farness.policy, leftIn(visit, pin)), pin, opened);
  const withLess = barredBy(laxestRule(farness.policy, pin.ask?.scopes ?? []), pin, opened);
  return barred !== undefined && withLess === undefined && barred === 'tooFar' ? 'too-far' : barred;
}

const triesOf = ({ state }: Pin): number => (state.at === 'pending' ? (state.opened?.tries ?? 0) : 0);

/** POST /pin: the answer. A yes counts only with the tick, and with the number where one has to match. */
export async function answer(visit: SignedInVisit): Promise<Response> {
  const { c, site, who, form } = visit;
  const { ports, places } = site.context;
  const found = await readTicket(visit, form.get('t'));
  if (found === undefined) return over(visit, 'gone');
  const { pin, opened, ticket } = found;
  if (pin.state.at !== 'pending') return settled(visit, pin, ticket);
  const done = (): Response => goTo(visit, `/done?t=${ticket}`);

  const says = form.get('answer');
  if (says === 'no' || says === 'not-me') {
    const why = says === 'no' ? 'said-no' : 'not-me';
    const denied = await denyPin(ports, pin.key, who.account.id, c.env.address, why);
    if (!denied.ok) return refuse(visit, denied.refusal);
    return says === 'no' ? done() : reportPin(visit, pin, ticket);
  }
  const missing = says === 'yes' ? missingIn(visit, pin) : 'tick';
  if (missing !== undefined) return ask(visit, pin, opened, ticket, missing);
  const barred = await whyBarred(visit, pin, opened);
  if (barred !== undefined) return barred === 'too-far' ? ask(visit, pin, opened, ticket, barred) : over(visit, barred);
  if (!isFresh(visit)) return signInAgain(visit, opened);
  const { address } = c.env;
  const typed = typedNumber(visit);
  const decided = await approvePin(ports, {
    pinKey: pin.key,
    account: who.account,
    address,
    place: places.lookup(address),
    mayApprove: form.get('approver') !== null,
    scopes: leftIn(visit, pin),
    approvedBy: null,
    ...(typed === undefined ? {} : { number: { session: who.session.hash, typed } }),
  });
  if (!decided.ok) return refuse(visit, decided.refusal);
  if (decided.value.state.at !== 'pending') return done();
  return ask(visit, decided.value, opened, ticket, triesOf(decided.value) > triesOf(pin) ? 'wrong' : 'moved');
}
