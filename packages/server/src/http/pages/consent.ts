import { barToAnyApproval, type OpenBar } from '../../domain/approval-policy.ts';
import { groupSize } from '../../domain/code.ts';
import { isExpired, type Pin } from '../../domain/pin.ts';
import type { SettledAs } from '../../domain/refusal.ts';
import { openIdScope } from '../../domain/scopes.ts';
import type { NumberTrouble } from '../../pages/views/number-field.ts';
import { overView, type OverState } from '../../pages/views/over.ts';
import { consentView } from '../../pages/views/consent.ts';
import { whereFrom, type Where } from '../../pages/where.ts';
import { gatherFacts, type Decider } from '../../service/pins/decide-pin.ts';
import { signInForClient } from './fresh-sign-in.ts';
import { wordsFor } from './scope-words.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { readTicket, type Found } from './found.ts';
import { shownHost } from './forward-url.ts';
import { ticketsOf, type Opened } from './tickets.ts';
import { goTo, page, type PageRequest, type SignedInPageRequest } from './page-request.ts';

/** The page for a request that cannot be decided any more. */
export const showEnded = (
  pageRequest: PageRequest,
  state: OverState,
  where: Where | null = null,
): Response | Promise<Response> =>
  page(pageRequest, overView(pageRequest.frame, state, where), state === 'gone' ? 404 : 200);

/** True for the person's own decision, seen again after a reload or a second click. */
const isMine = ({ state }: Pin, account: string): boolean =>
  state.at === 'approved' || state.at === 'redeemed'
    ? state.approval.account === account
    : state.at === 'denied' && state.by === account;

/** What is said of a pin that has ended: of a sign-in in this browser there is no code to speak of. */
export const endedAs = ({ via }: Opened, state: SettledAs | 'expired' | 'gone'): OverState =>
  via === 'browser' ? 'signInOver' : state;

/** The page for a pin that is no longer pending. */
export function settled(
  pageRequest: SignedInPageRequest,
  { pin, opened, ticket }: Found,
): Response | Promise<Response> {
  if (isMine(pin, pageRequest.who.account.id)) return goTo(pageRequest, `/done?t=${ticket}`);
  return showEnded(pageRequest, endedAs(opened, pin.state.at === 'pending' ? 'expired' : pin.state.at));
}

/**
 * Whether an approval needs the tick, which nobody sets who approves without reading. Not where a client of the operator leads
 * this browser back to itself: then nothing leaves to anybody else.
 */
export const needsTick = ({ via }: Opened, client: OAuthClient | null): boolean =>
  via !== 'browser' || client?.isVerified !== true;

/** Why the consent page is shown again after an approval. */
export type Missing = 'tick' | 'scopes' | 'too-far' | NumberTrouble;

/** The scopes that the person left ticked. */
export const leftIn = ({ form }: SignedInPageRequest, pin: Pin): readonly string[] => {
  const ticked = form.getAll('scope');
  return (pin.authorizationRequest?.scopes ?? []).filter((scope) => ticked.includes(scope));
};

const isNumberTrouble = (missing: Missing | null): missing is NumberTrouble =>
  missing === 'missing' || missing === 'wrong' || missing === 'moved';

/** The page for a pin that may not be approved. */
export function showBar(bar: OpenBar, { kind }: Pin): OverState {
  switch (bar.kind) {
    case 'client-gone':
      return 'expired';
    case 'blocked':
      return bar.for === 'account' ? 'blocked' : 'refusedHere';
    case 'not-in-group':
      return 'notInGroup';
    case 'too-far':
      return 'tooFar';
    case 'code-not-typed':
      return kind === 'strong' ? 'typeStrong' : 'typeIt';
  }
}

/** The decider of a request. */
export const deciderOf = ({ who, c }: SignedInPageRequest, { typed, via }: Opened): Decider => ({
  account: who.account,
  address: c.env.address,
  codeEntry: via === 'browser' ? 'browser' : typed ? 'typed' : 'linked',
});

/** Whose word the shown name is. */
function nameFrom(
  { dependencies }: PageRequest,
  client: OAuthClient | null,
): 'operator' | 'client' | 'site' | 'device' {
  if (client === null) return 'device';
  if (client.isVerified) return 'operator';
  return dependencies.context.oauth.clientDocuments.isAllowed(client.id) ? 'site' : 'client';
}

/** Renders the consent page, again if an approval lacked something. */
export async function renderConsent(
  pageRequest: SignedInPageRequest,
  { pin, opened, ticket }: Found,
  missing: Missing | null = null,
): Promise<Response> {
  const { ports } = pageRequest.dependencies.context;
  const { deviceInfo, address, place, wantsToApprove } = pin.requester;
  const { client = null, facts } = await gatherFacts(ports, pin, deciderOf(pageRequest, opened));
  const bar = barToAnyApproval(facts);
  const where = whereFrom(address, place, pageRequest.c.env.address, pageRequest.frame);
  if (bar !== null)
    return showEnded(
      pageRequest,
      showBar(bar, pin),
      bar.kind === 'too-far' || bar.kind === 'code-not-typed' ? where : null,
    );
  const again = missing !== null;
  const scopes = pin.authorizationRequest?.scopes ?? [];
  const ticked = again ? leftIn(pageRequest, pin) : scopes;
  const view = consentView(pageRequest.frame, {
    ticket,
    via: opened.via,
    deviceInfo: client === null ? deviceInfo : { ...deviceInfo, product: client.name },
    code: pin.kind === 'strong' ? null : pin.code,
    groupOf: pin.kind === 'user' ? groupSize(pin.code.length) : pin.code.length,
    where,
    far: facts.farness?.nearness ?? null,
    anotherDevice: opened.draft === undefined ? null : ticketsOf(ports).sealAuthorization(opened.draft),
    leadsTo: pin.redirect === undefined ? undefined : shownHost(pin.redirect.uri),
    needsTick: needsTick(opened, client),
    askedAt: pin.createdAt,
    wantsToApprove,
    tickMissing: missing === 'tick',
    ticked: missing !== 'tick' && again && pageRequest.form.get('mine') !== null,
    mayApprove: again && pageRequest.form.get('approver') !== null,
    nameFrom: nameFrom(pageRequest, client),
    requestedScopes: scopes.map((scope) => ({
      scope,
      words: wordsFor(client, scope, pageRequest.frame.words),
      ticked: ticked.includes(scope),
      isFixed: scope === openIdScope,
    })),
    scopesMissing: missing === 'scopes' ? 'none-left' : missing === 'too-far' ? 'too-far' : null,
    number: pin.matchesNumber === true ? { trouble: isNumberTrouble(missing) ? missing : null } : null,
  });
  return page(pageRequest, view, again ? 422 : 200);
}

/** GET /pin */
export async function showConsent(pageRequest: SignedInPageRequest): Promise<Response> {
  const found = await readTicket(pageRequest, pageRequest.c.req.query('t') ?? null);
  if (found === undefined) return showEnded(pageRequest, 'gone');
  const { pin, opened } = found;
  if (pin.state.at !== 'pending') return settled(pageRequest, found);
  if (isExpired(pin, pageRequest.frame.now)) return showEnded(pageRequest, endedAs(opened, 'expired'));
  return (await signInForClient(pageRequest, found)) ?? renderConsent(pageRequest, found);
}
