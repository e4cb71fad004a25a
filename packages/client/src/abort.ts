import type { Signal } from './platform.ts';

/**
 * Makes a promise that also rejects when a signal aborts.
 *
 * @param begin - starts the operation; may return a clean-up function, which is called however it ends
 * @returns the result of `begin`; rejects with the signal's reason if it aborts first
 */
export const abortable = <Value>(
  signal: Signal | undefined,
  begin: (resolve: (value: Value) => void, reject: (error: unknown) => void) => (() => void) | void,
): Promise<Value> => {
  let cleanUp: (() => void) | void;
  let abort!: () => void;
  return new Promise<Value>((resolve, reject) => {
    // Like the platform's own functions; old engines have no `reason`.
    abort = () => reject(signal?.reason ?? Error('aborted'));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    cleanUp = begin(resolve, reject);
  }).finally(() => {
    signal?.removeEventListener('abort', abort);
    cleanUp?.();
  });
};
