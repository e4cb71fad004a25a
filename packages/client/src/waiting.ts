import type { Clock } from './clock.ts';
import type { LinkpinClientError } from './errors.ts';
import { backOff, pace } from './retry.ts';

/** What one question found out. */
export type Verdict<Outcome> =
  | { readonly outcome: Outcome }
  /** Still pending; seconds left as the server counts, and whether a person has opened the code. */
  | { readonly expiresIn: number | null; readonly opened: boolean }
  /** No usable answer; another one may come. */
  | { readonly error: LinkpinClientError };

/** How a wait stands. */
export type Progress =
  /** Nobody has decided. `remaining`: whole seconds that the code still lives, for a countdown. */
  | { readonly kind: 'pending'; readonly remaining: number }
  /** Nobody has decided, and a person is looking at the code. Linkpin servers only. */
  | { readonly kind: 'opened'; readonly remaining: number }
  /** The last question got no usable answer; the next goes out in `retryIn` seconds. */
  | {
      readonly kind: 'retrying';
      readonly remaining: number;
      readonly retryIn: number;
      readonly error: LinkpinClientError;
    };

/** What a wait is about. */
export interface WaitingFor<Outcome> {
  /** Asks once, after `failures` questions in a row without a usable answer. Rejects only when `signal` aborts. */
  readonly ask: (signal: AbortSignal, failures: number) => Promise<Verdict<Outcome>>;
  /** The outcome when the life is over by our own clock. */
  readonly expired: Outcome;
  readonly clock: Clock;
  /** Milliseconds that the code still lives. */
  readonly life: number;
  /** Milliseconds before the first question. */
  readonly firstPause: number;
}

/** One series of questions, one at a time, for any number of listeners. */
export interface Waiting<Outcome> {
  /** Starts the questions, or joins them. Returns what leaves; when the last one has left, they stop. */
  readonly join: () => () => void;
  /** The outcome, once there is one. */
  readonly outcome: () => Outcome | undefined;
  readonly progress: () => Progress;
  /** Milliseconds that the code still lives; negative after its end. */
  readonly left: () => number;
  /** Calls back, once, when something is news. Returns what takes the call back. */
  readonly onNews: (listener: () => void) => () => void;
  /** Ends the present pause, unless the server asked to be left alone or was asked less than a second ago. */
  readonly hurry: () => void;
  /** Ends the wait with this outcome, unless it has one. */
  readonly settle: (outcome: Outcome) => void;
}

// Lives are told in whole seconds and answers take their time on the way, so one more question is worth it.
const margin = 1000;

/** Prepares a wait; no question goes out before the first listener joins. */
export const createWaiting = <Outcome>(about: WaitingFor<Outcome>): Waiting<Outcome> => {
  const { clock } = about;
  let end = clock.now() + about.life;
  let earliest = clock.now() + about.firstPause;
  let nextQuestion = earliest;
  let leftAlone = false;
  let measured = false;
  let failures = 0;
  let opened = false;
  let error: LinkpinClientError | undefined;
  let outcome: Outcome | undefined;
  let listeners: (() => void)[] = [];
  let guests = 0;
  let questions: AbortController | undefined;
  let wake = (): void => {};

  const left = (): number => end - clock.now();

  const tell = (): void => {
    const told = listeners;
    listeners = [];
    for (const listener of told) listener();
  };

  const settle = (decided: Outcome): void => {
    if (outcome !== undefined) return;
    outcome = decided;
    questions?.abort();
    tell();
  };

  const pauseUntilQuestion = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      let forget = (): void => {};
      const rest = (): void => {
        forget();
        const now = clock.now();
        // A pause that we chose ourselves does not outlast the life: the last question goes out at its end.
        const until = Math.min(nextQuestion, leftAlone ? end + margin : Math.max(end, earliest));
        if (until > now && !signal.aborted) {
          forget = clock.after(until - now, rest);
          return;
        }
        wake = () => {};
        signal.removeEventListener('abort', rest);
        resolve();
      };
      wake = rest;
      signal.addEventListener('abort', rest);
      rest();
    });

  const note = (verdict: Exclude<Verdict<Outcome>, { outcome: Outcome }>, asked: number): void => {
    const now = clock.now();
    earliest = now + pace;
    if ('error' in verdict) {
      failures += 1;
      error = verdict.error;
      const { retryAfter } = error;
      leftAlone = retryAfter !== undefined;
      // Never before the time that the server names; a little after it, so that not everybody comes at once.
      const pause = retryAfter === undefined ? backOff(failures, Math.random()) : (retryAfter + Math.random()) * 1000;
      nextQuestion = Math.max(now + pause, earliest);
      return;
    }
    failures = 0;
    error = undefined;
    leftAlone = false;
    opened = verdict.opened;
    nextQuestion = earliest;
    if (verdict.expiresIn === null) return;
    // The first answer corrects what was saved under a wrong wall clock; later ones only ever shorten, so that a server
    // which always says the same does not make us wait for ever (wire C5).
    const told = asked + verdict.expiresIn * 1000;
    end = measured ? Math.min(end, told) : told;
    measured = true;
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await pauseUntilQuestion(signal);
      if (signal.aborted) return;
      if (leftAlone && clock.now() < nextQuestion) return settle(about.expired);
      const asked = clock.now();
      let verdict: Verdict<Outcome>;
      try {
        verdict = await about.ask(signal, failures);
      } catch (thrown) {
        if (signal.aborted) return; // nobody listens any more
        throw thrown;
      }
      if (signal.aborted) return;
      if ('outcome' in verdict) return settle(verdict.outcome);
      note(verdict, asked);
      if (left() <= -margin) return settle(about.expired);
      tell();
    }
  };

  return {
    join: () => {
      guests += 1;
      if (questions === undefined && outcome === undefined) {
        questions = new AbortController();
        void run(questions.signal);
      }
      let here = true;
      return () => {
        if (here) guests -= 1;
        here = false;
        if (guests > 0) return;
        questions?.abort();
        questions = undefined;
      };
    },
    outcome: () => outcome,
    progress: () => {
      const remaining = Math.max(0, Math.ceil(left() / 1000));
      if (error === undefined) return { kind: opened ? 'opened' : 'pending', remaining };
      return {
        kind: 'retrying',
        remaining,
        retryIn: Math.max(0, Math.ceil((nextQuestion - clock.now()) / 1000)),
        error,
      };
    },
    left,
    onNews: (listener) => {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((each) => each !== listener);
      };
    },
    hurry: () => {
      if (leftAlone) return;
      nextQuestion = Math.min(nextQuestion, earliest);
      wake();
    },
    settle,
  };
};
