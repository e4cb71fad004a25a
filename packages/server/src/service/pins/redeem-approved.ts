// The step in which an approved OAuth pin becomes tokens, whichever code it is redeemed by.
import type { Address } from '../../domain/address.ts';
import { bindKey, collect, type Grant } from '../../domain/grant.ts';
import { isExpired, redeemOnce, type Approval, type Pin, type RedeemedPin } from '../../domain/pin.ts';
import { isNewNetwork } from '../../domain/poll-facts.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted, refused } from '../../domain/result.ts';
import { changeGrant } from '../grants/change-grant.ts';
import { grantOf } from '../grants/grant-of.ts';
import { keepGrant } from '../grants/keep-grant.ts';
import type { EventFact } from '../ports/events.ts';
import { changePin } from './change-pin.ts';
import { collected } from './collected.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * Makes the token response for an approved pin. Several concurrent requests may call it of which one wins, so whatever it
 * stores must be the same for all of them, and harmless for those that lose. The nonce is that of the request.
 */
export type IssueTokens = (grant: Grant, approval: Approval, nonce: string | null) => Promise<string>;

/** Who redeems. */
export interface Redemption {
  /** Thumbprint of the key that this request proves, or null. */
  readonly provenKey: string | null;
  readonly reader: Address;
  /** Seals the response for the redeemer to fetch again; null if nobody may. */
  readonly sealAnswer: (body: string) => string | null;
}

/** What the request proves by was used before. */
export interface UsedBefore<Fault> {
  readonly kind: 'used-before';
  readonly fault: Fault;
}

/** What redeeming needs from outside. */
export type RedeemPorts = Pick<
  PinPorts,
  'pins' | 'changeNotifier' | 'events' | 'grants' | 'oauthClients' | 'keys' | 'clock'
>;

/**
 * The grant as stored, bound to the key that this request proves, whether or not the code was requested with it (RFC 9449
 * §5). Refused if it is bound to another key, or was revoked meanwhile.
 */
async function boundGrant(
  { grants }: Pick<RedeemPorts, 'grants'>,
  kept: Grant,
  provenKey: string | null,
): Promise<PinResult<Grant>> {
  const grant = provenKey === null ? kept : await changeGrant(grants, kept, (current) => bindKey(current, provenKey));
  if (grant === undefined) return refused({ kind: 'settled', as: 'denied' });
  return grant.keyThumbprint === provenKey ? accepted(grant) : refused({ kind: 'wrong-key' });
}

/** An app redeems its authorization code from wherever its server is, which is nothing to be told of. */
const isElsewhere = (pin: Pin, reader: Address): boolean => pin.redirect === undefined && isNewNetwork(pin, reader);

/**
 * Redeems an approved pin, once; of concurrent requests exactly one gets the tokens.
 *
 * @returns the body of the token response; `settled` as `redeemed` if another request was first
 */
export async function redeemApproved(
  ports: RedeemPorts,
  approved: Pin,
  { provenKey, reader, sealAnswer }: Redemption,
  issue: IssueTokens,
): Promise<PinResult<string>> {
  let body = '';
  let redeemedFor: Grant | undefined;
  const change = async (pin: Pin): Promise<PinResult<RedeemedPin>> => {
    const elsewhere = isElsewhere(pin, reader);
    if (pin.state.at !== 'approved') return redeemOnce(pin, { reader, elsewhere, answer: null }, ports.clock.now());
    const grant = grantOf(ports, pin, pin.state.approval);
    if (grant === undefined) return refused({ kind: 'expired' });
    if (isExpired(pin, ports.clock.now())) return refused({ kind: 'expired' });
    const kept = await keepGrant(ports, grant);
    if (kept === undefined) return refused({ kind: 'settled', as: 'denied' });
    const bound = await boundGrant(ports, kept, provenKey);
    if (!bound.ok) return bound;
    redeemedFor = bound.value;
    const { keyThumbprint } = bound.value;
    body = await issue(bound.value, pin.state.approval, pin.authorizationRequest?.openid?.nonce ?? null);
    return redeemOnce({ ...pin, keyThumbprint }, { reader, elsewhere, answer: sealAnswer(body) }, ports.clock.now());
  };
  const result = await changePin(ports, approved, change, (pin) => [collected(pin)]);
  if (!result.ok) return result;
  const { state } = result.value;
  const [grant, at] = [redeemedFor ?? state.approval.grantId, ports.clock.now()];
  await changeGrant(ports.grants, grant, (current) => collect(current, at, state));
  return accepted(body);
}

/**
 * Revokes what a code gave that is used again (B17). A request that began before the code was redeemed does not count as a
 * second use, however long it took.
 *
 * @param startedAt when the request began, in milliseconds since the epoch
 */
export async function revokeReplayed(
  ports: Pick<RedeemPorts, 'grants' | 'events' | 'clock'>,
  pin: RedeemedPin,
  { startedAt, reader, fact }: { readonly startedAt: number; readonly reader: Address; readonly fact: EventFact },
): Promise<void> {
  const { approval } = pin.state;
  const { account, grantId } = approval;
  const now = ports.clock.now();
  const grant = await ports.grants.byId(grantId);
  if (grant === undefined) return;
  if (grant.collectedAt === null) await changeGrant(ports.grants, grant, (current) => collect(current, now, pin.state));
  else if (startedAt > grant.collectedAt) {
    await Promise.all([
      ports.grants.revoke(grantId, account, now),
      ports.events.note({ kind: 'replayed', about: pin, account, address: reader, fact }),
    ]);
  }
}
