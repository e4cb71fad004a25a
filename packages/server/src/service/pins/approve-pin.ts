import type { Address } from '../../domain/address.ts';
import type { Grant } from '../../domain/grant.ts';
import { approve, type Pin } from '../../domain/pin.ts';
import { linkTimeOf } from '../../domain/statistics.ts';
import type { Place } from '../../domain/place.ts';
import type { ApprovalSignIn } from '../../domain/session.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import { addGrant } from '../grants/add-grant.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import { grantOf } from '../grants/grant-of.ts';
import { numberToMatch } from './number-to-match.ts';
import type { PinPorts } from './pin-ports.ts';
import type { NewEvent } from '../ports/events.ts';

/** An approval. */
export interface ApprovalOrder {
  readonly pin: HeldPin;
  readonly account: { readonly id: string; readonly createdAt: number };
  readonly address: Address;
  readonly place: Place | null;
  /** The device may approve others; applies only if the device requested that. */
  readonly mayApprove: boolean;
  /** The granted scopes; all that were requested if undefined. */
  readonly scopes?: readonly string[];
  /** Id of the delegate's grant; null for an approval on a page. */
  readonly approvedBy: string | null;
  /** The sign-in in whose session the person says yes; none for an approval by a device. */
  readonly signIn?: ApprovalSignIn;
  /** Opens the pin as well, if nobody has. */
  readonly opens?: boolean;
  /** The number that the person typed, and the session; required if a number has to match. */
  readonly number?: { readonly session: string; readonly typed: number };
}

/**
 * Stores an approval. Called by `decidePin` only, which applies the policy. One replace of the pin is the commit point
 * against a deny, a cancel or another approval. The grant follows from the approved pin, and its write syncs both; if
 * the process dies in between, the read that redeems the pin writes it.
 *
 * @param findBar applies the policy to the pin that is about to be changed
 * @returns the approved pin; a pin that is pending still, or denied, when the number was not right: see the core's
 *   `approve`
 */
export async function approvePin<Bar = never>(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'grants' | 'oauthClients' | 'keys' | 'clock' | 'random'>,
  { pin: held, account, address, place, mayApprove, scopes, approvedBy, number, signIn, opens = false }: ApprovalOrder,
  findBar: (pin: Pin) => Promise<Bar | null> = async () => null,
): Promise<Result<Pin, Refusal | Bar>> {
  let grant: Grant | undefined;
  const change = async (pin: Pin): Promise<Result<Pin, Refusal | Bar>> => {
    const bar = await findBar(pin);
    if (bar !== null) return refused(bar);
    const at = ports.clock.now();
    const approval = {
      account: account.id,
      grantId: ports.random.id(),
      at,
      address,
      place,
      newRegistration: account.createdAt >= pin.createdAt,
      mayApprove: mayApprove && pin.requester.wantsToApprove,
      approvedBy,
      ...(signIn === undefined ? {} : { signIn }),
      scopes: scopes ?? pin.authorizationRequest?.scopes ?? [],
      salt: ports.random.id(),
      keyId: ports.keys.current,
    };
    const right = numberToMatch(ports.keys, pin);
    const answered = approve(
      pin,
      approval,
      number === undefined ? null : { session: number.session, isRight: number.typed === right },
    );
    const made = answered.ok && answered.value.state.at === 'approved' ? answered.value.state.approval : undefined;
    grant = made && grantOf(ports, pin, made);
    return answered;
  };
  const tell = (pin: Pin, before: Pin): readonly NewEvent[] => {
    const by = { about: pin, account: account.id, address };
    if (pin.state.at === 'pending') return [];
    const isFirstOpening = opens && before.state.at === 'pending' && before.state.opened === null;
    const answer: NewEvent =
      pin.state.at === 'approved'
        ? { ...by, kind: 'approved', counted: ['approved', linkTimeOf(pin.state.approval.at - pin.createdAt)] }
        : { ...by, kind: 'denied' };
    return isFirstOpening ? [{ ...by, kind: 'opened' }, answer] : [answer];
  };
  const result = await changePin(ports, held, change, tell);
  if (!result.ok || grant === undefined || (await addGrant(ports, grant))) return result;
  const bar = await findBar(result.value);
  return bar === null ? result : refused(bar);
}
