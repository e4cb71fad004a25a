import { abortReason, onAbort } from './abort.ts';
import type { Clock } from './clock.ts';
import type { Progress, Waiting } from './waiting.ts';

/** How long a caller wants to listen. */
export interface ListenOptions {
  /** Aborting it ends this listening with the signal's reason; other listeners go on. */
  readonly signal?: AbortSignal | undefined;
}

/** A step of a wait: how it stands, and at last the outcome. */
export type State<Outcome> = Progress | Outcome;

/**
 * Waits for the outcome.
 *
 * @returns exactly one outcome; rejects only with the reason of the caller's own signal
 */
export const waitForOutcome = <Outcome>(waiting: Waiting<Outcome>, { signal }: ListenOptions = {}): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    const leave = waiting.join();
    let forget = (): void => {};
    const look = (): void => {
      const outcome = waiting.outcome();
      if (outcome === undefined) {
        forget = waiting.onNews(look);
        return;
      }
      stopListening();
      leave();
      resolve(outcome);
    };
    const stopListening = onAbort(signal, () => {
      forget();
      leave();
      reject(abortReason(signal as AbortSignal));
    });
    look();
  });

/**
 * Tells how a wait stands, at each news and at each second of the countdown, and at last its outcome. Written by hand,
 * since some engines know no async generators.
 *
 * @returns an iterator to use in `for await`; leaving the loop early leaves the wait
 */
export const iterateStates = <Outcome>(
  waiting: Waiting<Outcome>,
  clock: Clock,
  { signal }: ListenOptions = {},
): AsyncIterableIterator<State<Outcome>> => {
  let leave: (() => void) | undefined;
  let ended = false;
  let first = true;

  const end = (): IteratorReturnResult<undefined> => {
    ended = true;
    leave?.();
    return { done: true, value: undefined };
  };

  const newsOrNextSecond = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        forgetNews();
        forgetTick();
        stopListening();
        resolve();
      };
      const left = waiting.left();
      const forgetNews = waiting.onNews(done);
      const forgetTick = clock.after(left > 0 ? left % 1000 || 1000 : 1000, done);
      const stopListening = onAbort(signal, () => {
        done();
        reject(abortReason(signal as AbortSignal));
      });
    });

  const next = async (): Promise<IteratorResult<State<Outcome>, undefined>> => {
    if (ended) return { done: true, value: undefined };
    if (signal?.aborted) {
      end();
      throw abortReason(signal);
    }
    leave ??= waiting.join();
    if (!first && waiting.outcome() === undefined) await newsOrNextSecond();
    first = false;
    const outcome = waiting.outcome();
    if (outcome === undefined) return { done: false, value: waiting.progress() };
    end();
    return { done: false, value: outcome };
  };

  return {
    next,
    return: () => Promise.resolve(end()),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
