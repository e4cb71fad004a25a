// Whether the calls of one pin can be put into an order in which each was answered as it had to be: the search of Wing and Gong
// (1993) with Lowe's memory of what was tried (2017).
import { repeatReadWindow } from '../../../packages/server/src/domain/pin.ts';
import { oldestOf, type Bounds, type Call } from './history.ts';
import { after, fits, nothing, step, type Model, type Outcome } from './step.ts';

const windows = Object.values(repeatReadWindow);

/** A call that was tried at a place in the order, and what it would have had to be answered there. */
export interface Misfit {
  readonly call: Call;
  readonly model: Model;
  readonly now: number;
  readonly outcome: Outcome;
}

/** Where in the order a call may stand, and by which clock times it may have been judged. */
interface Slot {
  readonly call: Call;
  /** The call stands after every call that was answered before this. */
  readonly from: number;
  /** The call stands before every call that was made after this. */
  readonly to: number;
  readonly instants: readonly number[];
}

/**
 * The clock times at which it is enough to try a call. What a call brings depends on them only by comparisons with the end of
 * the pin, and of the time for repeated reads: so the first and the last moment of each call show whether the end had come;
 * and for when a pin was made or redeemed, the earliest moments at which it was not over yet for some call.
 */
function instantsOf(call: Call, calls: readonly Call[], { clockSkew }: Bounds): readonly number[] {
  const first = ({ invokedAt }: Call): number => Math.floor(invokedAt) - clockSkew;
  const earliest = first(call);
  const latest = call.returnedAt === null ? Infinity : Math.ceil(call.returnedAt) + clockSkew;
  const { operation } = call;
  const lives =
    operation.do === 'request'
      ? [operation.life, ...windows.map((window) => operation.life + window)]
      : operation.do === 'poll'
        ? windows
        : [];
  const starts = lives.flatMap((life) => calls.flatMap((other) => [1, 2].map((more) => first(other) - life + more)));
  const all = [earliest, latest, ...starts].filter((at) => at >= earliest && at <= latest && at !== Infinity);
  return [...new Set(all)];
}

/** When a `pending` has to have been true begins before its call. */
const slotOf = (call: Call, calls: readonly Call[], bounds: Bounds): Slot => ({
  call,
  from: call.invokedAt - oldestOf(call, bounds),
  to: call.returnedAt ?? Infinity,
  instants: instantsOf(call, calls, bounds),
});

const nameOf = ({ pin, token }: Model): string =>
  JSON.stringify([pin?.state, pin?.expiresAt, pin?.keyThumbprint, token]);

/**
 * For each call without an answer the one before it that asked the same and has none either. Wherever the later one could stand,
 * the earlier one could, so it is enough to try the earlier one first: in an outage there are dozens.
 */
function twinsOf(calls: readonly Call[]): readonly (number | undefined)[] {
  const last = new Map<string, number>();
  const twins: (number | undefined)[] = calls.map(() => undefined);
  for (const [index, { operation, answer }] of [...calls.entries()].toSorted(
    ([, one], [, other]) => one.invokedAt - other.invokedAt,
  )) {
    if (answer !== null) continue;
    const name = JSON.stringify(operation);
    twins[index] = last.get(name);
    last.set(name, index);
  }
  return twins;
}

/**
 * Looks for an order. An unanswered call may stand anywhere after it was made, or nowhere.
 *
 * @param calls of one pin
 * @param notice told of each answered call that does not fit where it could stand
 */
export function isLinearizable(
  calls: readonly Call[],
  bounds: Bounds,
  notice: (misfit: Misfit) => void = () => {},
): boolean {
  const slots = calls.map((call) => slotOf(call, calls, bounds));
  const twins = twinsOf(calls);
  const tried = new Set<string>();

  /** The calls that may be next: nothing that is still to come was answered before they were made. */
  function nextOf(isDone: readonly boolean[]): readonly number[] {
    const firstEnd = Math.min(...slots.map(({ to }, index) => (isDone[index] === true ? Infinity : to)));
    return slots.flatMap(({ from }, index) => {
      const twin = twins[index];
      const isNext = isDone[index] !== true && from <= firstEnd && (twin === undefined || isDone[twin] === true);
      return isNext ? [index] : [];
    });
  }

  function outcomesOf({ call, instants }: Slot, model: Model): readonly (Misfit & { readonly fits: boolean })[] {
    return instants.map((now) => {
      const outcome = step(model, call.operation, now);
      const isFit = call.answer === null || fits(call.answer, outcome, model.token);
      return { call, model, now, outcome, fits: isFit };
    });
  }

  /** The model after an answered call that fits and changes nothing, judged as early as it may be. */
  function unchanged(slot: Slot | undefined, model: Model): Model | undefined {
    if (slot === undefined || slot.call.answer === null) return undefined;
    const first = outcomesOf(slot, model).find((one) => one.fits);
    return first?.outcome.pin === model.pin ? after(model, first.outcome, slot.call.answer) : undefined;
  }

  /** Calls that change nothing and fit are done at once: whatever follows, later they would not fit better. */
  function settle(before: Model, done: readonly boolean[]): readonly [Model, readonly boolean[]] {
    let [model, isDone] = [before, done];
    for (;;) {
      let next: Model | undefined;
      const found = nextOf(isDone).find((index) => (next = unchanged(slots[index], model)) !== undefined);
      if (found === undefined || next === undefined) return [model, isDone];
      model = next;
      isDone = isDone.with(found, true);
    }
  }

  function search(before: Model, done: readonly boolean[]): boolean {
    const [model, isDone] = settle(before, done);
    if (slots.every(({ to }, index) => isDone[index] === true || to === Infinity)) return true;
    const name = `${isDone.map(Number).join('')} ${nameOf(model)}`;
    if (tried.has(name)) return false;
    tried.add(name);
    for (const index of nextOf(isDone)) {
      const slot = slots[index];
      if (slot === undefined) continue;
      for (const outcome of outcomesOf(slot, model)) {
        const isIdle = outcome.outcome.pin === model.pin;
        if (!outcome.fits) notice(outcome);
        else if (!isIdle || slot.call.answer !== null) {
          if (search(after(model, outcome.outcome, slot.call.answer), isDone.with(index, true))) return true;
        }
      }
    }
    return false;
  }

  return search(
    nothing,
    slots.map(() => false),
  );
}
