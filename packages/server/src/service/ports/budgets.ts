/** One thing that is counted. */
export interface BudgetLimit {
  /** What it is counted under, and for whom. It is kept in clear: no code, token, name or e-mail address stands in it. */
  readonly key: string;
  /** How many there may be in any {@link period}. */
  readonly limit: number;
  /** In milliseconds. The window slides in steps of a 24th of it, so that one counts for a step longer at most. */
  readonly period: number;
}

/** What there is none left of. */
export interface BudgetExhausted {
  /** The first of the wants that had no room. */
  readonly exhausted: BudgetLimit;
  /** When there is room in it again if nobody else spends, in milliseconds since the epoch. */
  readonly roomAt: number;
}

/**
 * Counts that survive a restart and hold over all processes of a store. Each method is atomic; see `PinStore` for what
 * that promises.
 */
export interface Budgets {
  /**
   * Spends one of each, or none of any. Of any number of racing callers never more than `limit` are let through.
   *
   * @returns undefined when spent
   */
  spend(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined>;
  /** Gives back one of each that {@link spend} took at `at`; nothing where nothing is left of it. */
  refund(budgetLimits: readonly BudgetLimit[], at: number): Promise<void>;
  /** How much of it is spent. Only reads. */
  spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number>;
  /** Forgets up to `limit` counts that no window reaches any more at `before`. Answers how many. */
  sweep(before: number, limit: number): Promise<number>;
}
