/**
 * Thrown by a store that cannot do it now: more waits to be written than may, somebody else holds its lock, or its disk
 * is full or fails. Nothing was done, and later it may be. What an operator should look at has a `cause`.
 */
export class StoreBusyError extends Error {
  override name = 'StoreBusyError';
}
