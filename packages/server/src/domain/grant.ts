// Pure: no I/O, no clock, no randomness. The life of one grant, as transitions that return the next grant.
import type { Address } from './address.ts';
import type { DeviceInfo, Protocol } from './pin.ts';
import type { Place } from './place.ts';
import type { ApprovalSignIn } from './session.ts';

/** A device that a person linked: what an approval, or a sign-in with a password, gave. To people it is "a device". */
export interface Grant {
  /** Internal id, random, 128 bits. */
  readonly id: string;
  /** The pin that it came from; null for a sign-in with a password. */
  readonly pinId: string | null;
  /** Id of the grant whose token approved it, and with which it ends; null when a person did at a page. */
  readonly approvedBy: string | null;
  /** Account id. */
  readonly account: string;
  readonly protocol: Protocol;
  /** The client it was given to; for plex the client identifier. */
  readonly clientId: string;
  /** What the person calls it. */
  readonly name: string;
  readonly deviceInfo: DeviceInfo;
  /** Where the pin was asked for. */
  readonly address: Address;
  /** What that hid behind; see the core's `Requester`. */
  readonly hiddenBehind?: string;
  readonly place: Place | null;
  readonly mayApprove: boolean;
  /** It came of a sign-in by redirect, of which an app has as many as browsers. */
  readonly byRedirect?: true;
  /** The sign-in in whose session the person said yes; none for an approval by a device. */
  readonly signIn?: ApprovalSignIn;
  /** What the token may be used for; none for plex. */
  readonly scopes: readonly string[];
  /** What the token is for; none for plex. */
  readonly resources: readonly string[];
  /** Thumbprint of the key that the tokens are bound to, or null. */
  readonly keyThumbprint: string | null;
  /**
   * Hash of the plex token; the token itself is nowhere. Null where JWTs have come in its place. An OAuth grant's is never
   * handed out: it has other tokens.
   */
  readonly tokenHash: string | null;
  /** Milliseconds since the epoch, as all times. */
  readonly linkedAt: number;
  /** When the device first read its token; null until then. */
  readonly collectedAt: number | null;
  /** From where it did. */
  readonly collectedFrom: Address;
  /** Nobody had asked from that network before the yes. */
  readonly collectedElsewhere: boolean;
  /** When the token was last used. */
  readonly lastSeenAt: number | null;
  /** Goes up by one at each change; a store replaces a grant only when its version is the one that was read. */
  readonly version: number;
}

/** Who collects a token. */
export interface Collector {
  readonly reader: Address;
  /** Nobody has asked from there before. */
  readonly elsewhere: boolean;
}

/** So many devices that came in with the password are live at most: of one account, and of one client in it. */
export const mostPasswordGrants: { readonly ofAccount: number; readonly ofHolder: number } = {
  ofAccount: 100,
  ofHolder: 10,
};

const next = (grant: Grant, change: Partial<Grant>): Grant => ({ ...grant, ...change, version: grant.version + 1 });

/** Notes the first collection of the token; later ones change nothing. */
export function collect(grant: Grant, at: number, { reader, elsewhere }: Collector): Grant {
  if (grant.collectedAt !== null) return grant;
  return next(grant, { collectedAt: at, collectedFrom: reader, collectedElsewhere: elsewhere });
}

/** Notes a use of the token; one that is not after the last noted changes nothing. */
export function see(grant: Grant, at: number): Grant {
  return grant.lastSeenAt !== null && grant.lastSeenAt >= at ? grant : next(grant, { lastSeenAt: at });
}

/** Gives it another name. */
export function rename(grant: Grant, name: string): Grant {
  return grant.name === name ? grant : next(grant, { name });
}

/** Binds it to a key, before its first tokens are made; one that is bound already stays as it is. */
export function bindKey(grant: Grant, keyThumbprint: string): Grant {
  return grant.keyThumbprint === null ? next(grant, { keyThumbprint }) : grant;
}

/** Ends its token of the old kind; the device stays (wire C11). */
export function endToken(grant: Grant): Grant {
  return grant.tokenHash === null ? grant : next(grant, { tokenHash: null });
}

/** Whether it came in with a password, and so ends with it. */
export const isByPassword = ({ pinId }: Pick<Grant, 'pinId'>): boolean => pinId === null;

/** What a store finds in the step in which a grant is to be added. */
export interface AddingGrant {
  /** What it has under the grant's id. */
  readonly stored: 'live' | 'revoked' | undefined;
  /** The grant that approved it is live; true where none did. */
  readonly isApproverLive: boolean;
  /** The account still has the password that its person showed; true where none was shown. */
  readonly isPasswordCurrent: boolean;
  /** Its person was signed out everywhere since it was linked. */
  readonly hasEndedWithAll: boolean;
}

/**
 * Whether a grant may be added. One that is there is left as it is, so the approver and the redeeming read may both add it;
 * one that was revoked never comes back, none rests on a grant or a password that has ended, and none outlasts the sign-out of
 * its person.
 */
export function judgeNewGrant({
  stored,
  isApproverLive,
  isPasswordCurrent,
  hasEndedWithAll,
}: AddingGrant): 'add' | 'there' | 'refused' {
  if (!isPasswordCurrent || stored === 'revoked') return 'refused';
  if (stored === 'live') return 'there';
  return isApproverLive && !hasEndedWithAll ? 'add' : 'refused';
}

/** What of a grant says when it was used. */
export type UsedGrant = Pick<Grant, 'id' | 'clientId' | 'linkedAt' | 'lastSeenAt'>;

/** When a grant was last used; one that was never used counts from its linking. */
export const lastUseOf = ({ lastSeenAt, linkedAt }: Pick<Grant, 'linkedAt' | 'lastSeenAt'>): number =>
  lastSeenAt ?? linkedAt;

/** Grants in the order of their use, the last used first. */
export const lastUsedFirst = <Used extends Pick<Grant, 'linkedAt' | 'lastSeenAt'>>(
  grants: readonly Used[],
): readonly Used[] => grants.toSorted((one, other) => lastUseOf(other) - lastUseOf(one));

/**
 * Those that end so that one more does not make {@link mostPasswordGrants} too many: the least recently used.
 *
 * @param byPassword the account's live grants by password, the first linked first
 * @param clientId the client of the one that comes
 */
export function leastUsed<Used extends UsedGrant>(byPassword: readonly Used[], clientId: string): readonly Used[] {
  const lastFirst = lastUsedFirst(byPassword.toReversed());
  const ofHolder = lastFirst.filter((grant) => grant.clientId === clientId).slice(mostPasswordGrants.ofHolder - 1);
  const left = lastFirst.filter((grant) => !ofHolder.includes(grant));
  return [...ofHolder, ...left.slice(mostPasswordGrants.ofAccount - 1)];
}

/**
 * Whether a token has ended because nobody used it.
 *
 * @param idleFor milliseconds without use after which it ends
 */
export const isIdleExpired = (
  { lastSeenAt, collectedAt, linkedAt }: Pick<Grant, 'linkedAt' | 'collectedAt' | 'lastSeenAt'>,
  now: number,
  idleFor: number,
): boolean => now >= (lastSeenAt ?? collectedAt ?? linkedAt) + idleFor;

/** Whether one device may rename or end another of the same person's: one that may approve others may, and each itself. */
export const mayManage = (by: Pick<Grant, 'id' | 'mayApprove'>, { id }: Pick<Grant, 'id'>): boolean =>
  by.id === id || by.mayApprove;
