import type { Signal } from './platform.ts';

/**
 * A promise that also ends when a signal aborts.
 *
 * @param begin - starts what settles the promise; may return what cleans up, which is called however it ends
 * @returns what `begin` resolved or rejected with; rejects with the signal's reason when that comes first
 */
export const abortable = <Value>(
  signal: Signal | undefined,
  begin: (resolve: (value: Value) => void, reject: (error: unknown) => void) => (() => void) | void,
): Promise<Value> => {
  let cleanUp: (() => void) | void;
  let abort!: () => void;
  return new Promise<Value>((resolve, reject) => {
    // As the platform's own functions do; old engines know no reason.
    abort = () => reject(signal?.reason ?? Error('aborted'));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    cleanUp = begin(resolve, reject);
  }).finally(() => {
    signal?.removeEventListener('abort', abort);
    cleanUp?.();
  });
};
