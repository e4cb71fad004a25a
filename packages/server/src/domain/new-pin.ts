// Pure: no I/O, no clock, no randomness. Whether a new pin may be stored beside those that are, and what it is counted under.
import {
  classIn,
  judgeNewPin,
  type IssueRules,
  type LiveCounts,
  type NoRoom,
  type WrongLength,
} from './issue-limits.ts';
import { countedScopes, type CountedPin, type CountedScopes, type Scopes } from './live-counts.ts';
import { publicIdRest } from './pin.ts';
import { accepted, refused, type Result } from './result.ts';

/** Why a new pin is not stored; after the first two another is drawn. */
export type NotAdded = 'public-id-taken' | 'code-taken' | WrongLength | NoRoom;

/** What a store finds in the step in which a pin is to be added. Ends are milliseconds since the epoch. */
export interface AddingPin {
  /** When the pin of the same protocol ends that has its public id; undefined when there is none. */
  readonly publicIdEndsAt: number | undefined;
  /** When the pins end whose code folds alike. */
  readonly codeEndsAt: readonly number[];
  /** The scopes of the new pin, by `scopesOf`. */
  readonly scopes: Scopes;
  /** What is counted under them. */
  readonly counts: LiveCounts;
}

/** Whether a public id can be given again: never while its pin is live, nor for {@link publicIdRest} after. */
const isPublicIdFree = (endsAt: number | undefined, now: number): boolean =>
  endsAt === undefined || now >= endsAt + publicIdRest;

/** Whether a code can be given again: as soon as every pin that had it has ended. */
const isCodeFree = (endsAt: readonly number[], now: number): boolean => endsAt.every((end) => now >= end);

/**
 * Judges whether a new pin may be stored. A pin that is accepted displaces the one with its public id, and takes the code
 * of those that have it.
 *
 * @param now milliseconds since the epoch
 * @param rules the limits; without them the pin is counted, but not limited
 * @returns what the pin is counted under, or the first reason why it is not stored
 */
export function planNewPin(
  pin: CountedPin,
  now: number,
  rules: IssueRules | undefined,
  { publicIdEndsAt, codeEndsAt, scopes, counts }: AddingPin,
): Result<CountedScopes, NotAdded> {
  if (!isPublicIdFree(publicIdEndsAt, now)) return refused('public-id-taken');
  if (!isCodeFree(codeEndsAt, now)) return refused('code-taken');
  const limited = rules && judgeNewPin(counts, rules, pin.codeLength, scopes.isV6);
  return limited === undefined ? accepted(countedScopes(pin, scopes, classIn(counts))) : refused(limited);
}
