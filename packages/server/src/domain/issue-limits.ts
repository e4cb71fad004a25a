// Pure: no I/O, no clock, no randomness. How many pins may wait for an answer, and what a new one has to keep to.
import {
  classBounds,
  issuerClass,
  lengthBounds,
  nextLength,
  wideShare,
  type IssuerClass,
  type Sizing,
} from './code-length.ts';
import { nextWeakLength, weakLengthBounds, type Asking, type WaitingAt, type WeakCodes } from './code-places.ts';
import { isWithin, type CountBound } from './count-bounds.ts';

/** What a new pin has to keep to. */
export interface IssueRules {
  /** How many pins of one network may wait for an answer; those of a /24 or /48 prefix four times as many. */
  readonly perNetwork: number;
  /**
   * How many pins may wait in all; with those that were settled before they expired, three times as many. The last
   * tenth is for networks that have none: IPv4 addresses and IPv6 /48s, because one customer may have all networks of a
   * /48.
   */
  readonly overall: number;
  /** What the length of the code follows from; null for codes that nobody guesses. */
  readonly sizing: Sizing | WeakSizing | null;
}

/** What the length of a weak code follows from: how many codes of each length wait. */
export interface WeakSizing {
  readonly codes: WeakCodes;
  /** See `Asking` in `code-places.ts`. */
  readonly least: number;
  readonly longer: number;
}

/** The code has another length than codes asked for from there have now. */
export interface WrongLength {
  readonly kind: 'wrong-length';
  /** How many symbols it must have. */
  readonly needs: number;
  readonly issuer: IssuerClass;
}

/** As many pins wait as may. */
export interface NoRoom {
  readonly kind: 'no-room';
  /** When the first of them gives up its place by itself, in milliseconds since the epoch. */
  readonly roomAt: number;
}

/** The pins of one network, or of all of them, whose minute of expiry is not over. */
export interface Tally {
  /** Their codes, settled or not: a code counts until it expires. */
  readonly codes: number;
  /** How many of them wait for an answer. */
  readonly waiting: number;
  /** When the first minute in which one of them expires is over; milliseconds since the epoch, 0 when there is none. */
  readonly roomAt: number;
}

/** What lives when a pin is asked for; the new one is not counted. */
export interface LiveCounts {
  readonly network: Tally;
  readonly wide: Tally;
  readonly overall: Tally;
  /** The codes of the new pin's kind. */
  readonly codes: Readonly<Record<IssuerClass, number>>;
  /** The weak codes of a length that wait. */
  readonly waitingAt: (length: number) => WaitingAt;
}

/** Counts are kept by the minute in which pins expire, numbered from the epoch. */
export const minuteOf = (time: number): number => (time - (time % 60_000)) / 60_000;

/** The instant at which a minute is over, in milliseconds since the epoch. */
export const minuteOverAt = (minute: number): number => (minute + 1) * 60_000;

/** The class that the next code from there is counted in. */
export const classIn = ({ network, wide }: LiveCounts): IssuerClass => issuerClass(network.codes, wide.codes);

const tenth = 10;

/** So many times as many pins as may wait may have been issued and not expired: settled ones take room, too. */
const issuedShare = 3;

/** So many times as many pins as may wait are kept, ended ones included; past that the oldest are forgotten early. */
export const keptShare = 4;

/** A tally that leaves room while it is less. */
type RoomBound = CountBound & { readonly count: 'network' | 'wide' | 'overall' };

/** In which range of counts there is room for a new pin, as long as its network and its prefix have none or some as now. */
function roomBounds({ network, wide }: LiveCounts, rules: IssueRules, isV6: boolean): readonly RoomBound[] {
  const overallBounds = (of: 'codes' | 'waiting', most: number): readonly RoomBound[] => {
    const hasNone = network[of] === 0 && (wide[of] === 0 || !isV6);
    if (!hasNone) return [{ count: 'overall', of, below: most - most / tenth }];
    const none: readonly RoomBound[] = [
      { count: 'network', of, below: 1 },
      ...(isV6 ? [{ count: 'wide', of, below: 1 } as const] : []),
    ];
    return [...none, { count: 'overall', of, below: most }];
  };
  return [
    { count: 'network', of: 'waiting', below: rules.perNetwork },
    { count: 'wide', of: 'waiting', below: rules.perNetwork * wideShare },
    ...overallBounds('waiting', rules.overall),
    ...overallBounds('codes', issuedShare * rules.overall),
  ];
}

/** The first count that leaves a new pin no room. */
function crowded(counts: LiveCounts, rules: IssueRules, isV6: boolean): Tally | undefined {
  const full = roomBounds(counts, rules, isV6).find((bound) => !isWithin(bound, counts[bound.count][bound.of]));
  return full && counts[full.count];
}

const askingWith = (sizing: WeakSizing, { waitingAt, wide }: LiveCounts, isV6: boolean): Asking => ({
  ...sizing,
  waitingAt,
  wide: wide.waiting,
  isV6,
});

/**
 * In which range of counts a new pin may be issued, if with these counts it may: a store that cannot count and judge in one
 * step judges with the counts that it knows, and in the step that adds the pin has only to see that they are in range.
 *
 * @param codeLength how many symbols its code has
 */
export function newPinBounds(
  counts: LiveCounts,
  rules: IssueRules | undefined,
  codeLength: number,
  isV6: boolean,
): readonly CountBound[] {
  const issuer = classBounds(counts.network.codes, counts.wide.codes);
  if (rules === undefined) return issuer;
  const { sizing } = rules;
  const room = [...issuer, ...roomBounds(counts, rules, isV6)];
  if (sizing === null) return room;
  return 'codes' in sizing
    ? [...room, ...weakLengthBounds(sizing.codes, askingWith(sizing, counts, isV6), codeLength)]
    : [...room, ...lengthBounds(sizing, classIn(counts), counts.codes, codeLength)];
}

/**
 * Whether a new pin may be issued.
 *
 * @param codeLength how many symbols its code has
 * @param isV6 it is asked for over IPv6
 * @returns undefined when it may
 */
export function judgeNewPin(
  counts: LiveCounts,
  rules: IssueRules,
  codeLength: number,
  isV6: boolean,
): WrongLength | NoRoom | undefined {
  const full = crowded(counts, rules, isV6);
  if (full !== undefined) return { kind: 'no-room', roomAt: full.roomAt };
  const { sizing } = rules;
  if (sizing === null) return undefined;
  const issuer = classIn(counts);
  const needs =
    'codes' in sizing
      ? nextWeakLength(sizing.codes, askingWith(sizing, counts, isV6))
      : nextLength(sizing, issuer, counts.codes);
  if (needs === undefined) return { kind: 'no-room', roomAt: counts.overall.roomAt };
  return needs === codeLength ? undefined : { kind: 'wrong-length', needs, issuer };
}
