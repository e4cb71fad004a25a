import { abortable } from './abort.ts';
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

  const end = (): IteratorReturnResult<undefined> => {
    ended = true;
    leave?.();
    return { done: true, value: undefined };
  };

  const step = (): Promise<void> =>
    abortable(signal, (resolve) => {
      if (!leave || waiting.outcome() !== undefined) {
        leave ??= waiting.join();
        return resolve();
      }
      void waiting.news().then(resolve);
      // Two listeners must not count apart, so the second is the countdown's and not one from now.
      return clock.after(Math.max(0, waiting.left()) % 1000 || 1000, resolve);
    });

  const next = async (): Promise<IteratorResult<State<Outcome>, undefined>> => {
    if (ended) return end();
    try {
      await step();
    } catch (aborted) {
      end();
      throw aborted;
    }
    if (waiting.outcome() !== undefined) end();
    return { done: false, value: waiting.state() };
  };

  return {
    next,
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

/**
 * Waits for the outcome.
 *
 * @returns exactly one outcome; rejects only with the reason of the caller's own signal
 */
export const waitForOutcome = async <Outcome>(
  waiting: Waiting<Outcome>,
  clock: Clock,
  options: ListenOptions | undefined,
): Promise<Outcome> => {
  const states = iterateStates(waiting, clock, options);
  while (!(await states.next()).done);
  return waiting.outcome() as Outcome;
};
