import type { IssuerClass } from '../../domain/code-length.ts';
import type { WeakCodes } from '../../domain/code-places.ts';
import type { CodeKind } from '../../domain/code.ts';
import type { IssueRules } from '../../domain/issue-limits.ts';
import type { Address } from '../../domain/address.ts';

/** The limits of new pins, and the expected length of their codes. */
export interface Issuing extends Pick<IssueRules, 'perNetwork' | 'overall'> {
  /** How many code attempts there are in a day. */
  readonly guessesPerDay: number;
  /** What the lengths of weak codes follow from. */
  readonly weak: WeakCodes;
  /**
   * The length that a code of that kind last needed for that network. Only a hint that saves a retry; the store
   * decides, see `PinStore.insert`.
   */
  expectedLength(kind: CodeKind, from: Address): number | undefined;
  /** Records the length that the store has required. */
  learn(kind: CodeKind, from: Address, issuer: IssuerClass, length: number): void;
}
