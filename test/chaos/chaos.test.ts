// A part of the failure suite: `npm run chaos` plays all of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster } from './cluster/cluster.ts';
import { describe } from './history/explain.ts';
import type { Someone } from './people.ts';
import { prepare } from './scene.ts';
import { isClean, scoreOf } from './score.ts';
import { killPoints } from './trials/kill-points.ts';
import type { Trial } from './trials/trial.ts';

test('a sign-in goes on whichever write its replica is killed before or after, and nothing is lost or given twice', async (context) => {
  let people: readonly Someone[] = [];
  await using cluster = await startCluster({
    prepare: async (url) => void (people = await prepare(url, 30)),
  });
  const trials: Trial[] = [];
  for await (const trial of killPoints(cluster, people)) {
    assert.equal(trial.faults.map(describe).join('\n'), '', trial.name);
    trials.push(trial);
  }
  const score = scoreOf(trials);
  context.diagnostic(JSON.stringify(score));
  assert.ok(isClean(score), JSON.stringify(score));
  assert.ok(score.trials >= 42, 'every write of a sign-in has its trials');
});
