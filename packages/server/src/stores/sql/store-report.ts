/** The result of inspecting a store without changing it. */
export interface StoreReport {
  /** The pending migrations, which the next start or `linkpin migrate` runs. */
  readonly pending: readonly string[];
  /** The number of passkeys per domain. */
  readonly passkeys: Readonly<Record<string, number>>;
  /** The database's clock, in milliseconds since the epoch; null if it has none. */
  readonly clock: number | null;
  /** Warnings for the operator. */
  readonly warnings: readonly string[];
}

/** Counts passkeys by their domain. */
export const passkeyCounts = 'select domain, count(*) as passkeys from passkeys group by domain';

/** Reads the rows of {@link passkeyCounts}. */
export const readPasskeyCounts = (
  rows: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.map((row) => [String(row['domain']), Number(row['passkeys'])]));
