/** The store was migrated by a newer linkpin that this version is not compatible with; nothing was changed. */
export class StoreTooNewError extends Error {
  override readonly name: 'StoreTooNewError' = 'StoreTooNewError';

  /**
   * @param store the store's name, such as its file
   * @param migration the first of its migrations that this version does not know
   */
  constructor(store: string, migration: string) {
    super(`The store ${store} was made by a newer linkpin (it has "${migration}"). Install that version to use it.`);
  }
}

/**
 * Rejects a store with migrations that this version does not know, unless they are backward compatible.
 *
 * @param made the migrations applied to the store
 * @param known those that this version knows
 * @param oldestReader the migration that a program has to know to use the store; undefined if the store has none recorded
 * @throws StoreTooNewError
 */
export function refuseTooNew(
  store: string,
  made: readonly string[],
  known: readonly string[],
  oldestReader: string | undefined,
): void {
  const unknown = made.find((name) => !known.includes(name));
  if (unknown === undefined || (oldestReader !== undefined && known.includes(oldestReader))) return;
  throw new StoreTooNewError(store, unknown);
}
