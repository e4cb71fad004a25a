import { abortable } from './abort.ts';
import type { Clock } from './clock.ts';
import type { LinkpinClientError } from './errors.ts';

/** What one question found out. */
export type Verdict<Outcome> =
  | { readonly outcome: Outcome }
  /** Still pending; seconds left as the server counts. `opened`: 0 nobody looks, 1 a person does, more is the number. */
  | { readonly expiresIn: number | null; readonly opened: number; readonly error?: undefined }
  /** No usable answer; another one may come. */
  | { readonly error: LinkpinClientError };

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

/** What a wait is about. */
export interface WaitingFor<Outcome> {
  /** Asks once, after `failures` questions in a row without a usable answer. Never rejects. */
  readonly ask: (signal: AbortSignal, failures: number) => Promise<Verdict<Outcome>>;
  /** The outcome when the life is over by our own clock. */
  readonly expired: Outcome;
  readonly clock: Clock;
  /** Milliseconds that the code still lives. */
  readonly life: number;
  /** Milliseconds before the first question. */
  readonly firstPause: number;
  /** Milliseconds until the next question, after so many questions in a row without a usable answer. */
  readonly pause: (failures: number, retryAfter?: number) => number;
}

/** One series of questions, one at a time, for any number of listeners. */
export interface Waiting<Outcome> {
  /** Starts the questions, or joins them. Returns what leaves; when the last one has left, they stop. */
  readonly join: () => () => void;
  /** The outcome, once there is one. */
  readonly outcome: () => Outcome | undefined;
  /** The outcome, or how it stands until there is one. */
  readonly state: () => Outcome | Progress;
  /** Milliseconds that the code still lives; negative after its end. */
  readonly left: () => number;
  /** Resolves when something is news. */
  readonly news: () => Promise<void>;
  /** Ends the present pause, unless the server asked to be left alone or was asked less than a second ago. */
  readonly hurry: () => void;
  /** Ends the wait with this outcome, unless it has one. */
  readonly settle: (outcome: Outcome) => void;
}

// Lives are told in whole seconds and answers take their time on the way, so one more question is worth it.
const margin = 1000;

/** Whole seconds for a person to read, none of them negative. */
export const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));

/** Prepares a wait; no question goes out before the first listener joins. */
export const createWaiting = <Outcome>({
  ask,
  expired,
  clock,
  life,
  firstPause,
  pause,
}: WaitingFor<Outcome>): Waiting<Outcome> => {
  let end = clock.now() + life;
  let earliest = clock.now() + firstPause;
  let nextQuestion = earliest;
  let leftAlone = false;
  let soonestEnd = Infinity;
  let failures = 0;
  let opened = 0;
  let error: LinkpinClientError | undefined;
  let outcome: Outcome | undefined;
  let guests = 0;
  let questions: AbortController | undefined;
  let wake: (() => void) | undefined;
  let tellListeners: () => void;
  let news: Promise<void>;

  const left = (): number => end - clock.now();

  const tell = (): void => {
    tellListeners?.();
    news = new Promise((resolve) => {
      tellListeners = resolve;
    });
  };

  const stop = (): void => {
    questions?.abort();
    questions = undefined;
  };

  const settle = (decided: Outcome): void => {
    outcome ??= decided;
    stop();
    tell();
  };

  const pauseUntilQuestion = (signal: AbortSignal): Promise<void> =>
    abortable(signal, (resolve) => {
      let forget: (() => void) | undefined;
      const rest = (): void => {
        forget?.();
        const now = clock.now();
        // A pause that we chose ourselves does not outlast the life: the last question goes out at its end.
        const until = Math.min(nextQuestion, leftAlone ? end + margin : Math.max(end, earliest));
        if (until > now) forget = clock.after(until - now, rest);
        else resolve();
      };
      wake = rest;
      rest();
      return () => forget?.();
    });

  const note = (verdict: Exclude<Verdict<Outcome>, { outcome: Outcome }>, asked: number): void => {
    const now = clock.now();
    error = verdict.error;
    failures = error ? failures + 1 : 0;
    leftAlone = error?.retryAfter !== undefined;
    earliest = now + pause(0);
    nextQuestion = now + pause(failures, error?.retryAfter);
    if (verdict.error) return;
    ({ opened } = verdict);
    if (verdict.expiresIn === null) return;
    // The first answer corrects what was saved under a wrong wall clock; later ones only ever shorten, so that a server
    // which always says the same does not make us wait for ever (wire C5).
    end = soonestEnd = Math.min(soonestEnd, asked + verdict.expiresIn * 1000);
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    do {
      try {
        await pauseUntilQuestion(signal);
      } catch {
        return; // aborted: nobody listens any more
      }
      const asked = clock.now();
      if (leftAlone && asked < nextQuestion) break;
      const verdict = await ask(signal, failures);
      if (signal.aborted) return;
      if ('outcome' in verdict) return settle(verdict.outcome);
      note(verdict, asked);
      tell();
    } while (left() > -margin);
    settle(expired);
  };

  tell();
  return {
    join: () => {
      if (!questions && outcome === undefined) {
        questions = new AbortController();
        void run(questions.signal);
      }
      let here = 1;
      guests += here;
      return () => {
        guests -= here;
        here = 0;
        if (!guests) stop();
      };
    },
    outcome: () => outcome,
    state: () => {
      const remaining = seconds(left());
      if (outcome !== undefined) return outcome;
      return error
        ? { kind: 'retrying', remaining, retryIn: seconds(nextQuestion - clock.now()), error }
        : { kind: opened ? 'opened' : 'pending', remaining, ...(opened > 1 && { number: opened }) };
    },
    left,
    news: () => news,
    hurry: () => {
      if (leftAlone || !questions) return;
      nextQuestion = Math.min(nextQuestion, earliest);
      wake?.();
    },
    settle,
  };
};
