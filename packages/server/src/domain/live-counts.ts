// Pure: no I/O, no clock, no randomness. What live pins are counted under.
import { networkOf, wideNetworkOf, type Address } from './address.ts';
import type { IssuerClass } from './code-length.ts';
import type { CodeKind } from './code.ts';
import { minuteOverAt, type LiveCounts, type Tally } from './issue-limits.ts';
import type { Pin } from './pin.ts';

/** What the live pins of one network, of all networks, and the live codes of one kind and class are counted under. */
export interface Scopes {
  readonly network: string;
  readonly wide: string;
  readonly overall: string;
  readonly codes: Readonly<Record<IssuerClass, string>>;
  /** The network is an IPv6 one. */
  readonly isV6: boolean;
}

/** What the codes of a kind are counted under. */
const codeScopes = (kind: CodeKind): Scopes['codes'] => ({ few: `${kind} few`, many: `${kind} many` });

/** What waiting weak codes of one length are counted under: in all, and of one network. Other codes are not counted so. */
export function lengthScopes(kind: CodeKind, length: number, { network }: Pick<Scopes, 'network'>): readonly string[] {
  return kind === 'weak' ? [`weak of ${length}`, `weak of ${length} ${network}`] : [];
}

/** What all pins are counted under. */
export const overallScope = 'all';

/** What a pin of a kind is counted under that was asked for from an address; all that are unknown are one network. */
export function scopesOf(kind: CodeKind, address: Address): Scopes {
  const wide = `from ${(address === null ? null : wideNetworkOf(address)) ?? 'anywhere'}`;
  return {
    network: `from ${networkOf(address)}`,
    wide,
    overall: overallScope,
    codes: codeScopes(kind),
    isV6: wide.endsWith('/48'),
  };
}

/** What of a pin says what it is counted under. */
export interface CountedPin {
  readonly kind: CodeKind;
  /** How many symbols its code has. */
  readonly codeLength: number;
  /** Where it was requested from. */
  readonly address: Address;
}

/** What of this pin says so. */
export const countedAs = ({ kind, code, requester }: Pin): CountedPin => ({
  kind,
  codeLength: code.length,
  address: requester.address,
});

/** What a pin that waits for an answer is counted under, until it is settled. */
export interface WaitingScopes extends Pick<Scopes, 'network' | 'wide' | 'overall'> {
  /** See {@link lengthScopes}. */
  readonly lengths: readonly string[];
}

/** What a pin's code is counted under, until it expires. */
export interface CountedScopes extends WaitingScopes {
  /** The scope of its kind and class. */
  readonly codes: string;
}

/** A pin is counted under so many scopes at most: four, and two of its length. */
export const mostScopes = 6;

/** Where a pin counts as waiting. */
export function waitingScopes({ kind, codeLength, address }: CountedPin): WaitingScopes {
  const { network, wide, overall } = scopesOf(kind, address);
  return { network, wide, overall, lengths: lengthScopes(kind, codeLength, { network }) };
}

/**
 * Where a new pin is counted.
 *
 * @param scopes its {@link scopesOf}
 * @param issuer the class of its issuer when it is added
 */
export const countedScopes = (
  { kind, codeLength }: Omit<CountedPin, 'address'>,
  { network, wide, overall, codes }: Scopes,
  issuer: IssuerClass,
): CountedScopes => ({
  network,
  wide,
  overall,
  codes: codes[issuer],
  lengths: lengthScopes(kind, codeLength, { network }),
});

/** Whether a pin counts as waiting for an answer. */
export const isWaiting = ({ state }: Pick<Pin, 'state'>): boolean => state.at === 'pending';

/** Whether a change of a pin makes room for another: it counted as waiting, and does not any more. */
export const makesRoom = (waited: boolean, waits: boolean): boolean => waited && !waits;

const none: Tally = { codes: 0, waiting: 0, roomAt: 0 };

/**
 * The counts as the core wants them.
 *
 * @param tally what is counted under one scope; undefined when nothing is
 * @param waiting how many wait under a scope of {@link lengthScopes}
 */
export function liveCounts(
  scopes: Scopes,
  tally: (scope: string) => Tally | undefined,
  waiting: (scope: string) => number,
): LiveCounts {
  const { network, wide, overall, codes } = scopes;
  return {
    waitingAt(length) {
      const [all = 0, own = 0] = lengthScopes('weak', length, scopes).map(waiting);
      return { overall: all, network: own };
    },
    network: tally(network) ?? none,
    wide: tally(wide) ?? none,
    overall: tally(overall) ?? none,
    codes: { few: tally(codes.few)?.codes ?? 0, many: tally(codes.many)?.codes ?? 0 },
  };
}

/**
 * See `PinStore.crowdedUntil`.
 *
 * @param minutes how many pins expire in each, the latest first
 */
export function retentionCutoff(minutes: readonly (readonly [minute: number, codes: number])[], most: number): number {
  let kept = 0;
  for (const [minute, codes] of minutes) {
    kept += codes;
    if (kept > most) return minuteOverAt(minute);
  }
  return 0;
}
