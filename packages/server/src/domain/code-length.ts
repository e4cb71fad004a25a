// Pure: no I/O, no clock, no randomness. How long a new code must be, so that guessing stays hopeless however many live.
import type { CodeKind } from './code.ts';
import type { CountBound } from './count-bounds.ts';

/** Codes that a person types, and somebody else could guess. A strong code holds 129 bits: nobody counts guesses at it. */
export type GuessableKind = Exclude<CodeKind, 'strong'>;

/** The odds that all guesses of a day together hit a live code; a new code is long enough to keep them. */
export const oddsADay: Readonly<Record<GuessableKind, number>> = { user: 2 ** -20, weak: 2 ** -12 };

/**
 * Whoever asks for codes from a network with few live ones, and from one with many. Each class has half the odds and its
 * own count, so that codes grow first where most of them come from.
 */
export type IssuerClass = 'few' | 'many';

/** So many live codes in one network are many. */
const many = 8;

/** A /24 or /48 prefix, of several households, may have so many times what one network may. */
export const wideShare = 4;

/**
 * The class of an issuer.
 *
 * @param network how many codes live that were asked for from its own network
 * @param wide how many that were asked for from its /24 or /48 prefix, its own included
 */
export const issuerClass = (network: number, wide: number): IssuerClass =>
  network >= many || wide >= many * wideShare ? 'many' : 'few';

/** In which range of counts the issuer is of the class that it is now. */
export function classBounds(network: number, wide: number): readonly CountBound[] {
  if (network >= many) return [{ count: 'network', of: 'codes', from: many }];
  if (wide >= many * wideShare) return [{ count: 'wide', of: 'codes', from: many * wideShare }];
  return [
    { count: 'network', of: 'codes', below: many },
    { count: 'wide', of: 'codes', below: many * wideShare },
  ];
}

/** What the length of a code follows from. */
export interface Sizing {
  /** How many symbols a code is drawn from; two at least. */
  readonly symbols: number;
  /** No code is shorter. */
  readonly least: number;
  /** How many guesses at codes there are in a day, whoever makes them. */
  readonly guesses: number;
  /** See {@link oddsADay}. */
  readonly odds: number;
}

/**
 * The smallest length at which a day's guesses at `live` codes hit with half the odds at most:
 * guesses × live / symbols^length ≤ odds / 2.
 *
 * @param live how many codes of the class live, the new one included
 */
export function lengthFor({ symbols, least, guesses, odds }: Sizing, live: number): number {
  let length = 0;
  let codes = 1;
  while (length < least || guesses * live > (codes * odds) / 2) {
    length += 1;
    codes *= symbols;
  }
  return length;
}

/** How many codes of a class may live so that none is longer than this, the new one included. */
function mostLiving({ symbols, guesses, odds }: Sizing, length: number): number {
  const hits = (symbols ** length * odds) / 2;
  // A quotient is rounded; what decides is the comparison of `lengthFor`.
  let most = hits / guesses + 1;
  most -= most % 1;
  while (guesses * most > hits) most -= 1;
  return most;
}

/** In which range of counts an issuer of this class gets a code of this length, which is what they say now. */
export function lengthBounds(
  sizing: Sizing,
  issuer: IssuerClass,
  live: Readonly<Record<IssuerClass, number>>,
  length: number,
): readonly CountBound[] {
  const classes = issuer === 'few' ? (['few'] as const) : (['few', 'many'] as const);
  const longest = classes.find((count) => lengthFor(sizing, live[count] + 1) === length);
  return classes.map((count) => ({
    count,
    of: 'codes',
    below: mostLiving(sizing, length),
    ...(count === longest && length > sizing.least ? { from: mostLiving(sizing, length - 1) } : {}),
  }));
}

/**
 * The length of the next code of a class. One of an issuer of many is never shorter than one of an issuer of few.
 *
 * @param live how many codes of each class live, without the new one
 */
export function nextLength(sizing: Sizing, issuer: IssuerClass, live: Readonly<Record<IssuerClass, number>>): number {
  const few = lengthFor(sizing, live.few + 1);
  const own = issuer === 'few' ? few : lengthFor(sizing, live.many + 1);
  return own > few ? own : few;
}
