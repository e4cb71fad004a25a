// The judge again, by trying everything: each order of the calls that their times allow, each unanswered call at each place or
// nowhere, each clock time that a call may have been judged by. For a few calls at whole ticks.
import type { Bounds, Call } from './history.ts';
import { after, fits, nothing, step, type Model } from './step.ts';
import { tick } from './simulate.testing.ts';

/** All clock times of a call, half a tick apart; of one without an answer until all is over. */
function clockTimes({ invokedAt, returnedAt }: Call, over: number): readonly number[] {
  const end = returnedAt ?? over;
  return Array.from(
    { length: Math.floor(((end - invokedAt) * 2) / tick) + 1 },
    (_, half) => invokedAt + (half * tick) / 2,
  );
}

/** Whether a call has to stand before another. */
const isBefore = (one: Call, other: Call, { pendingWithin }: Bounds): boolean =>
  one.returnedAt !== null && one.returnedAt < other.invokedAt - (other.answer?.is === 'pending' ? pendingWithin : 0);

/** Whether any order explains the history. */
export function isExplained(calls: readonly Call[], bounds: Bounds): boolean {
  const over = Math.max(0, ...calls.map(({ invokedAt, returnedAt }) => returnedAt ?? invokedAt)) + tick;
  function explains(model: Model, left: readonly Call[]): boolean {
    if (left.every(({ answer }) => answer === null)) return true;
    return left.some((call) => {
      const others = left.filter((one) => one !== call);
      if (others.some((other) => isBefore(other, call, bounds))) return false;
      const outcomes = clockTimes(call, over).map((now) => step(model, call.operation, now));
      // What changes nothing is done once, whenever that was; without an answer it is as good as never done.
      const changing = outcomes.filter(({ pin }) => pin !== model.pin);
      const idle = outcomes.filter((outcome) => outcome.pin === model.pin);
      const { answer } = call;
      if (answer === null) return changing.some((outcome) => explains(after(model, outcome, null), others));
      const isIdle = idle.some((outcome) => fits(answer, outcome, model.token));
      if (isIdle && explains(after(model, model, answer), others)) return true;
      return changing.some(
        (outcome) => fits(answer, outcome, model.token) && explains(after(model, outcome, answer), others),
      );
    });
  }
  return explains(nothing, calls);
}
