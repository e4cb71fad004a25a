import { abortable } from './abort.ts';
import type { Clock } from './clock.ts';
import type { LinkpinClientError } from './errors.ts';
import type { Signal } from './platform.ts';

/** How long a caller wants to listen. */
export interface ListenOptions {
  /** Aborting it ends this listening with the signal's reason; other listeners go on. */
  readonly signal?: Signal | undefined;
}

/** How a wait stands. */
export type Progress =
  /** Nobody has decided. `remaining`: whole seconds that the code still lives, for a countdown. */
  | { readonly kind: 'pending'; readonly remaining: number }
  /** Nobody has decided, and a person is looking at the code. Linkpin servers only. */
  | {
      readonly kind: 'opened';
      readonly remaining: number;
      /** Two digits to show to the person, who types them on the page; absent when none are needed. */
      readonly number?: number;
    }
  /** The last question got no usable answer; the next goes out in `retryIn` seconds. */
  | {
      readonly kind: 'retrying';
      readonly remaining: number;
      readonly retryIn: number;
      readonly error: LinkpinClientError;
    };

/** A step of a wait: how it stands, and at last the outcome. */
export type State<Outcome> = Progress | Outcome;

/** How callers listen to a wait. */
export interface Listening<Outcome> {
  /** Waits for the one outcome. Rejects only with the reason of the caller's own signal. */
  readonly wait: (options?: ListenOptions) => Promise<Outcome>;
  /**
   * Tells how the wait stands, at each news and at each second of the countdown, and at last its outcome: an iterator to
   * use in `for await`; leaving the loop early leaves the wait.
   */
  readonly states: (options?: ListenOptions) => AsyncIterableIterator<State<Outcome>>;
}

/**
 * Lets any number of callers listen to one wait.
 *
 * @param join - starts the wait or joins it; returns what leaves
 * @param outcome - the outcome, once there is one
 * @param state - the outcome, or how it stands until there is one
 * @param left - milliseconds that the code still lives
 * @param news - resolves when something is news
 */
export const createListening = <Outcome>(
  join: () => () => void,
  outcome: () => Outcome | undefined,
  state: () => State<Outcome>,
  left: () => number,
  news: () => Promise<void>,
  clock: Clock,
): Listening<Outcome> => {
  // Written by hand, since some engines know no async generators.
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
        // Two listeners must not count apart, so the second is the countdown's and not one from now.
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
