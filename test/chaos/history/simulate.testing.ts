// Histories of one pin as a right service might answer them: calls overlap, each is done at one moment while it lasts, or
// later if nobody heard the answer.
import fc from 'fast-check';
import type { Protocol } from '../../../packages/server/src/domain/pin.ts';
import { home } from './calls.testing.ts';
import type { Answer, Bounds, Call, Operation } from './history.ts';
import { after, nothing, step, type Expected, type Model } from './step.ts';

/** One call of a plan. Times in ticks of half a second. */
export interface Planned {
  readonly operation: Operation;
  readonly caller: string;
  /** How long after the call before it was made. */
  readonly pause: number;
  /** How long until it is done. */
  readonly doneAfter: number;
  /** How long from then until the answer comes; null if none does. */
  readonly answeredAfter: number | null;
  /** It is never done; only without an answer. */
  readonly isLost: boolean;
  /** For a poll: it may tell what was true so many ticks ago. */
  readonly isOldBy: number;
}

export const tick = 500;

/** How long the pins here live, in milliseconds. */
const life = 30 * tick;

const account = fc.constantFrom('ada', 'eve');
const via = fc.constantFrom('page', 'api');
const keys = fc.constantFrom('key-1', 'key-1', 'key-1', null, 'key-2');
const addresses = fc.constantFrom(home, home, home, '198.51.100.9');

const operations: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('approve' as const), account, via }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), account, via }) },
  { weight: 1, arbitrary: fc.constant({ do: 'cancel' as const }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('poll' as const), from: addresses, keyThumbprint: keys }) },
);

const pauses = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 2 }) },
  { weight: 2, arbitrary: fc.integer({ min: 15, max: 21 }) },
  { weight: 1, arbitrary: fc.integer({ min: 175, max: 181 }) },
);

const planned: fc.Arbitrary<Planned> = fc.record({
  operation: operations,
  caller: fc.constantFrom('tv', 'ada', 'eve'),
  pause: pauses,
  doneAfter: fc.nat({ max: 3 }),
  answeredAfter: fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 2 }) }, fc.constant(null)),
  isLost: fc.boolean(),
  isOldBy: fc.nat({ max: 2 }),
});

/** A pin and what is done about it. */
export interface Plan {
  readonly protocol: Protocol;
  readonly keyThumbprint: string | null;
  readonly calls: readonly Planned[];
}

export const anyPlan = (maxLength: number): fc.Arbitrary<Plan> =>
  fc.record({
    protocol: fc.constantFrom('plex', 'oauth'),
    keyThumbprint: fc.constantFrom(null, 'key-1'),
    calls: fc.array(planned, { maxLength }),
  });

const answerTo = (expected: Expected | undefined, token: string): Answer => {
  if (expected === undefined) throw new Error('The core answers everything.');
  return expected.is === 'token' ? { is: 'token', token, account: expected.account } : expected;
};

/** Plays a plan, and tells what was seen from outside. */
export function simulate(plan: Plan, pin: string, { pendingWithin }: Bounds): readonly Call[] {
  let now = 0;
  const { protocol, keyThumbprint } = plan;
  const request: Operation = { do: 'request', protocol, life, from: home, keyThumbprint };
  const made = plan.calls.map((call) => {
    now += call.pause * tick;
    const doneAt = now + call.doneAfter * tick;
    return { ...call, invokedAt: now, doneAt };
  });
  let model: Model = after(nothing, step(nothing, request, 0), null);
  const past: { readonly from: number; readonly model: Model }[] = [{ from: -Infinity, model }];
  const calls: Call[] = [
    { pin, caller: 'tv', operation: request, invokedAt: 0, returnedAt: 0, answer: { is: 'done' } },
  ];
  for (const call of made.toSorted((one, other) => one.doneAt - other.doneAt)) {
    const { operation, caller, invokedAt, doneAt, answeredAfter, isLost, isOldBy } = call;
    const seen = { pin, caller, operation, invokedAt };
    const lost = { ...seen, returnedAt: null, answer: null };
    if (answeredAfter === null && isLost) {
      calls.push(lost);
      continue;
    }
    const since = Math.max(doneAt - isOldBy * tick, invokedAt - pendingWithin);
    const old = past.findLast(({ from }) => from < since)?.model ?? model;
    const told = operation.do === 'poll' ? step(old, operation, doneAt) : undefined;
    const isOld = told?.answers[0]?.is === 'pending';
    const outcome = isOld ? told : step(model, operation, doneAt);
    if (!isOld) model = after(model, outcome, null);
    past.push({ from: doneAt, model });
    const answer = answerTo(outcome.answers.at(-1), `token of ${pin}`);
    calls.push(answeredAfter === null ? lost : { ...seen, returnedAt: doneAt + answeredAfter * tick, answer });
  }
  return calls;
}
