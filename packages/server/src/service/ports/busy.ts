/**
 * Thrown by a store that cannot do its work for now: its write queue is full, another process holds its lock, or its
 * disk is full or failing. Nothing was done, and a retry may succeed. It has a `cause` if an operator should look at
 * it.
 */
export class StoreBusyError extends Error {
  override name = 'StoreBusyError';
}
