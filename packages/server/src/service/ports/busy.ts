/** Thrown by a store that has more to write than it may keep waiting: nothing was done, and a moment later it may be. */
export class StoreBusyError extends Error {
  override name = 'StoreBusyError';
}
