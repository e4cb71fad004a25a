// A part of the failure suite: `npm run chaos` plays all of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCluster, type Cluster } from './cluster/cluster.ts';
import { describe } from './history/explain.ts';
import type { Someone } from './people.ts';
import { prepare } from './scene.ts';
import { isClean, scoreOf } from './score.ts';
import { killPoints } from './trials/kill-points.ts';
import { stopOne } from './trials/stopped.ts';
import type { Trial } from './trials/trial.ts';

let people: readonly Someone[] = [];
let cluster: Cluster;

before(async () => {
  cluster = await startCluster({ prepare: async (url) => void (people = await prepare(url, 30)) });
});
after(() => cluster[Symbol.asyncDispose]());

test('others go on while a replica stands still, before it goes on itself', async (context) => {
  const { faults, failed, signIns, slowestSeconds, ...counts } = await stopOne(cluster, people, (made) => made < 8);
  assert.equal(faults.map(describe).join('\n'), '');
  assert.deepEqual(failed, []);
  assert.deepEqual(counts.complaints, []);
  context.diagnostic(`the slowest of ${signIns} sign-ins took ${slowestSeconds.toFixed(2)} s`);
});

test('a sign-in goes on whichever write its replica is killed before or after, and nothing is lost or given twice', async (context) => {
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
