// Pure: no I/O, no clock, no randomness. How many of plex's weak codes of each length may wait for an answer at once.
import { oddsADay } from './code-length.ts';
import { isWithin, type CountBound } from './count-bounds.ts';

/** At least so many waiting codes have the short length (decisions/0023). */
const leastPlaces = 8;

/** What part of the odds is for the short length; the rest is for all longer ones together. */
const shortShare = 7 / 8;

/**
 * One network may have such a part of the places of a length; a /48, which one customer may have whole, half as many
 * more.
 */
const networkShare = 1 / 2;
const wideShare = 3 / 4;

/**
 * What the lengths of weak codes follow from. Entries of the short length are counted by themselves, those of all other
 * lengths together.
 */
export interface WeakCodes {
  /** How many symbols a code is drawn from. */
  readonly symbols: number;
  /** The length that codes have while there are places for it. */
  readonly short: number;
  /** The operator wants no other length: a pin that finds no place is refused. */
  readonly isPinned: boolean;
  /** How many wrong codes are let through in a day: of the short length, and of all others together. */
  readonly guesses: { readonly short: number; readonly long: number };
}

/** Without what is behind the point; a number too large for that is as it is. */
const whole = (count: number): number => (count < 2 ** 52 ? count - (count % 1) : count);
const atLeastOne = (count: number): number => (count < 1 ? 1 : count);

/** The odds that a day's guesses of the short length, or of all others, hit a waiting code. */
const oddsOf = (isPinned: boolean, isShort: boolean): number => {
  if (isPinned) return isShort ? oddsADay.weak : 0;
  return oddsADay.weak * (isShort ? shortShare : 1 - shortShare);
};

/**
 * The lengths of weak codes with these settings.
 *
 * @param perDay the setting `guessesPerDay`
 * @param pinned the setting `plexCodeLength`; undefined where codes may grow
 */
export function weakCodes(
  { alphabet, length }: { readonly alphabet: string; readonly length: number },
  perDay: number,
  pinned?: number,
): WeakCodes {
  const short = pinned ?? length;
  const symbols = alphabet.length;
  const isPinned = pinned !== undefined;
  const most = whole((oddsOf(isPinned, true) * symbols ** short) / leastPlaces);
  return { symbols, short, isPinned, guesses: { short: perDay < most ? perDay : most, long: perDay } };
}

/**
 * How many codes of a length may wait: guesses × places / symbols^length is never more than the odds for that length.
 */
export function placesAt({ symbols, short, isPinned, guesses }: WeakCodes, length: number): number {
  const isShort = length === short;
  return whole((oddsOf(isPinned, isShort) * symbols ** length) / (isShort ? guesses.short : guesses.long));
}

/** How many codes of one length wait: in all, and of those that were asked for from the network that asks now. */
export interface WaitingAt {
  readonly overall: number;
  readonly network: number;
}

/** Who asks for a code. */
export interface Asking {
  /** How many codes of a length wait. */
  readonly waitingAt: (length: number) => WaitingAt;
  /** How many pins of its /24 or /48 prefix wait. */
  readonly wide: number;
  /** It asks over IPv6. */
  readonly isV6: boolean;
  /** No code is shorter: the short length at least, and more when its guesses are spent. */
  readonly least: number;
  /** The least length of a code that finds no place among the short ones. */
  readonly longer: number;
}

/** A count that leaves places for codes of a length while it is less, and what it is now. */
interface PlaceBound extends CountBound {
  readonly below: number;
  readonly now: number;
}

function placeBounds(codes: WeakCodes, length: number, { waitingAt, wide, isV6 }: Asking): readonly PlaceBound[] {
  const places = placesAt(codes, length);
  const waiting = waitingAt(length);
  const ofNetwork = atLeastOne(whole(places * networkShare));
  const ofWide = atLeastOne(whole(places * wideShare));
  return [
    { count: 'length', length, of: 'waiting', below: places, now: waiting.overall },
    { count: 'length of network', length, of: 'waiting', below: ofNetwork, now: waiting.network },
    ...(isV6 ? [{ count: 'wide', of: 'waiting', below: ofWide, now: wide } as const] : []),
  ];
}

const hasPlace = (codes: WeakCodes, length: number, asking: Asking): boolean =>
  placeBounds(codes, length, asking).every((bound) => isWithin(bound, bound.now));

const bare = ({ now: _now, ...bound }: PlaceBound): CountBound => bound;

/** In which range of counts the next weak code has this length, which is what they say now. */
export function weakLengthBounds(codes: WeakCodes, asking: Asking, length: number): readonly CountBound[] {
  const bounds = placeBounds(codes, length, asking).map(bare);
  for (const shorter of lengthsToTry(codes, asking)) {
    if (shorter === length) break;
    const full = placeBounds(codes, shorter, asking).find((bound) => !isWithin(bound, bound.now));
    if (full !== undefined) {
      const { below, ...rest } = bare(full);
      bounds.push({ ...rest, from: below ?? 0 });
    }
  }
  return bounds;
}

/** The lengths that a code may have, the first to be tried first; without an end where codes may grow. */
function* lengthsToTry({ short, isPinned }: WeakCodes, { least, longer }: Asking): Generator<number, void> {
  if (isPinned || least <= short) yield short;
  if (isPinned) return;
  let length = longer;
  while (length < least) length += 1;
  for (; ; length += 1) yield length;
}

/**
 * The length of the next weak code: the shortest that has a place.
 *
 * @returns undefined when the length is pinned and has none
 */
export function nextWeakLength(codes: WeakCodes, asking: Asking): number | undefined {
  for (const length of lengthsToTry(codes, asking)) if (hasPlace(codes, length, asking)) return length;
  return undefined;
}
