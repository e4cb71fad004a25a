import type { IssuerClass } from '../../domain/code-length.ts';
import type { WeakCodes } from '../../domain/code-places.ts';
import type { CodeKind } from '../../domain/code.ts';
import type { IssueRules } from '../../domain/issue-limits.ts';
import type { Address } from '../../domain/address.ts';

/** What new pins keep to, and how long their codes probably have to be. */
export interface Issuing extends Pick<IssueRules, 'perNetwork' | 'overall'> {
  /** How many guesses at codes there are in a day. */
  readonly guessesPerDay: number;
  /** What the lengths of weak codes follow from. */
  readonly weak: WeakCodes;
  /**
   * The length that a code of that kind, asked for from there, needed when last heard of. Only a hint, which spares the
   * store a question: it decides itself, see `PinStore.insert`.
   */
  expectedLength(kind: CodeKind, from: Address): number | undefined;
  /** The store has told that it needs this length. */
  learn(kind: CodeKind, from: Address, issuer: IssuerClass, length: number): void;
}
