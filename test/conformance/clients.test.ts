// Each check of clients catches one that breaks its rule, and of the others none but those that are named.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientChecks, runClientChecks, type Profile } from '../../packages/linkpin/src/conformance/run-client.ts';
import type { Result } from '../../packages/linkpin/src/conformance/runner.ts';
import { app } from './clients/app.ts';
import { device } from './clients/device.ts';
import { playHere, type Client } from './clients/play.ts';

/** Checks that notice the same thing, because their rules overlap. */
const also: Readonly<Record<string, readonly string[]>> = {
  'D39-slower': ['D40-doubling'],
  'D41-after-success': ['D11-five-seconds', 'D32-interval', 'D34-five-more'],
  'C2-end': ['C6-pace'],
};

const clients: readonly (readonly [Profile, (wrong?: string) => Client])[] = [
  ['rfc8628', device],
  ['plex', app],
];

/** Plays every scenario; an app that crashes has ended with 1. */
const run = (profile: Profile, client: Client): Promise<readonly Result[]> =>
  runClientChecks(
    profile,
    [],
    () => {},
    (scenario) => playHere(scenario, (world) => client(world).catch(crashed)),
  );

function crashed(error: unknown): number {
  if (error instanceof Error && error.message === 'the app of a test stumbled') return 1;
  throw error;
}

const caught = (results: readonly Result[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn').map(({ check }) => check.name);

for (const [profile, make] of clients) {
  describe(`the checks of clients, ${profile}`, () => {
    it('are passed by a client that does as it should', async () => {
      const results = await run(profile, make());
      assert.deepEqual(
        results.map(({ check, outcome }) => `${check.name} ${outcome}`),
        results.map(({ check }) => `${check.name} pass`),
      );
    });

    it('pass nothing by a client that does nothing, which fails by that', async () => {
      const results = await run(profile, async () => 0);
      const [first, ...rest] = results.map(({ outcome }) => outcome);
      assert.equal(first, 'fail');
      assert.deepEqual([...new Set(rest)], ['skip']);
    });

    for (const { name } of clientChecks(profile)) {
      const others = also[name] ?? [];
      it(`tell a client that breaks ${name} by that${others.length === 0 ? ' alone' : ` and ${others.join(', ')}`}`, async () => {
        assert.deepEqual(caught(await run(profile, make(name))).toSorted(), [name, ...others].toSorted());
      });
    }
  });
}
