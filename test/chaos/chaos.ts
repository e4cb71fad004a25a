// The trials of the failure suite, by name.
import { startCluster, type Cluster, type ClusterOptions } from './cluster/cluster.ts';
import type { Someone } from './people.ts';
import { prepare } from './scene.ts';
import { disturbances, disturbed } from './trials/disturbances.ts';
import { failover, failoverWithoutSync, steps } from './trials/failover.ts';
import { fullDisk } from './trials/full-disk.ts';
import { killPoints } from './trials/kill-points.ts';
import { stopForFourSeconds } from './trials/stopped.ts';
import type { Trial } from './trials/trial.ts';

/** Accounts of a cluster: more than there are sign-ins at once. */
const count = 30;

/** Plays trials on one cluster of their own. */
async function* onCluster<Played extends Trial>(
  options: ClusterOptions,
  play: (cluster: Cluster, people: readonly Someone[]) => AsyncGenerator<Played>,
): AsyncGenerator<Played> {
  let people: readonly Someone[] = [];
  await using cluster = await startCluster({
    ...options,
    prepare: async (url) => void (people = await prepare(url, count)),
  });
  yield* play(cluster, people);
}

/** What is told beside the sums, because nobody promises otherwise. */
export const besides: Readonly<Record<string, () => Promise<Trial>>> = {
  'no synchronous standby': failoverWithoutSync,
};

/** Every group of trials; each starts what it needs. */
export const groups = {
  'kill points': () => onCluster({}, killPoints),
  disturbances: () => onCluster({}, disturbed),
  'standing still': () =>
    onCluster({}, async function* play(cluster, people) {
      for (let turn = 0; turn < 3; turn += 1) yield await stopForFourSeconds(cluster, people);
    }),
  'wrong clocks': () =>
    onCluster({ clocksAhead: [30_000, -30_000, 0] }, (cluster, people) =>
      disturbed(
        cluster,
        people,
        disturbances.slice(0, 2).map((one) => ({ ...one, name: `clocks are half a minute off, and ${one.name}` })),
      ),
    ),
  async *'full disk'() {
    yield await fullDisk();
  },
  async *failover() {
    for (const step of steps) yield await failover(step);
  },
} as const satisfies Readonly<Record<string, () => AsyncGenerator<Trial>>>;
