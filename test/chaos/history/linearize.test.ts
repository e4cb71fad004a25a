// The search against histories that are right because of how they were made, and against a judge that tries everything.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { isExplained } from './brute-force.testing.ts';
import { done, pending, refused, script, token } from './calls.testing.ts';
import { describe as describeFault } from './explain.ts';
import type { Answer, Call } from './history.ts';
import { judge } from './judge.ts';
import { anyPlan, simulate, tick } from './simulate.testing.ts';

/** A longer run, or other histories: `LINKPIN_HISTORIES=20000 LINKPIN_HISTORY_SEED=$RANDOM`. */
const times = Number(process.env['LINKPIN_HISTORIES'] ?? 1);
const seed = Number(process.env['LINKPIN_HISTORY_SEED'] ?? 20_261_201);

const bounds = { pendingWithin: 2 * tick, clockSkew: 0 };

it('accepts whatever a right service answers, however the calls overlap and whichever answers are lost', () => {
  fc.assert(
    fc.property(anyPlan(14), (plan) => {
      const faults = judge(simulate(plan, 'pin', bounds), bounds);
      assert.equal(faults.map(describeFault).join('\n'), '');
    }),
    { numRuns: 1500 * times, seed },
  );
});

const answers: readonly Answer[] = [
  done,
  pending,
  token('token of pin'),
  token('token of pin', 'eve'),
  token('another'),
  ...['taken', 'denied', 'cancelled', 'expired', 'gone', 'invalid_grant', 'access_denied', 'expired_token'].map(
    refused,
  ),
];

/** Something about one call that is not as it was. */
const change = fc.record({
  at: fc.integer({ min: 1, max: 5 }),
  what: fc.oneof(
    fc.record({ answer: fc.constantFrom(...answers) }),
    fc.record({ earlier: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ later: fc.integer({ min: 1, max: 4 }) }),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** The history after one change; a call keeps its length, and what was not answered may be now. */
function changed(calls: readonly Call[], { at, what }: Change): readonly Call[] {
  return calls.map((call, index): Call => {
    if (index !== at || call.operation.do === 'request') return call;
    if ('answer' in what) return { ...call, returnedAt: call.returnedAt ?? call.invokedAt + tick, answer: what.answer };
    const move = ('later' in what ? what.later : -what.earlier) * tick;
    const invokedAt = Math.max(0, call.invokedAt + move);
    const { returnedAt, answer } = call;
    return returnedAt === null || answer === null
      ? { ...call, invokedAt }
      : { ...call, invokedAt, returnedAt: invokedAt + returnedAt - call.invokedAt };
  });
}

it('refuses and accepts changed histories as a judge does that tries everything', (context) => {
  let [legal, illegal] = [0, 0];
  fc.assert(
    fc.property(anyPlan(5), fc.array(change, { minLength: 1, maxLength: 3 }), (plan, changes) => {
      const calls = changes.reduce(changed, simulate(plan, 'pin', bounds));
      const isLegal = isExplained(calls, bounds);
      if (isLegal) legal += 1;
      else illegal += 1;
      assert.equal(judge(calls, bounds).length === 0, isLegal, JSON.stringify(calls));
    }),
    { numRuns: 1500 * times, seed },
  );
  context.diagnostic(`${legal} legal, ${illegal} illegal`);
  assert.ok(legal > 200 && illegal > 200, 'both kinds are met');
});

it('finds the one pin that is wrong among a thousand', () => {
  const calls = fc
    .sample(anyPlan(10), { numRuns: 1000, seed })
    .flatMap((plan, number) => simulate(plan, `pin ${number}`, bounds));
  const wrong = script('the wrong one');
  const faults = judge(
    [...calls, wrong.request(0, 10), wrong.approve('ada', [20, 30], done), wrong.deny('eve', [40, 50], done)],
    bounds,
  );
  assert.deepEqual(
    faults.map(({ pin }) => pin),
    ['the wrong one'],
  );
});

it('judges an outage in which dozens of calls were not answered, before anybody loses patience', () => {
  const one = script('pin', 'oauth');
  const outage = Array.from({ length: 40 }, (_, turn) => turn * 1000).flatMap((at) => [
    one.approve('ada', [at + 100]),
    one.poll([at + 200]),
    one.poll([at + 300, at + 350], pending),
    one.poll([at + 400]),
  ]);
  // Nothing of it had been done by then.
  const after = [one.poll([48_000, 48_010], pending), one.approve('ada', [60_000, 60_010], done)];
  const calls = [one.request(0, 10), ...outage, ...after, one.poll([61_000, 61_010], token('T', 'ada'))];
  const inOutage = { ...bounds, pendingWithinOutage: 60_000, outages: [{ from: 0, to: 45_000 }] };
  assert.deepEqual(judge(calls, inOutage), []);
});
