import { groupSize } from '../../domain/code.ts';
import { laxestRule, type FarRule } from '../../domain/far-policy.ts';
import { isExpired, type Pin } from '../../domain/pin.ts';
import type { NumberTrouble } from '../../pages/views/number-field.ts';
import { overView, type OverState } from '../../pages/views/over.ts';
import { questionView } from '../../pages/views/question.ts';
import { whereFrom, type Where } from '../../pages/where.ts';
import { blockedFor } from '../blocked.ts';
import { farnessOf } from '../far.ts';
import { askingClient, wordsFor } from '../server/asking-client.ts';
import { createTickets, type Opened } from './tickets.ts';
import { goTo, page, type SignedInVisit } from './visit.ts';

/** The pin that a ticket of this session names, and the ticket. */
export async function readTicket(
  { site, who }: SignedInVisit,
  ticket: string | null,
): Promise<{ readonly opened: Opened; readonly pin: Pin; readonly ticket: string } | undefined> {
  const { ports } = site.context;
  const opened = createTickets(ports).readOpened(ticket, who);
  const pin = opened === undefined ? undefined : await ports.pins.byKey(opened.pin);
  return opened === undefined || pin === undefined ? undefined : { opened, pin, ticket: ticket ?? '' };
}

/** The page for a request that there is nothing to say to. */
export const over = (
  visit: SignedInVisit,
  state: OverState,
  where: Where | null = null,
): Response | Promise<Response> => page(visit, overView(visit.frame, state, where), state === 'gone' ? 404 : 200);

/** The person's own yes or no, seen again after a reload or a second click. */
const isMine = ({ state }: Pin, account: string): boolean =>
  state.at === 'approved' || state.at === 'redeemed'
    ? state.approval.account === account
    : state.at === 'denied' && state.by === account;

/** The page for a pin that is pending no longer. */
export function settled(visit: SignedInVisit, pin: Pin, ticket: string): Response | Promise<Response> {
  if (isMine(pin, visit.who.account.id)) return goTo(visit, `/done?t=${ticket}`);
  return over(visit, pin.state.at === 'pending' ? 'expired' : pin.state.at);
}

/** Why the question comes again after a yes. */
export type Missing = 'tick' | 'wishes' | 'too-far' | NumberTrouble;

/** The scopes that the person leaves. */
export const leftIn = ({ form }: SignedInVisit, pin: Pin): readonly string[] => {
  const ticked = form.getAll('scope');
  return (pin.ask?.scopes ?? []).filter((scope) => ticked.includes(scope));
};

const isNumberTrouble = (missing: Missing | null): missing is NumberTrouble =>
  missing === 'missing' || missing === 'wrong' || missing === 'moved';

/** The page in place of a question that its rule for requests from far away does not let be answered yes. */
export function barredBy(rule: FarRule, { kind }: Pin, { typed }: Opened): OverState | undefined {
  if (rule === 'refuse') return 'tooFar';
  if (rule === 'warn') return undefined;
  return kind === 'strong' ? 'typeStrong' : typed ? undefined : 'typeIt';
}

/** The question; again when something is missing to a yes. */
export async function ask(
  visit: SignedInVisit,
  pin: Pin,
  opened: Opened,
  ticket: string,
  missing: Missing | null = null,
): Promise<Response> {
  const { context } = visit.site;
  const { claims, address, place, wantsToApprove } = pin.requester;
  const client = await askingClient(context, pin);
  if (client === undefined) return over(visit, 'expired');
  const blocked = await blockedFor(context, pin, visit.who.account.id);
  if (blocked !== undefined) return over(visit, blocked === 'you' ? 'blocked' : 'refusedHere');
  const farness = farnessOf(context, pin, client, visit.c.env.address);
  const barred =
    farness === null ? undefined : barredBy(laxestRule(farness.policy, pin.ask?.scopes ?? []), pin, opened);
  const where = whereFrom(address, place, visit.c.env.address);
  if (barred !== undefined) return over(visit, barred, where);
  const again = missing !== null;
  const scopes = pin.ask?.scopes ?? [];
  const ticked = again ? leftIn(visit, pin) : scopes;
  const view = questionView(visit.frame, {
    ticket,
    via: opened.via,
    claims: client === null ? claims : { ...claims, product: client.name },
    code: pin.kind === 'strong' ? null : pin.code,
    groupOf: pin.kind === 'user' ? groupSize(pin.code.length) : pin.code.length,
    where,
    far: farness?.nearness ?? null,
    askedAt: pin.createdAt,
    wantsToApprove,
    tickMissing: missing === 'tick',
    ticked: missing !== 'tick' && again && visit.form.get('mine') !== null,
    mayApprove: again && visit.form.get('approver') !== null,
    nameFrom: client === null ? 'device' : client.isVerified ? 'operator' : 'client',
    wishes: scopes.map((scope) => ({ scope, words: wordsFor(client, scope), ticked: ticked.includes(scope) })),
    wishesMissing: missing === 'wishes' ? 'none-left' : missing === 'too-far' ? 'too-far' : null,
    number: pin.matchesNumber === true ? { trouble: isNumberTrouble(missing) ? missing : null } : null,
  });
  return page(visit, view, again ? 422 : 200);
}

/** GET /pin */
export async function showQuestion(visit: SignedInVisit): Promise<Response> {
  const found = await readTicket(visit, visit.c.req.query('t') ?? null);
  if (found === undefined) return over(visit, 'gone');
  const { pin, opened, ticket } = found;
  if (pin.state.at !== 'pending') return settled(visit, pin, ticket);
  if (isExpired(pin, visit.frame.now)) return over(visit, 'expired');
  return ask(visit, pin, opened, ticket);
}
