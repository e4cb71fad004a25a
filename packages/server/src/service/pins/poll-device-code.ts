import type { Address } from '../../domain/address.ts';
import { isExpired, isReader, repeatReadWindow, type Pin, type RedeemedPin } from '../../domain/pin.ts';
import { recordPoll } from '../../domain/poll-facts.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { findDeviceCode, type DeviceCodeHolder } from './find-device-code.ts';
import { numberToMatch } from './number-to-match.ts';
import type { Keys } from '../ports/keys.ts';
import type { PinPorts } from './pin-ports.ts';
import { recordEvidence } from './record-evidence.ts';
import { redeemApproved, revokeReplayed, type IssueTokens, type UsedBefore } from './redeem-approved.ts';

/** One poll at the token endpoint. */
export interface DevicePoll<Fault = never> extends DeviceCodeHolder {
  /** Thumbprint of the key that this request proves, or null. */
  readonly provenKey: string | null;
  /** RFC 7636; null, or left out, if the request shows none. */
  readonly codeVerifier?: string | null;
  readonly reader: Address;
  /** The interval that the device was told, in milliseconds. */
  readonly interval: number;
  /** Uses up what the request proves by, before tokens are given out for it; default: nothing. */
  readonly useUp?: () => Promise<Result<undefined, Fault>>;
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
export function isPlainDevicePoll(
  { keys }: Pick<Ports, 'keys'>,
  pin: Pin,
  { clientId, reader, codeVerifier = null }: Pick<DevicePoll, 'clientId' | 'reader' | 'codeVerifier'>,
): boolean {
  return (
    pin.redirect === undefined &&
    pin.clientId === clientId &&
    pin.keyThumbprint === null &&
    fitsChallenge(keys, pin, codeVerifier) &&
    recordPoll(pin, { from: reader }) === pin
  );
}

/**
 * Whether a poll shows the verifier that its code was requested with (RFC 7636 §4.6). Without a challenge it shows none: who
 * sends one takes the code for another (RFC 9700 §4.8.2).
 */
function fitsChallenge(
  keys: Pick<Keys, 'hash'>,
  { authorizationRequest }: Pick<Pin, 'authorizationRequest'>,
  verifier: string | null,
): boolean {
  const challenge = authorizationRequest?.codeChallenge;
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null;
  return keys.hash(verifier) === challenge;
}

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
  const { redeemedAt, answer } = pin.state;
  const now = ports.clock.now();
  if (now < redeemedAt + repeatReadWindow.oauth) {
    if (answer === null || !isRedeemer(pin, pin.state, poll)) return spent;
    const used = await useUp(poll);
    if (!used.ok) return used;
    const body = ports.keys.unsealWith(poll.deviceCode, answer);
    return body === undefined ? spent : accepted({ kind: 'answer', body });
  }
  await revokeReplayed(ports, pin as RedeemedPin, { startedAt, reader: poll.reader, fact: 'device-code' });
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
  if (!fitsChallenge(ports.keys, pin, poll.codeVerifier ?? null)) return refused({ kind: 'wrong-verifier' });

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
      return redeem(ports, poll, pin, issue, startedAt);
    }
  }
}

async function redeem<Fault>(
  ports: Ports,
  poll: DevicePoll<Fault>,
  approved: Pin,
  issue: IssueTokens,
  startedAt: number,
): Promise<PollResult<Fault>> {
  const { provenKey, reader, deviceCode } = poll;
  const sealAnswer = (body: string): string => ports.keys.sealWith(deviceCode, body);
  const result = await redeemApproved(ports, approved, { provenKey, reader, sealAnswer }, issue);
  if (result.ok) return accepted({ kind: 'answer', body: result.value });
  const lost = result.refusal.kind === 'settled' && result.refusal.as === 'redeemed';
  const pin = lost ? await ports.pins.byId(approved.id) : undefined;
  return pin === undefined ? result : reuse(ports, pin, poll, startedAt);
}
