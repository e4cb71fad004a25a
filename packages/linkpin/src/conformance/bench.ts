// What checks may do to the outside world.
import type { Exchange, Sent } from './exchange.ts';

/** A person's answer. */
export type Decision = 'approve' | 'deny';

/** What a device shows to its person. */
export interface Shown {
  readonly userCode: string;
  readonly verificationUri: string;
  /** Null where the server gives none. */
  readonly verificationUriComplete: string | null;
}

/** What every check has to work with. */
export interface Bench {
  /**
   * Sends a request; redirects are not followed.
   *
   * @param options.limited a 429 is what the check wants to see, and ends nothing
   * @throws {Unreachable} without a response, and once the server has asked for fewer requests
   */
  readonly send: (request: Sent, options?: { readonly limited?: boolean }) => Promise<Exchange>;
  /** The time, in milliseconds. */
  readonly now: () => number;
  /** Lets time pass, in seconds. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Whether a check may wait for so many seconds. */
  readonly canWait: (seconds: number) => boolean;
  /**
   * Has somebody approve or deny.
   *
   * @throws {Unreachable} without anybody who does, and if it did not work
   */
  readonly decide: (shown: Shown, decision: Decision) => Promise<void>;
  /** Wrong codes may be tried. */
  readonly mayGuess: boolean;
}
