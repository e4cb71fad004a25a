import { abortable } from './abort.ts';
import type { Clock } from './clock.ts';
import type { LinkpinClientError } from './errors.ts';
import type { Signal } from './platform.ts';

/** Options of a listener. */
export interface ListenOptions {
  /** Aborting it ends this listener with the signal's reason; others continue. */
  readonly signal?: Signal | undefined;
}

/** The progress of a sign-in. */
export type Progress =
  /** No decision yet. `remaining`: whole seconds until the code expires, for a countdown. */
  | { readonly kind: 'pending'; readonly remaining: number }
  /** No decision yet, but a person has opened the code. Linkpin servers only. */
  | {
      readonly kind: 'opened';
      readonly remaining: number;
      /** Two digits to show to the person, who enters them on the page; absent if not required. */
      readonly number?: number;
    }
  /** The last poll failed; the next follows in `retryIn` seconds. */
  | {
      readonly kind: 'retrying';
      readonly remaining: number;
      readonly retryIn: number;
      readonly error: LinkpinClientError;
    };

/** A state of a sign-in: its progress, and finally the outcome. */
export type State<Outcome> = Progress | Outcome;

/** The ways to wait for an outcome. */
export interface Listening<Outcome> {
  /** Waits for the outcome. Rejects only with the reason of the caller's own signal. */
  readonly wait: (options?: ListenOptions) => Promise<Outcome>;
  /**
   * Yields the state on each change and each second of the countdown, and finally the outcome. For use in `for await`;
   * leaving the loop early stops listening.
   */
  readonly states: (options?: ListenOptions) => AsyncIterableIterator<State<Outcome>>;
}

/**
 * Shares one wait among any number of listeners.
 *
 * @param join - starts or joins the wait; returns a function that leaves it
 * @param outcome - returns the outcome, once there is one
 * @param state - returns the outcome, or the progress until there is one
 * @param left - returns the milliseconds until the code expires
 * @param news - resolves on the next change
 */
export const createListening = <Outcome>(
  join: () => () => void,
  outcome: () => Outcome | undefined,
  state: () => State<Outcome>,
  left: () => number,
  news: () => Promise<void>,
  clock: Clock,
): Listening<Outcome> => {
  // Not an async generator, which some engines do not support.
  const states: Listening<Outcome>['states'] = ({ signal } = {}) => {
    let leave: (() => void) | undefined;
    let ended = false;

    const end = (): IteratorReturnResult<undefined> => {
      ended = true;
      leave?.();
      leave = undefined;
      return { done: true } as IteratorReturnResult<undefined>;
    };

    const step = (): Promise<void> =>
      abortable(signal, (resolve) => {
        if (!leave || outcome()) {
          leave ??= join();
          return resolve();
        }
        void news().then(resolve);
        // Aligned to the countdown's seconds, so that all listeners count in step.
        return clock.after(Math.max(0, left()) % 1000 || 1000, resolve);
      });

    return {
      next: async () => {
        if (ended) return end();
        try {
          await step();
        } catch (aborted) {
          end();
          throw aborted;
        }
        if (outcome()) end();
        return { done: false, value: state() };
      },
      return: async () => end(),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };

  return {
    states,
    wait: async (options) => {
      const steps = states(options);
      while (!(await steps.next()).done);
      return outcome() as Outcome;
    },
  };
};
