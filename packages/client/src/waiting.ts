import type { Clock } from './clock.ts';
import type { LinkpinClientError } from './errors.ts';
import { type Listening, type State, createListening } from './listening.ts';
import type { Signal } from './platform.ts';

/** What one question found out. */
export type Verdict<Outcome> =
  | { readonly outcome: Outcome }
  /** Still pending; seconds left as the server counts. `opened`: 0 nobody looks, 1 a person does, more is the number. */
  | {
      readonly expiresIn: number | null;
      readonly opened: number;
      readonly error?: undefined;
    }
  /** No usable answer; another one may come. */
  | { readonly error: LinkpinClientError };

/** What a wait is about. */
export interface WaitingFor<Outcome> {
  /**
   * Asks once, after `failures` questions in a row without a usable answer; the server may hold it for `wait` seconds.
   * Never rejects.
   */
  readonly ask: (signal: Signal, failures: number, wait: number) => Promise<Verdict<Outcome>>;
  /** Seconds that the server offers to hold a question. */
  readonly wait: number | undefined;
  readonly clock: Clock;
  /** Milliseconds that the code still lives. */
  readonly life: number;
  /** Milliseconds before the first question, unless that is held. */
  readonly first: number;
  /** Milliseconds until the next question, after so many questions in a row without a usable answer. */
  readonly pause: (failures: number, retryAfter?: number) => number;
}

/** One series of questions, one at a time, for any number of listeners; they begin when the first one listens. */
export interface Waiting<Outcome> extends Listening<Outcome> {
  /**
   * Ends the present pause, unless the server asked to be left alone or was asked less than a second ago. A question that
   * is held gives way to an ordinary one: its connection may not have lived through a sleep.
   */
  readonly hurry: () => void;
  /** Milliseconds that the code still lives; negative after its end. */
  readonly left: () => number;
  /** Ends the wait with this outcome, unless it has one. */
  readonly settle: (outcome: Outcome) => void;
}

// Lives are told in whole seconds and answers take their time on the way, so one more question is worth it.
const margin = 1000;

/** Whole seconds for a person to read, none of them negative. */
export const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));

/** Prepares a wait; no question goes out before the first listener joins. */
export const createWaiting = <Outcome extends { readonly kind: string }>({
  ask,
  wait = 0,
  clock,
  life,
  first,
  pause,
}: WaitingFor<Outcome>): Waiting<Outcome> => {
  let end = clock.now() + life;
  let earliest = clock.now() + (wait ? 0 : first);
  let nextQuestion = earliest;
  let leftAlone = false;
  let soonestEnd = Infinity;
  let failures = 0;
  let longest = wait;
  // The first one is short, so that a path on which nothing comes back after a while is found out soon.
  let hold = Math.min(wait, 5);
  let opened = 0;
  let error: LinkpinClientError | undefined;
  let outcome: Outcome | undefined;
  let guests = 0;
  let questions: AbortController | undefined;
  let wake: () => void;
  let forget: (() => void) | undefined;
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
    forget?.();
    questions?.abort();
    questions = undefined;
  };

  const settle = (decided: Outcome): void => {
    outcome ??= decided;
    stop();
    tell();
  };

  const run = async (): Promise<void> => {
    do {
      const step = (questions = new AbortController());
      await new Promise<void>((resolve) => {
        wake = () => {
          forget?.();
          // A pause that we chose ourselves does not outlast the life: the last question goes out at its end.
          const until = Math.min(nextQuestion, leftAlone ? end + margin : Math.max(end, earliest)) - clock.now();
          if (until > 0) forget = clock.after(until, wake);
          else resolve();
        };
        wake();
      });
      const asked = clock.now();
      if (leftAlone && asked < nextQuestion) break;
      if (hold) wake = () => step.abort();
      const verdict = await ask(step.signal, failures, hold);
      if (questions !== step) return;
      if ('outcome' in verdict) return settle(verdict.outcome);

      const now = clock.now();
      const failed = verdict.error;
      leftAlone = (failed?.retryAfter as number) >= 0; // it is absent, or no less
      const held = hold && !leftAlone;
      // When a held question failed, perhaps only the waiting does not work here: that is no trouble to tell of, and the
      // next question is an ordinary one. Devices whose connections ended together do not come back together.
      // Silence costs more than a cut, which is noticed at once: the second or third time nothing is held any more.
      if (held && failed?.code === 'timeout') longest = hold >> 2;
      hold = failed ? 0 : longest;
      error = held ? undefined : failed;
      failures = error ? failures + 1 : 0;
      earliest = Math.max((held ? asked : now) + pause(0), now + Math.random() * margin);
      nextQuestion = error ? now + pause(failures, error.retryAfter) : earliest;
      if (!failed) {
        ({ opened } = verdict);
        // The first answer corrects what was saved under a wrong wall clock; later ones only ever shorten, so that a
        // server which always says the same does not make us wait for ever (wire C5).
        if (verdict.expiresIn !== null) {
          end = soonestEnd = Math.min(soonestEnd, asked + verdict.expiresIn * 1000);
        }
      }
      tell();
    } while (left() > -margin);
    settle({ kind: 'expired' } as Outcome);
  };

  const join = (): (() => void) => {
    if (!questions && !outcome) void run();
    guests += 1;
    return () => {
      guests -= 1;
      if (!guests) stop();
    };
  };

  const state = (): State<Outcome> => {
    const remaining = seconds(left());
    if (outcome) return outcome;
    return error
      ? { kind: 'retrying', remaining, retryIn: seconds(nextQuestion - clock.now()), error }
      : { kind: opened ? 'opened' : 'pending', remaining, ...(opened > 1 && { number: opened }) };
  };

  const hurry = (): void => {
    if (leftAlone || !questions) return;
    nextQuestion = earliest;
    wake();
  };

  tell();
  const listening = createListening(
    join,
    () => outcome,
    state,
    left,
    () => news,
    clock,
  );
  return { ...listening, hurry, left, settle };
};
