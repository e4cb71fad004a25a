// Pure: no I/O, no clock, no randomness. The life of one pin, as transitions that return the next pin or a refusal.
import { samePrefix, sameHousehold, type Address } from './address.ts';
import type { CodeKind } from './code.ts';
import type { Place } from './place.ts';
import type { PinResult } from './refusal.ts';
import { accepted, refused } from './result.ts';

/** The wire language that issued the pin, and the only one that may read, cancel or redeem it. */
export type Protocol = 'plex' | 'oauth';

/** What the device says of itself. Nothing of it is proven, so people are shown it as "says it is". */
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

/** Who asked for the pin. */
export interface Requester {
  readonly deviceInfo: DeviceInfo;
  readonly address: Address;
  /**
   * Set when the request's own headers hide its address: where it came from all the same. Good for blocks and for nothing
   * that trusts, because it may be a proxy that speaks for many.
   */
  readonly hiddenBehind?: string;
  readonly place: Place | null;
  /** The device wants its token to be able to approve other devices; the person decides. */
  readonly wantsToApprove: boolean;
}

/** What an OAuth client asks for beside the sign-in. */
export interface AuthorizationRequest {
  /** What the token may be used for, in the client's registered words (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
  /** What the token is for, as absolute URIs (RFC 8707). */
  readonly resources: readonly string[];
}

/** The public half of the Ed25519 key that a plex device signs in with (wire 1.9). */
export interface DeviceKey {
  /** RFC 7638, worked out here: what the key is known by. */
  readonly thumbprint: string;
  /** The 32 bytes, base64url. */
  readonly x: string;
  /** What the device calls it: told back to the device, proof of nothing. */
  readonly kid: string;
}

/** What a person's yes carries. */
export interface Approval {
  /** Account id. */
  readonly account: string;
  /** Internal key of the device record that this approval makes. */
  readonly grantId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly address: Address;
  readonly place: Place | null;
  /** Requester and approver share a public IPv4 address or IPv6 /64 (wire: `trusted`). */
  readonly trusted: boolean;
  /** The account was made after the pin was asked for (wire: `newRegistration`). */
  readonly newRegistration: boolean;
  /** The person lets this device approve others. */
  readonly mayApprove: boolean;
  /** Id of the grant whose token said yes; null when the person did at a page. */
  readonly approvedBy: string | null;
  /** What the person left of the scopes that were asked for; none for plex. */
  readonly scopes: readonly string[];
  /** 128 fresh random bits, base64url: what the token is derived from. It goes with the pin. */
  readonly salt: string;
  /** Which key the token is derived with. */
  readonly keyId: string;
}

/** A look at a pin by a signed-in person. */
export interface Opened {
  /** Account id. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The browser session that looks, which the number to match is for; null when the code was given by API. */
  readonly session: string | null;
  /** How many wrong numbers were typed, in this session or in one before it. */
  readonly tries: number;
}

/** Why a pin is denied: the person said so, two wrong numbers were typed, or the person never asked for it. */
export type DeniedWhy = 'said-no' | 'wrong-number' | 'not-me';

/** Where a pin stands. Expired is not a state: it is a question of the time, see {@link isExpired}. */
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
      /** Neither asked for nor polled from that network before the yes: perhaps not by the same device. */
      readonly elsewhere: boolean;
      /** The answer itself, sealed, for the device key that may fetch it again; null where nobody may. */
      readonly answer: string | null;
    };

/** One request for a sign-in, from its issue to its end. */
export interface Pin {
  /** Internal, random, 128 bits; never on a wire. */
  readonly key: string;
  readonly protocol: Protocol;
  /** What the wire knows the pin by: plex's decimal id, 31 bits (wire S7); the hash of an OAuth device code. */
  readonly publicId: string;
  readonly kind: CodeKind;
  /** As shown to the person. */
  readonly code: string;
  /** The client that the pin was issued to: plex's client identifier (wire S9), OAuth's client_id (D30). */
  readonly clientId: string;
  /** Null for plex, which knows no scopes. */
  readonly authorizationRequest: AuthorizationRequest | null;
  /** RFC 7638 thumbprint of the key that a DPoP proof must show to redeem; null when there is none, and for plex. */
  readonly keyThumbprint: string | null;
  /** The key that a device JWT must show to redeem; null when the device gave none, and for OAuth. */
  readonly deviceKey: DeviceKey | null;
  /** A yes needs the number that the device shows: the policy of its client when it asked, never the device's wish. */
  readonly matchesNumber?: boolean;
  readonly requester: Requester;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch; at this instant the pin is expired. */
  readonly expiresAt: number;
  /** Goes up by one at each change; a store replaces a pin only when its version is the one that was read. */
  readonly version: number;
  readonly state: PinState;
}

/** How long a redeemed plex pin can be read again, in milliseconds (wire S10). */
export const repeatReadWindow: number = 10_000;

/** How long after a pin's end its handle is not given to another pin, in milliseconds. */
export const publicIdRest: number = 24 * 60 * 60 * 1000;

/** When the pin's life is over: its expiry, or ten seconds after its token was first read. */
export function endOf(pin: Pin): number {
  return pin.state.at === 'redeemed' ? pin.state.redeemedAt + repeatReadWindow : pin.expiresAt;
}

/** A pin is expired from its last instant on, whatever its state: an approval that was not collected is lost with it. */
export function isExpired(pin: Pin, now: number): boolean {
  return now >= endOf(pin);
}

const next = (pin: Pin, state: PinState): Pin => ({ ...pin, version: pin.version + 1, state });

/** The pin while a person can still decide about it, or why that is over. */
function undecided(pin: Pin, now: number): PinResult<Pin & { state: { at: 'pending' } }> {
  if (isExpired(pin, now)) return refused({ kind: 'expired' });
  if (pin.state.at !== 'pending') return refused({ kind: 'settled', as: pin.state.at });
  return accepted(pin as Pin & { state: { at: 'pending' } });
}

/** How many wrong numbers deny a pin. */
const numberTries = 2;

/**
 * A person looks at the pin. The first look is remembered. Where a number has to match, the last session to look takes
 * over, so that nobody is locked out by a window that was left; the wrong numbers that were typed go on counting.
 *
 * @param account who looks
 * @param session the browser session that looks; null when the code was given by API, which takes nothing over
 * @returns the pin, with a new version only when this look is the one that counts from now on
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

/** What a person typed for the number that the device shows. */
export interface TypedNumber {
  /** The session that it was typed in. */
  readonly session: string;
  /** It is the number of the session that looked last. */
  readonly isRight: boolean;
}

/** The pin after a number that does not let it be approved. A session that looked before the last one takes over. */
function afterNumber(pin: Pin, account: string, { session }: TypedNumber, now: number): PinResult<Pin> {
  const looked = open(pin, account, now, session);
  if (!looked.ok || looked.value.version !== pin.version || pin.state.at !== 'pending') return looked;
  const tries = (pin.state.opened?.tries ?? 0) + 1;
  return tries < numberTries && pin.state.opened !== null
    ? accepted(next(pin, { at: 'pending', opened: { ...pin.state.opened, tries } }))
    : deny(pin, account, now, 'wrong-number');
}

/**
 * A yes. `approval.at` is the time that counts; `trusted` is worked out here from the two addresses, and a scope that
 * was not asked for is not given.
 *
 * @param typed the number, where one has to match; without it such a pin refuses
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
    if (!isLast || !typed.isRight) return afterNumber(pin, approval.account, typed, approval.at);
  }
  const trusted = sameHousehold(pin.requester.address, approval.address);
  const scopes = approval.scopes.filter((scope) => pin.authorizationRequest?.scopes.includes(scope));
  return accepted(next(pin, { at: 'approved', approval: { ...approval, trusted, scopes } }));
}

/** A no, by the account `by`. */
export function deny(pin: Pin, by: string, now: number, why: DeniedWhy = 'said-no'): PinResult<Pin> {
  const current = undecided(pin, now);
  if (!current.ok) return current;
  return accepted(next(pin, { at: 'denied', by, deniedAt: now, why }));
}

/** The device has changed its mind. After an approval it is too late: then the token is there to be revoked. */
export function cancel(pin: Pin, now: number): PinResult<Pin> {
  const current = undecided(pin, now);
  if (!current.ok) return current;
  return accepted(next(pin, { at: 'cancelled', cancelledAt: now }));
}

/** A pin whose token may be handed out. */
export type RedeemedPin = Pin & { state: { at: 'redeemed' } };

/**
 * A plex device collects. The first time is a change; within {@link repeatReadWindow} the same reader may collect again,
 * which changes nothing (wire S10).
 *
 * @param reader the address that asks
 * @param elsewhere nobody has asked from there before
 * @returns the redeemed pin, with a new version only the first time
 */
export function redeem(pin: Pin, reader: Address, now: number, elsewhere = false): PinResult<RedeemedPin> {
  if (pin.state.at === 'redeemed' && !isExpired(pin, now)) {
    const same = pin.state.reader === reader || samePrefix(pin.state.reader, reader);
    return same ? accepted(pin as RedeemedPin) : refused({ kind: 'settled', as: 'redeemed' });
  }
  return redeemOnce(pin, { reader, elsewhere, answer: null }, now);
}

/**
 * A device collects, and nobody after it (B17).
 *
 * @param collection the address that asks, whether nobody there has asked before, and the sealed answer
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
