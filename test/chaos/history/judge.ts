// Judges a history: what each pin's calls were answered must be what the core would have answered in some order.
import { byPin, type Bounds, type Call } from './history.ts';
import { isLinearizable, type Misfit } from './linearize.ts';

/** The calls of one pin that no order explains. */
export interface Fault {
  readonly pin: string;
  /** The call whose answer cannot be explained, after those that were answered before it. */
  readonly unexplained: Call;
  /** All that it takes to see so, in the order in which it was made. */
  readonly calls: readonly Call[];
  /** How many more calls of the pin, which explain nothing, were made before it was answered. */
  readonly leftOut: number;
  /** Where the call was tried in the order, and what would have had to be answered there. */
  readonly misfits: readonly Misfit[];
}

const withoutAnswer = (call: Call): Call => ({ ...call, returnedAt: null, answer: null });

/** What was known at that moment: later calls were not made yet, and later answers had not come. */
const until = (calls: readonly Call[], moment: number): readonly Call[] =>
  calls
    .filter(({ invokedAt }) => invokedAt <= moment)
    .map((call) => (call.returnedAt === null || call.returnedAt <= moment ? call : withoutAnswer(call)));

/** The shortest beginning of an illegal history that is illegal itself. */
function shortest(calls: readonly Call[], bounds: Bounds): readonly Call[] {
  const ends = calls.flatMap(({ returnedAt }) => returnedAt ?? []).toSorted((one, other) => one - other);
  let [legal, illegal] = [-1, ends.length - 1];
  while (illegal - legal > 1) {
    const middle = Math.floor((legal + illegal) / 2);
    if (isLinearizable(until(calls, ends[middle] ?? Infinity), bounds)) legal = middle;
    else illegal = middle;
  }
  return until(calls, ends[illegal] ?? Infinity);
}

/** Whether a call might have changed the pin. */
const mayChange = ({ answer }: Call): boolean => answer === null || answer.is === 'done' || answer.is === 'token';

/**
 * What it takes to see that the history is illegal: calls that changed nothing are left out, and the answers of others
 * forgotten, as long as it stays illegal.
 */
function essential(calls: readonly Call[], unexplained: Call, bounds: Bounds): readonly Call[] {
  let needed = calls;
  const weakestFirst = [...calls.filter((call) => !mayChange(call)), ...calls.filter(mayChange)];
  for (const call of weakestFirst) {
    if (call === unexplained || call.answer === null) continue;
    const fewer = needed.flatMap((one) => (one === call ? (mayChange(call) ? [withoutAnswer(call)] : []) : [one]));
    if (!isLinearizable(fewer, bounds)) needed = fewer;
  }
  return needed;
}

function explain(pin: string, all: readonly Call[], bounds: Bounds): Fault {
  const calls = shortest(all, bounds);
  const last = Math.max(...calls.map(({ returnedAt }) => returnedAt ?? -Infinity));
  // Several may have been answered in that moment; without any of those that matter the rest is legal.
  const unexplained = calls.findLast(
    (call) =>
      call.returnedAt === last &&
      isLinearizable(
        calls.map((one) => (one === call ? withoutAnswer(one) : one)),
        bounds,
      ),
  );
  const blamed = unexplained ?? calls.findLast(({ returnedAt }) => returnedAt === last);
  if (blamed === undefined) throw new Error(`No call of ${pin} was answered.`);
  const needed = essential(calls, blamed, bounds);
  const misfits: Misfit[] = [];
  isLinearizable(needed, bounds, (misfit) => {
    if (misfit.call === blamed) misfits.push(misfit);
  });
  const shown = calls.filter((call) => mayChange(call) || needed.includes(call));
  return { pin, unexplained: blamed, calls: shown, leftOut: calls.length - shown.length, misfits };
}

/** A token that the devices of two pins were given. */
function sharedTokens(history: readonly Call[]): readonly Fault[] {
  const first = new Map<string, Call>();
  const faults: Fault[] = [];
  for (const call of history) {
    if (call.answer?.is !== 'token') continue;
    const { token } = call.answer;
    const earlier = first.get(token);
    if (earlier === undefined) first.set(token, call);
    else if (earlier.pin !== call.pin) {
      faults.push({ pin: call.pin, unexplained: call, calls: [earlier, call], leftOut: 0, misfits: [] });
    }
  }
  return faults;
}

/** Every pin whose calls cannot be explained; none when the history is legal. */
export function judge(history: readonly Call[], bounds: Bounds): readonly Fault[] {
  const faults = [...byPin(history)].flatMap(([pin, calls]) =>
    isLinearizable(calls, bounds) ? [] : [explain(pin, calls, bounds)],
  );
  return [...faults, ...sharedTokens(history)];
}
