import type { Address } from '../../domain/address.ts';
import type { CodeFormat, CodeKind } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { Account } from './accounts.ts';

/** The account that enters a code, and its address. */
export interface AttemptSource {
  readonly account: Pick<Account, 'id' | 'createdAt'>;
  readonly address: Address;
}

/**
 * A code attempt. It is held until it is known whether the code is right: one that an outage interrupts counts for half a
 * minute, and locks nobody out.
 */
export interface CodeAttempt {
  /** The attempt reaches only pins that were requested in the account's own network. */
  readonly nearOnly: boolean;
  /** Whether it reaches this pin. A pin that it does not reach must look as if it did not exist. */
  reaches(pin: Pin): boolean;
  /** The code was right: the attempt costs nothing. */
  release(): Promise<void>;
  /** The code was wrong: the attempt is spent. Must come before the answer. */
  confirm(): Promise<void>;
}

/**
 * The only budget of code attempts, which every entrance that looks up a code spends
 * (`decisions/0010-one-budget-of-guesses.md`).
 */
export interface CodeAttempts {
  /**
   * Takes an attempt before the look-up, so that concurrent attempts never exceed the limit.
   *
   * @param foldedCode the code to be looked up
   * @returns `over-budget` only for an account that has entered too many wrong codes in the last minutes
   */
  take(attemptSource: AttemptSource, foldedCode: string): Promise<PinResult<CodeAttempt>>;
  /**
   * The format of a new code for a network. If its accounts have made too many attempts, codes are so long that
   * attempts at them need not be counted, and stay reachable from there. A weak code keeps its short length while
   * attempts of that length are left. A process learns that they are exhausted with the first wrong code afterwards.
   */
  formatFor(kind: CodeKind, format: CodeFormat, from: Address): CodeFormat;
}
