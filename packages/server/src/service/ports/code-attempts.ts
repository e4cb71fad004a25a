import type { Address } from '../../domain/address.ts';
import type { CodeFormat, CodeKind } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { Account } from './accounts.ts';

/** Who enters a code, and from where. */
export interface AttemptSource {
  readonly account: Pick<Account, 'id' | 'createdAt'>;
  readonly address: Address;
}

/** A guess that is paid for. */
export interface CodeAttempt {
  /** The guess can only hit pins that were asked for in the guesser's own network. */
  readonly nearOnly: boolean;
  /** Whether it can hit this pin. One that it cannot hit is to the guesser as if it were not there. */
  reaches(pin: Pin): boolean;
  /** It was right, and so no guess: gives back what it took, and nothing that other guesses took. */
  refund(): Promise<void>;
}

/** The one budget of guesses, which every entrance that tests a code spends (`decisions/0010-one-budget-of-guesses.md`). */
export interface CodeAttempts {
  /**
   * Takes a guess before the look, so that racing guesses are never more than there may be.
   *
   * @param foldedCode what is looked up
   * @returns `over-budget` for an account that was wrong too often in the last minutes, and for nobody else
   */
  take(attemptSource: AttemptSource, foldedCode: string): Promise<PinResult<CodeAttempt>>;
  /**
   * How a code is made that is asked for from there. In a network whose people have guessed too often it is so long that
   * guesses at it need not be counted, and so goes on being reached from there. A weak code keeps its short length while
   * there are guesses of that length. A process learns what is spent with the first wrong code after it.
   */
  formatFor(kind: CodeKind, format: CodeFormat, from: Address): CodeFormat;
}
