/** A limit over a sliding window. */
export interface BudgetLimit {
  /** What and who is counted. Stored in clear text: must not contain a code, token, name or e-mail address. */
  readonly key: string;
  /** Most in any {@link period}. */
  readonly limit: number;
  /** In milliseconds. The window slides in steps of a 24th, so that each counts for at most a step longer. */
  readonly period: number;
}

/** A refusal of a budget. */
export interface BudgetExhausted {
  /** The first limit that is exhausted. */
  readonly exhausted: BudgetLimit;
  /** When it has room again if nobody else spends, in milliseconds since the epoch. */
  readonly roomAt: number;
}

/** Counts that survive a restart and are shared by all processes of a store. Each method is atomic; see `PinStore`. */
export interface Budgets {
  /**
   * Spends one of each limit, or of none. Of concurrent callers never more than `limit` succeed.
   *
   * @returns undefined if spent
   */
  spend(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined>;
  /**
   * Holds one of each limit, or of none, while it is found out whether it is to be spent. It counts like one that is spent
   * until {@link confirm} or {@link release}, but for 30 seconds at most: after an outage nothing is left of it.
   *
   * @returns undefined if held
   */
  hold(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined>;
  /** Spends one of each that {@link hold} took at `at`, as of then; also if it counted no more. */
  confirm(budgetLimits: readonly BudgetLimit[], at: number): Promise<void>;
  /** Lets go of one of each that {@link hold} took at `at`, if it still counts. */
  release(budgetLimits: readonly BudgetLimit[], at: number): Promise<void>;
  /** Reads how much is spent or held. */
  spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number>;
  /** Deletes up to `limit` counts that are outside every window at `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
