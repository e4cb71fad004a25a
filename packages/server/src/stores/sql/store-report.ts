/** What can be said of a store that is only looked at. */
export interface StoreReport {
  /** The migrations that the next start, or `linkpin migrate`, makes. */
  readonly pending: readonly string[];
  /** How many passkeys there are at each domain. */
  readonly passkeys: Readonly<Record<string, number>>;
  /** The store's own clock, in milliseconds since the epoch; null where it has none. */
  readonly clock: number | null;
  /** What else an operator should know. */
  readonly warnings: readonly string[];
}

/** Counts passkeys by their domain. */
export const passkeyCounts = 'select domain, count(*) as passkeys from passkeys group by domain';

/** Reads the rows of {@link passkeyCounts}. */
export const readPasskeyCounts = (
  rows: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.map((row) => [String(row['domain']), Number(row['passkeys'])]));
