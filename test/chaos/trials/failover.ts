// Kills the primary, promotes the standby a second later, and brings the old primary back.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { atPoint, startCluster, type Cluster } from '../cluster/cluster.ts';
import type { Point } from '../cluster/writes.ts';
import { prepare } from '../scene.ts';
import { playSignIn, playStory, type SignIn } from '../story.ts';
import { delegateAt, stageOn, ways, type Trial } from './trial.ts';
import type { Someone } from '../people.ts';

/** When the primary is killed: while a replica stands at a point, or at any moment of a story. */
export type Step = Point | 'any';

/** The steps of a sign-in. */
export const steps: readonly Step[] = [
  ...['pins.insert', 'pins.replace: approved', 'pins.replace: redeemed'].flatMap((write) =>
    (['before', 'after'] as const).map((when) => ({ write, when })),
  ),
  'any',
];

/** How long nobody notices that the primary is gone, in milliseconds. */
const unnoticed = 1000;

/** The old primary comes back as it was. Nobody may write to it. */
async function comeBack({ pair: { primary }, database }: Cluster): Promise<() => Promise<void>> {
  await primary.start();
  const written = (): Promise<string> => primary.sqlIn(database, 'select count(*), sum(version) from pins');
  const before = await written();
  return async () => assert.equal(await written(), before, 'the old primary was written to');
}

/** How long nothing is sent to the standby before the primary dies, in milliseconds. */
const stalled = 1500;

/**
 * What is lost when no commit waits for the standby, and nothing had been sent to it for a moment when the primary died: the reason to
 * have a synchronous one.
 */
export async function failoverWithoutSync(): Promise<Trial> {
  let people: readonly Someone[] = [];
  await using cluster = await startCluster({
    synchronous: false,
    prepare: async (url) => void (people = await prepare(url, 30)),
  });
  const { pair } = cluster;
  await pair.caughtUp();
  const { world, judged } = stageOn(cluster, people, 'the primary is killed, and no commit waited for its standby');
  const story = playStory({ ...world, patience: 5000 }, 42, 14);
  await pause(1000);
  // The process that sends: what is sent already would reach the standby, whatever becomes of the primary.
  process.kill(Number(await pair.primary.sql('select pid from pg_stat_replication')), 'SIGSTOP');
  await pause(stalled);
  await pair.primary.kill();
  await pair.promote();
  return await judged(await story);
}

/** A trial in which the primary was killed. */
interface Failover extends Trial {
  /** From then until the standby could be written to, the time in which nobody noticed included. */
  readonly promotionSeconds: number;
}

/** Plays one trial on a cluster of its own. */
export async function failover(step: Step): Promise<Failover> {
  const name = step === 'any' ? 'the primary is killed in a story' : `the primary is killed ${step.when} ${step.write}`;
  let people: readonly Someone[] = [];
  await using cluster = await startCluster({ prepare: async (url) => void (people = await prepare(url, 30)) });
  const { world, judged } = stageOn(cluster, people, name);
  const ended: SignIn[] = [];
  let promoted = Promise.resolve(0);
  const kill = async (): Promise<void> => {
    const began = performance.now();
    await cluster.pair.primary.kill();
    promoted = pause(unnoticed)
      .then(() => cluster.pair.promote())
      .then(() => (performance.now() - began) / 1000);
  };
  if (step === 'any') {
    const story = playStory(world, 42, 14);
    await pause(1500);
    await kill();
    ended.push(...(await story));
  } else {
    const killed = atPoint(cluster, step, kill);
    const plays = ways.map((kind, turn) => playSignIn(world, delegateAt(turn), { kind, plot: 'approve' }));
    await killed;
    ended.push(...(await Promise.all(plays)));
  }
  const promotionSeconds = await promoted;
  const isUntouched = await comeBack(cluster);
  const later = ways.map((kind, turn) => playSignIn(world, delegateAt(turn + ways.length), { kind, plot: 'approve' }));
  ended.push(...(await Promise.all(later)));
  const trial = await judged(ended);
  await isUntouched();
  return { ...trial, promotionSeconds };
}
