import type { Clock } from './clock.ts';
import type { LinkpinClientError } from './errors.ts';
import { type Listening, type State, createListening } from './listening.ts';
import type { Signal } from './platform.ts';

/** The result of one poll. */
export type Verdict<Outcome> =
  | { readonly outcome: Outcome }
  /** Still pending; seconds left by the server's clock. `opened`: 0 not opened, 1 opened, more: the number to match. */
  | {
      readonly expiresIn: number | null;
      readonly opened: number;
      readonly error?: undefined;
    }
  /** No usable response; polling continues. */
  | { readonly error: LinkpinClientError };

/** The parameters of a wait. */
export interface WaitingFor<Outcome> {
  /**
   * Polls once, after `failures` consecutive failed polls; the server may hold it for `wait` seconds. Never rejects.
   */
  readonly ask: (signal: Signal, failures: number, wait: number) => Promise<Verdict<Outcome>>;
  /** Seconds for which the server offers to hold a poll. */
  readonly wait: number | undefined;
  readonly clock: Clock;
  /** Milliseconds until the code expires. */
  readonly life: number;
  /** Milliseconds before the first poll, unless that is a long poll. */
  readonly first: number;
  /** Milliseconds until the next poll, after `failures` consecutive failed polls. */
  readonly pause: (failures: number, retryAfter?: number) => number;
}

/** One series of polls for any number of listeners, started by the first one. */
export interface Waiting<Outcome> extends Listening<Outcome> {
  /**
   * Ends the current pause, unless `Retry-After` applies or the last poll was less than a second ago. Replaces a long
   * poll by an ordinary one: its connection may not have survived a suspend.
   */
  readonly hurry: () => void;
  /** Milliseconds until the code expires; negative after that. */
  readonly left: () => number;
  /** Ends the wait with this outcome unless it already has one. */
  readonly settle: (outcome: Outcome) => void;
}

// In milliseconds. Lifetimes are rounded to seconds and responses take time, so poll once more after the end.
const margin = 1000;

/** Converts milliseconds to whole seconds for display, at least 0. */
export const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));

/** Prepares a wait; polling starts with the first listener. */
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
  // The first long poll is short, to detect early a path that drops idle connections.
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
          // A pause of our own never exceeds the lifetime: the last poll is sent at its end.
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
      leftAlone = (failed?.retryAfter as number) >= 0; // absent, or at least 0
      const held = hold && !leftAlone;
      // A failed long poll may only mean that long polling does not work here: do not report it, and continue with an
      // ordinary poll, with jitter so that devices do not all reconnect at once. A time-out costs more than a cut
      // connection: after two or three, stop long polling.
      if (held && failed?.code === 'timeout') longest = hold >> 2;
      hold = failed ? 0 : longest;
      error = held ? undefined : failed;
      failures = error ? failures + 1 : 0;
      earliest = Math.max((held ? asked : now) + pause(0), now + Math.random() * margin);
      nextQuestion = error ? now + pause(failures, error.retryAfter) : earliest;
      if (!failed) {
        ({ opened } = verdict);
        // The first response corrects an expiry saved under a wrong wall clock. Later ones can only shorten it, so that
        // a server that always sends the same number cannot make us wait forever (wire C5).
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
