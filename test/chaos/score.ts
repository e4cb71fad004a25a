// What a run comes to, in numbers: all but the first and the last have to be 0.
import type { Call } from './history/history.ts';
import type { Fault } from './history/judge.ts';
import { kindOf, type FaultKind } from './history/explain.ts';
import type { SignIn } from './story.ts';

/** The sums of a run. */
export interface Score {
  readonly trials: number;
  /** Pins that nobody knew any more before their time. */
  readonly lostPins: number;
  /** Approvals that were acknowledged and not found later. */
  readonly lostApprovals: number;
  readonly doubleTokens: number;
  /** Honest devices whose person approved and nobody said anything else, and which got no token. */
  readonly failedSignIns: number;
  /** People who gave a right code and were told that it was wrong, or that they had given too many wrong ones. */
  readonly lockedAccounts: number;
  /** Tokens that did not work in the end although nobody had revoked them. */
  readonly wronglyRevoked: number;
  /** Pins whose calls and answers no order explains, those of the lines above included. */
  readonly illegalHistories: number;
  /** The longest time in which no write was answered, in seconds. */
  readonly longestErrorSeconds: number;
}

/** An honest device that got no token, and what it was answered. */
export interface FailedSignIn extends SignIn {
  readonly calls: readonly Call[];
}

/** What one trial came to. */
export interface TrialOutcome {
  readonly faults: readonly Fault[];
  readonly failed: readonly FailedSignIn[];
  readonly lockedAccounts: number;
  readonly wronglyRevoked: number;
  readonly longestErrorSeconds: number;
  /** What else went wrong, as sentences. */
  readonly complaints: readonly string[];
}

const countOf = (kinds: readonly FaultKind[], kind: FaultKind): number => kinds.filter((one) => one === kind).length;

const sum = (outcomes: readonly TrialOutcome[], of: (outcome: TrialOutcome) => number): number =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0);

/** Adds up the trials of a run. */
export function scoreOf(outcomes: readonly TrialOutcome[]): Score {
  const kinds = outcomes.flatMap(({ faults }) => faults.map(kindOf));
  const longest = Math.max(0, ...outcomes.map(({ longestErrorSeconds }) => longestErrorSeconds));
  return {
    trials: outcomes.length,
    lostPins: countOf(kinds, 'lost-pin'),
    lostApprovals: countOf(kinds, 'lost-approval'),
    doubleTokens: countOf(kinds, 'second-token'),
    failedSignIns: sum(outcomes, ({ failed }) => failed.length),
    lockedAccounts: sum(outcomes, (outcome) => outcome.lockedAccounts) + countOf(kinds, 'code-not-taken'),
    wronglyRevoked: sum(outcomes, (outcome) => outcome.wronglyRevoked),
    illegalHistories: kinds.length,
    longestErrorSeconds: Math.round(longest * 10) / 10,
  };
}

/** Whether nothing was lost, given twice, refused or judged illegal. */
export const isClean = ({ trials, longestErrorSeconds: _, ...counts }: Score): boolean =>
  trials > 0 && Object.values(counts).every((count) => count === 0);
