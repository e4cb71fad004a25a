// Our own service keeps every rule that its checks look at.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createKeys, openSqliteStore } from '@linkpin/server';
import { Unreachable } from '../../packages/linkpin/src/conformance/check.ts';
import { plexChecks } from '../../packages/linkpin/src/conformance/plex/checks.ts';
import { rfc8628Checks } from '../../packages/linkpin/src/conformance/rfc8628/checks.ts';
import { runChecks, type Result } from '../../packages/linkpin/src/conformance/runner.ts';
import { testKeys } from '../harness/dependencies.ts';
import { startOurs, type Ours } from './ours.ts';

const said = (results: readonly Result[]): readonly string[] =>
  results.map(({ check, outcome, verdict }) => {
    const why =
      verdict.kind === 'fail'
        ? ` ${verdict.came}, not ${verdict.due}`
        : verdict.kind === 'skip'
          ? ` ${verdict.why}`
          : '';
    return `${outcome} ${check.name}${why}`;
  });

const allPass = (results: readonly Result[]): void =>
  assert.deepEqual(
    said(results),
    results.map(({ check }) => `pass ${check.name}`),
  );

for (const name of ['memory', 'sqlite'] as const) {
  const startOn = async (t: TestContext): Promise<Ours> => {
    const folder = await mkdtemp(join(tmpdir(), 'linkpin-conformance-'));
    const file = join(folder, 'linkpin.db');
    const store = name === 'memory' ? undefined : await openSqliteStore({ file, keys: createKeys(testKeys) });
    const ours = await startOurs(store);
    t.after(async () => {
      await ours.harness.service.close();
      await rm(folder, { recursive: true });
    });
    return ours;
  };

  describe(`the service on ${name}`, () => {
    it('passes every check of RFC 8628, and none is skipped', async (t) => {
      const ours = await startOn(t);
      allPass(await runChecks(rfc8628Checks, await ours.oauth({ guess: true }), { inTurn: true }));
    });

    it('passes every check of plex.tv’s API, and none is skipped', async (t) => {
      const ours = await startOn(t);
      allPass(await runChecks(plexChecks, ours.plex(), { inTurn: true }));
    });
  });
}

describe('without anybody who approves or is signed in', () => {
  const needsPerson = [
    ...['D35-denied', 'D36-too-late', 'D31-approved', 'D13-tokens-no-store', 'D50-race', 'B17-replay', 'B17-revoked'],
    ...['B7-rotation', 'B23-reuse', 'B23-family', 'B22-scope', 'D54-typing', 'D21-wrong-code', 'D44-guesses'],
    ...['D25-compare', 'D26-choice', 'D25-link-alone', 'B2-forged'],
  ];
  const nobody = async (): Promise<never> => {
    throw new Unreachable('nobody approves');
  };

  it('what they are needed for is skipped, and nothing of it passes', async (t) => {
    const ours = await startOurs();
    t.after(() => ours.harness.service.close());
    const bench = await ours.oauth({ guess: true, decide: nobody, target: { pageCookie: '' } });
    const results = await runChecks(rfc8628Checks, bench, { inTurn: true });
    const skipped = results.filter(({ outcome }) => outcome === 'skip').map(({ check }) => check.name);
    assert.deepEqual(skipped.toSorted(), needsPerson.toSorted());
    assert.ok(results.every(({ outcome }) => outcome === 'skip' || outcome === 'pass'));
  });
});
