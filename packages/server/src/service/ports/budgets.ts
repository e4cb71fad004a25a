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
  /** Refunds one of each that {@link spend} took at `at`, if it is still counted. */
  refund(budgetLimits: readonly BudgetLimit[], at: number): Promise<void>;
  /** Reads how much is spent. */
  spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number>;
  /** Deletes up to `limit` counts that are outside every window at `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
