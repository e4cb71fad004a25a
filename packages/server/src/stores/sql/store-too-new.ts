/** The store was changed by a newer linkpin, so that this one cannot work on it; nothing of it was touched. */
export class StoreTooNewError extends Error {
  override readonly name: 'StoreTooNewError' = 'StoreTooNewError';

  /**
   * @param store what the store is called, such as the name of its file
   * @param migration the first of its migrations that this version does not know
   */
  constructor(store: string, migration: string) {
    super(`The store ${store} was made by a newer linkpin (it has "${migration}"). Install that version to use it.`);
  }
}

/**
 * Refuses a store that went through migrations which this version does not know, unless they only added to it.
 *
 * @param made the migrations that the store has gone through
 * @param known those that this version knows
 * @param oldestReader the migration that a program has to know to work on it; undefined when the store does not say
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
