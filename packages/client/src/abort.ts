/** What an aborted signal rejects with: its reason, as the platform's own functions do. */
export const abortReason = (signal: AbortSignal): unknown =>
  signal.reason ?? Object.assign(new Error('This operation was aborted'), { name: 'AbortError' });

/** Calls back when the signal aborts, at once when it has. Returns what takes the call back. */
export const onAbort = (signal: AbortSignal | undefined, callback: () => void): (() => void) => {
  if (signal?.aborted) callback();
  else signal?.addEventListener('abort', callback);
  return () => signal?.removeEventListener('abort', callback);
};
