// Pure: no I/O, no clock, no randomness. The life of one pin, as transitions that return the next pin or a refusal.
import { samePrefix, sameHousehold, type Address } from './address.ts';
import type { AuthorizationRequest, RedirectRequest } from './authorization-request.ts';
import type { CodeKind } from './code.ts';
import type { ApprovalSignIn } from './session.ts';
import type { Place } from './place.ts';
import type { PollFacts } from './poll-facts.ts';
import type { PinResult } from './refusal.ts';
import { accepted, refused } from './result.ts';

/** The protocol that issued the pin, and the only one that can read, cancel or redeem it. */
export type Protocol = 'plex' | 'oauth';

/** Unverified information from the device, shown to people as "says it is". */
export interface DeviceInfo {
  readonly product: string | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly device: string | null;
  readonly deviceName: string | null;
  readonly model: string | null;
  readonly vendor: string | null;
}

/** The origin of a pin's request. */
export interface Requester {
  readonly deviceInfo: DeviceInfo;
  readonly address: Address;
  /**
   * The peer's address if the request's own headers hide the client's. For blocks only, never for trust, because it may
   * be a proxy for many.
   */
  readonly hiddenBehind?: string;
  readonly place: Place | null;
  /** The device asks for permission to approve other devices; the person decides. */
  readonly wantsToApprove: boolean;
}

/** The public half of the Ed25519 key that a plex device signs in with (wire 1.9). */
export interface DeviceKey {
  /** RFC 7638 thumbprint, computed here. */
  readonly thumbprint: string;
  /** The 32 bytes, base64url. */
  readonly x: string;
  /** The device's name for it; returned to the device, proves nothing. */
  readonly kid: string;
}

/** The facts of an approval. */
export interface Approval {
  /** Account id. */
  readonly account: string;
  /** Internal id of the device record that this approval makes. */
  readonly grantId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly address: Address;
  readonly place: Place | null;
  /** Requester and approver share a public IPv4 address or IPv6 /64 (wire: `trusted`). */
  readonly trusted: boolean;
  /** The account was created after the pin was requested (wire: `newRegistration`). */
  readonly newRegistration: boolean;
  /** The person allows this device to approve others. */
  readonly mayApprove: boolean;
  /** Id of the grant whose token approved; null for an approval on a page. */
  readonly approvedBy: string | null;
  /** The granted subset of the requested scopes; none for plex. */
  readonly scopes: readonly string[];
  /** The sign-in in whose session the person said yes; none for an approval by a device. */
  readonly signIn?: ApprovalSignIn;
  /** 128 random bits, base64url, that the token is derived from. Deleted with the pin. */
  readonly salt: string;
  /** The key that the token is derived with. */
  readonly keyId: string;
}

/** A pin opened by a signed-in person. */
export interface Opened {
  /** Account id. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The browser session that opened it, which the number to match is for; null if the code came by API. */
  readonly session: string | null;
  /** Number of wrong numbers, in this session and earlier ones. */
  readonly tries: number;
}

/**
 * Why a pin is denied: the person denied it, entered two wrong numbers, or reported that they never requested it; or an operator
 * ended it.
 */
export type DeniedWhy = 'said-no' | 'wrong-number' | 'not-me' | 'operator';

/** The state of a pin. Expired is not a state but computed, see {@link isExpired}. */
export type PinState =
  | { readonly at: 'pending'; readonly opened: Opened | null }
  | { readonly at: 'approved'; readonly approval: Approval }
  | { readonly at: 'denied'; readonly by: string; readonly deniedAt: number; readonly why: DeniedWhy }
  | { readonly at: 'cancelled'; readonly cancelledAt: number }
  | {
      readonly at: 'redeemed';
      readonly approval: Approval;
      readonly redeemedAt: number;
      /** The address that the token was first read from. */
      readonly reader: Address;
      /** True if that network neither requested nor polled the pin before its approval: perhaps another device. */
      readonly elsewhere: boolean;
      /** The sealed response, which the redeemer may fetch again; null if nobody may. */
      readonly answer: string | null;
    };

/** One request for a sign-in, from its issue to its end. */
export interface Pin {
  /** Internal, random, 128 bits; never on a wire. */
  readonly id: string;
  readonly protocol: Protocol;
  /** The protocol's identifier: plex's decimal id, 31 bits (wire S7); the hash of an OAuth device or authorization code. */
  readonly publicId: string;
  readonly kind: CodeKind;
  /** As shown to the person. */
  readonly code: string;
  /** The client that the pin was issued to: plex's client identifier (wire S9), OAuth's client_id (D30). */
  readonly clientId: string;
  /** Null for plex, which has no scopes. */
  readonly authorizationRequest: AuthorizationRequest | null;
  /** RFC 7638 thumbprint of the key that a DPoP proof must show to redeem; null when there is none, and for plex. */
  readonly keyThumbprint: string | null;
  /** The key that a device JWT must show to redeem; null when the device gave none, and for OAuth. */
  readonly deviceKey: DeviceKey | null;
  /** Approval requires the number that the device shows: by the client's policy at the time of the request. */
  readonly matchesNumber?: boolean;
  /** Present if the request came by redirect: it is redeemed by its authorization code, and polled by nobody. */
  readonly redirect?: RedirectRequest;
  readonly requester: Requester;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch; at this instant the pin is expired. */
  readonly expiresAt: number;
  /** Incremented by each change; a store replaces a pin only if its version is the one that was read. */
  readonly version: number;
  readonly state: PinState;
  /** What its polls have shown; absent while that is nothing. */
  readonly polled?: PollFacts;
}

/**
 * How long after its redemption a pin gives the same answer to its redeemer again, in milliseconds. Plex: as plex.tv (wire
 * S10). OAuth: a device that lost the answer may notice by its time-out, 55 seconds for a held poll in our SDK, and then backs
 * off for twice the interval (RFC 8628 §3.5), which is ten seconds after a `slow_down`.
 */
export const repeatReadWindow: Readonly<Record<Protocol, number>> = { plex: 10_000, oauth: 90_000 };

/** How long an authorization code is good after the approval, in milliseconds (RFC 6749 §4.1.2 allows ten minutes). */
const authorizationCodeLife: number = 60_000;

/** How long after a pin's end its public id is not reused, in milliseconds. */
export const publicIdRest: number = 24 * 60 * 60 * 1000;

/**
 * When the pin ends: its expiry, or {@link repeatReadWindow} after its token was first read. An authorization code ends
 * {@link authorizationCodeLife} after the approval and with its first use.
 */
export function endOf({ state, redirect, protocol, expiresAt }: Pin): number {
  if (redirect !== undefined && state.at === 'approved') return state.approval.at + authorizationCodeLife;
  if (state.at !== 'redeemed') return expiresAt;
  return redirect === undefined ? state.redeemedAt + repeatReadWindow[protocol] : state.redeemedAt;
}

/** True from the pin's end on, whatever its state: an approval that was not redeemed is lost. */
export function isExpired(pin: Pin, now: number): boolean {
  return now >= endOf(pin);
}

/**
 * What a pin is to the device that reads it: the pin while it waits or can be redeemed, else how it ended. A denial or a
 * cancellation is told after the pin's expiry, too.
 */
export function readable(pin: Pin, now: number): PinResult<Pin> {
  const expired = isExpired(pin, now);
  if (pin.state.at === 'denied' || pin.state.at === 'cancelled' || (pin.state.at === 'redeemed' && expired)) {
    return refused({ kind: 'settled', as: pin.state.at });
  }
  return expired ? refused({ kind: 'expired' }) : accepted(pin);
}

const next = (pin: Pin, state: PinState): Pin => ({ ...pin, version: pin.version + 1, state });

type PendingPin = Pin & { state: { at: 'pending' } };

/** Returns the pin if it can still be decided, else the reason. */
function undecided(pin: Pin, now: number): PinResult<PendingPin> {
  if (isExpired(pin, now)) return refused({ kind: 'expired' });
  if (pin.state.at !== 'pending') return refused({ kind: 'settled', as: pin.state.at });
  return accepted(pin as PendingPin);
}

/** Number of wrong numbers that deny a pin. */
const numberTries = 2;

/**
 * Opens a pin for a person. The first time is recorded. With number matching, the last session takes over, so that an
 * abandoned window locks nobody out; wrong numbers keep counting.
 *
 * @param account the person's account
 * @param session the browser session; null if the code came by API, which does not take over
 * @returns the pin, with a new version only if this opening is recorded
 */
export function open(pin: Pin, account: string, now: number, session: string | null = null): PinResult<Pin> {
  const current = undecided(pin, now);
  if (!current.ok) return current;
  const { opened } = current.value.state;
  const takesOver = pin.matchesNumber === true && session !== null && opened?.session !== session;
  if (opened !== null && !takesOver) return accepted(pin);
  const look: Opened = { by: account, at: now, session, tries: opened?.tries ?? 0 };
  return accepted(next(pin, { at: 'pending', opened: look }));
}

/** The number that a person entered. */
export interface TypedNumber {
  /** The session in which it was entered. */
  readonly session: string;
  /** Whether it is the number of the last session that opened the pin. */
  readonly isRight: boolean;
}

/** The pin after a number that does not match. A session other than the last one takes over. */
function afterNumber(pin: PendingPin, account: string, { session }: TypedNumber, now: number): PinResult<Pin> {
  const { opened } = pin.state;
  if (opened?.session !== session) return open(pin, account, now, session);
  const tries = opened.tries + 1;
  return tries < numberTries
    ? accepted(next(pin, { at: 'pending', opened: { ...opened, tries } }))
    : deny(pin, account, now, 'wrong-number');
}

/**
 * Approves a pin at `approval.at`. Computes `trusted` from the two addresses and drops scopes that were not requested.
 *
 * @param typed the number, which a pin with number matching requires
 * @returns the approved pin; where a number has to match also one that is pending (the number was wrong once, or is of
 *   a session that is not the last to look, which it is from now on) or denied (it was wrong too often)
 */
export function approve(
  pin: Pin,
  approval: Omit<Approval, 'trusted'>,
  typed: TypedNumber | null = null,
): PinResult<Pin> {
  const current = undecided(pin, approval.at);
  if (!current.ok) return current;
  if (pin.matchesNumber === true) {
    if (typed === null) return refused({ kind: 'not-allowed' });
    const isLast = current.value.state.opened?.session === typed.session;
    if (!isLast || !typed.isRight) return afterNumber(current.value, approval.account, typed, approval.at);
  }
  const trusted = sameHousehold(pin.requester.address, approval.address);
  const scopes = approval.scopes.filter((scope) => pin.authorizationRequest?.scopes.includes(scope));
  return accepted(next(pin, { at: 'approved', approval: { ...approval, trusted, scopes } }));
}

/** Denies a pin. */
export function deny(pin: Pin, by: string, now: number, why: DeniedWhy = 'said-no'): PinResult<Pin> {
  const current = undecided(pin, now);
  if (!current.ok) return current;
  return accepted(next(pin, { at: 'denied', by, deniedAt: now, why }));
}

/** Cancels a pin for its device. Too late after an approval: then the token can be revoked. */
export function cancel(pin: Pin, now: number): PinResult<Pin> {
  const current = undecided(pin, now);
  if (!current.ok) return current;
  return accepted(next(pin, { at: 'cancelled', cancelledAt: now }));
}

/** A redeemed pin. */
export type RedeemedPin = Pin & { state: { at: 'redeemed' } };

/** Whether an address is in the network that a pin was redeemed from. */
export const isReader = ({ reader }: Pick<RedeemedPin['state'], 'reader'>, address: Address): boolean =>
  reader === address || samePrefix(reader, address);

/**
 * Redeems a pin for a plex device. The first time changes the pin; within {@link repeatReadWindow} the same reader may
 * repeat it without a change (wire S10).
 *
 * @param reader the device's address
 * @param elsewhere whether its network is new
 * @returns the redeemed pin, with a new version only the first time
 */
export function redeem(pin: Pin, reader: Address, now: number, elsewhere = false): PinResult<RedeemedPin> {
  if (pin.state.at === 'redeemed' && !isExpired(pin, now)) {
    return isReader(pin.state, reader) ? accepted(pin as RedeemedPin) : refused({ kind: 'settled', as: 'redeemed' });
  }
  return redeemOnce(pin, { reader, elsewhere, answer: null }, now);
}

/**
 * Redeems a pin exactly once (B17).
 *
 * @param collection the device's address, whether its network is new, and the sealed response
 */
export function redeemOnce(
  pin: Pin,
  collection: { readonly reader: Address; readonly elsewhere: boolean; readonly answer: string | null },
  now: number,
): PinResult<RedeemedPin> {
  if (pin.state.at === 'redeemed') return refused({ kind: 'settled', as: 'redeemed' });
  if (isExpired(pin, now)) return refused({ kind: 'expired' });
  switch (pin.state.at) {
    case 'approved':
      return accepted(
        next(pin, { at: 'redeemed', approval: pin.state.approval, redeemedAt: now, ...collection }) as RedeemedPin,
      );
    case 'pending':
      return refused({ kind: 'not-allowed' });
    case 'denied':
    case 'cancelled':
      return refused({ kind: 'settled', as: pin.state.at });
  }
}
