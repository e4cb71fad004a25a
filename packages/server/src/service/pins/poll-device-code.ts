import type { Address } from '../../domain/address.ts';
import { bindKey, collect, type Grant } from '../../domain/grant.ts';
import {
  isExpired,
  isReader,
  redeemOnce,
  repeatReadWindow,
  type Approval,
  type Pin,
  type RedeemedPin,
} from '../../domain/pin.ts';
import { isNewNetwork, recordPoll } from '../../domain/poll-facts.ts';
import type { PinResult, Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { changeGrant } from '../grants/change-grant.ts';
import { changePin } from './change-pin.ts';
import { collected } from './collected.ts';
import { findDeviceCode, type DeviceCodeHolder } from './find-device-code.ts';
import { grantOf } from '../grants/grant-of.ts';
import { keepGrant } from '../grants/keep-grant.ts';
import { numberToMatch } from './number-to-match.ts';
import type { PinPorts } from './pin-ports.ts';
import { recordEvidence } from './record-evidence.ts';

/** One poll at the token endpoint. */
export interface DevicePoll<Fault = never> extends DeviceCodeHolder {
  /** Thumbprint of the key that this request proves, or null. */
  readonly provenKey: string | null;
  readonly reader: Address;
  /** The interval that the device was told, in milliseconds. */
  readonly interval: number;
  /** Uses up what the request proves by, before tokens are given out for it; default: nothing. */
  readonly useUp?: () => Promise<Result<undefined, Fault>>;
}

/** What the request proves by was used before. */
export interface UsedBefore<Fault> {
  readonly kind: 'used-before';
  readonly fault: Fault;
}

/** A poll of a pin that nobody has decided. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly pin: Pin;
  /** The device polls too fast. */
  readonly tooSoon: boolean;
  /** The number for the device to show, when one has to match. */
  readonly number: number | null;
}

/** The result of a poll. */
export type Polled =
  | Waiting
  /** The body of the token response. */
  | { readonly kind: 'answer'; readonly body: string };

/**
 * Whether a poll without a proof, of a pending pin, is permitted and shows nothing new, so that there is nothing to
 * refuse or to record. False decides nothing.
 */
export function isPlainDevicePoll(pin: Pin, { clientId, reader }: Pick<DevicePoll, 'clientId' | 'reader'>): boolean {
  return pin.clientId === clientId && pin.keyThumbprint === null && recordPoll(pin, { from: reader }) === pin;
}

/**
 * Makes the token response for an approved pin. Several concurrent polls may call it of which one wins, so whatever it
 * stores must be the same for all of them, and harmless for those that lose.
 */
export type IssueTokens = (grant: Grant, approval: Approval) => Promise<string>;

type Ports = Pick<
  PinPorts,
  'pins' | 'pending' | 'changeNotifier' | 'pollPacing' | 'events' | 'grants' | 'oauthClients' | 'keys' | 'clock'
>;

/** The result of a poll, or why there is none. */
export type PollResult<Fault> = Result<Polled, Refusal | UsedBefore<Fault>>;

async function useUp<Fault>(poll: DevicePoll<Fault>): Promise<Result<undefined, UsedBefore<Fault>>> {
  const used = (await poll.useUp?.()) ?? accepted(undefined);
  return used.ok ? used : refused({ kind: 'used-before', fault: used.refusal });
}

/**
 * Whether a poll comes from whoever redeemed the pin: by the proof of the same key or, where there is none, from the same
 * network.
 */
function isRedeemer(
  { keyThumbprint }: Pin,
  redeemed: RedeemedPin['state'],
  { provenKey, reader }: Pick<DevicePoll, 'provenKey' | 'reader'>,
): boolean {
  return keyThumbprint === provenKey && (provenKey !== null || isReader(redeemed, reader));
}

/**
 * Handles a device code that was used before. Within {@link repeatReadWindow} it counts as the retry after a lost response, which the
 * redeemer gets again, and a poll that began before the redemption does not count as reuse, however long it took.
 */
async function reuse<Fault>(
  ports: Ports,
  pin: Pin,
  poll: DevicePoll<Fault>,
  startedAt: number,
): Promise<PollResult<Fault>> {
  const spent = refused({ kind: 'settled', as: 'redeemed' } as const);
  if (pin.state.at !== 'redeemed') return spent;
  const { approval, redeemedAt, answer } = pin.state;
  const now = ports.clock.now();
  if (now < redeemedAt + repeatReadWindow.oauth) {
    if (answer === null || !isRedeemer(pin, pin.state, poll)) return spent;
    const used = await useUp(poll);
    if (!used.ok) return used;
    const body = ports.keys.unsealWith(poll.deviceCode, answer);
    return body === undefined ? spent : accepted({ kind: 'answer', body });
  }
  const by = pin.state;
  const grant = await ports.grants.byId(approval.grantId);
  if (grant === undefined) return spent;
  if (grant.collectedAt === null) await changeGrant(ports.grants, grant, (current) => collect(current, now, by));
  else if (startedAt > grant.collectedAt) {
    const { account } = approval;
    await Promise.all([
      ports.grants.revoke(approval.grantId, account, now), // B17
      ports.events.note({ kind: 'replayed', about: pin, account, address: poll.reader, fact: 'device-code' }),
    ]);
  }
  return spent;
}

/**
 * One poll of a device (RFC 8628 §3.4 and §3.5). Only a pending pin can be polled too soon (D33); approved, denied and
 * expired are returned at any pace. Of concurrent polls exactly one gets the tokens.
 */
export async function pollDeviceCode<Fault = never>(
  ports: Ports,
  poll: DevicePoll<Fault>,
  issue: IssueTokens,
): Promise<PollResult<Fault>> {
  const startedAt = ports.clock.now();
  const found = await findDeviceCode(ports, poll);
  return found.ok ? answerFor(ports, poll, found.value, issue, startedAt) : found;
}

async function answerFor<Fault>(
  ports: Ports,
  poll: DevicePoll<Fault>,
  pin: Pin,
  issue: IssueTokens,
  startedAt: number,
): Promise<PollResult<Fault>> {
  if (pin.keyThumbprint !== null && pin.keyThumbprint !== poll.provenKey) return refused({ kind: 'wrong-key' });

  switch (pin.state.at) {
    case 'denied':
    case 'cancelled':
      return refused({ kind: 'settled', as: pin.state.at });
    case 'redeemed':
      return reuse(ports, pin, poll, startedAt);
    case 'pending': {
      if (isExpired(pin, startedAt)) return refused({ kind: 'expired' });
      const recorded = await recordEvidence(ports, pin, { from: poll.reader });
      if (!recorded.ok) return recorded;
      // What was recorded may be recorded with a pin that has changed meanwhile.
      if (recorded.value !== pin) return answerFor(ports, poll, recorded.value, issue, startedAt);
      return accepted({
        kind: 'waiting',
        pin,
        tooSoon: await ports.pollPacing.take(pin.id, poll.interval, pin.expiresAt, poll.kind),
        number: numberToMatch(ports.keys, pin),
      });
    }
    case 'approved': {
      const used = await useUp(poll);
      if (!used.ok) return used;
      return redeemApproved(ports, poll, pin, issue, startedAt);
    }
  }
}

/**
 * The grant as stored, bound to the key that this poll proves, whether or not the code was requested with it (RFC 9449
 * §5). Refused if it is bound to another key, or was revoked meanwhile.
 */
async function boundGrant(
  { grants }: Pick<Ports, 'grants'>,
  kept: Grant,
  provenKey: string | null,
): Promise<PinResult<Grant>> {
  const grant = provenKey === null ? kept : await changeGrant(grants, kept, (current) => bindKey(current, provenKey));
  if (grant === undefined) return refused({ kind: 'settled', as: 'denied' });
  return grant.keyThumbprint === provenKey ? accepted(grant) : refused({ kind: 'wrong-key' });
}

async function redeemApproved<Fault>(
  ports: Ports,
  poll: DevicePoll<Fault>,
  approved: Pin,
  issue: IssueTokens,
  startedAt: number,
): Promise<PollResult<Fault>> {
  let body = '';
  let redeemedFor: Grant | undefined;
  const change = async (pin: Pin): Promise<PinResult<RedeemedPin>> => {
    const { reader } = poll;
    const elsewhere = isNewNetwork(pin, reader);
    if (pin.state.at !== 'approved') return redeemOnce(pin, { reader, elsewhere, answer: null }, ports.clock.now());
    const grant = grantOf(ports, pin, pin.state.approval);
    if (grant === undefined) return refused({ kind: 'expired' });
    if (isExpired(pin, ports.clock.now())) return refused({ kind: 'expired' });
    const kept = await keepGrant(ports, grant);
    if (kept === undefined) return refused({ kind: 'settled', as: 'denied' });
    const bound = await boundGrant(ports, kept, poll.provenKey);
    if (!bound.ok) return bound;
    redeemedFor = bound.value;
    const { keyThumbprint } = bound.value;
    body = await issue(bound.value, pin.state.approval);
    const answer = ports.keys.sealWith(poll.deviceCode, body);
    return redeemOnce({ ...pin, keyThumbprint }, { reader, elsewhere, answer }, ports.clock.now());
  };
  const result = await changePin(ports, approved, change, (pin) => [collected(pin)]);
  if (result.ok) {
    const { state } = result.value;
    const [grant, at] = [redeemedFor ?? state.approval.grantId, ports.clock.now()];
    await changeGrant(ports.grants, grant, (current) => collect(current, at, state));
    return accepted({ kind: 'answer', body });
  }
  const lost = result.refusal.kind === 'settled' && result.refusal.as === 'redeemed';
  const pin = lost ? await ports.pins.byId(approved.id) : undefined;
  return pin === undefined ? result : reuse(ports, pin, poll, startedAt);
}
