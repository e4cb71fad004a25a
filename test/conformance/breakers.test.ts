// Each check catches a broken server: its own, and of the others none but those that are named.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Check } from '../../packages/linkpin/src/conformance/check.ts';
import { plexChecks } from '../../packages/linkpin/src/conformance/plex/checks.ts';
import { rfc8628Checks } from '../../packages/linkpin/src/conformance/rfc8628/checks.ts';
import { runChecks, type Result } from '../../packages/linkpin/src/conformance/runner.ts';
import type { Breaker, Breakers } from './breakers/breaker.ts';
import { answerBreakers, pollingBreakers, requestBreakers } from './breakers/oauth.ts';
import { pageBreakers } from './breakers/pages.ts';
import { plexBreakers } from './breakers/plex.ts';
import { refreshBreakers, tokenBreakers } from './breakers/tokens.ts';
import { startOurs, type Ours } from './ours.ts';

const oauthBreakers: Breakers = {
  ...requestBreakers,
  ...answerBreakers,
  ...pollingBreakers,
  ...tokenBreakers,
  ...refreshBreakers,
  ...pageBreakers,
};

const caught = (results: readonly Result[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn').map(({ check }) => check.name);

const namesOf = (checks: readonly Pick<Check<never>, 'name'>[]): readonly string[] => checks.map(({ name }) => name);

const hour = 3_600_000;

let shared: Ours;

before(async () => {
  shared = await startOurs();
});
after(() => shared.harness.service.close());

/** Runs every check on a broken server. */
type Run = (ours: Ours, breaker: Breaker) => Promise<readonly Result[]>;

const profiles: readonly (readonly [string, readonly Check<never>[], Breakers, Run])[] = [
  [
    'RFC 8628',
    rfc8628Checks,
    oauthBreakers,
    async (ours, breaker) => {
      const bench = await ours.oauth({ ...breaker.make(ours), guess: breaker.guesses === true });
      return runChecks(rfc8628Checks, bench, { inTurn: true });
    },
  ],
  [
    'plex.tv’s API',
    plexChecks,
    plexBreakers,
    async (ours, breaker) => runChecks(plexChecks, ours.plex(breaker.make(ours)), { inTurn: true }),
  ],
];

for (const [title, checks, breakers, run] of profiles) {
  describe(`the checks of ${title}`, () => {
    it('have a broken server each', () => {
      assert.deepEqual(Object.keys(breakers).toSorted(), namesOf(checks).toSorted());
    });

    for (const [name, breaker] of Object.entries(breakers)) {
      const others = breaker.also ?? [];
      it(`tell a server that breaks ${name} by that${others.length === 0 ? ' alone' : ` and ${others.join(', ')}`}`, async (t) => {
        const own = breaker.guesses === true ? await startOurs() : undefined;
        t.after(() => own?.harness.service.close());
        // What the runs before have left is over: codes grow with the number that wait.
        shared.harness.clock.pass(hour);
        const results = await run(own ?? shared, breaker);
        assert.deepEqual(caught(results).toSorted(), [name, ...others].toSorted());
      });
    }
  });
}
