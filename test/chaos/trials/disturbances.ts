// Stories on one cluster, in which something goes wrong that nobody dies of.
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import type { Someone } from '../people.ts';
import { playStory } from '../story.ts';
import { stageOn, type Trial } from './trial.ts';

/** Something that goes wrong, and is over when it resolves. */
interface Disturbance {
  readonly name: string;
  readonly happen: (cluster: Cluster) => Promise<void>;
}

const one = ({ replicas }: Cluster) => {
  const [first] = replicas;
  if (first === undefined) throw new Error('There are no replicas.');
  return first;
};

const seconds = 1000;

export const disturbances: readonly Disturbance[] = [
  { name: 'nothing is wrong', happen: async () => {} },
  {
    name: 'a replica is killed',
    async happen(cluster) {
      await one(cluster).signal('SIGKILL');
      await one(cluster).start();
    },
  },
  {
    name: 'a replica is stopped for four seconds',
    async happen(cluster) {
      await one(cluster).signal('SIGSTOP');
      await pause(4 * seconds);
      await one(cluster).signal('SIGCONT');
    },
  },
  {
    name: 'a replica is cut from the database for four seconds',
    async happen(cluster) {
      for (const way of one(cluster).ways) way.cut();
      await pause(4 * seconds);
      for (const way of one(cluster).ways) way.mend();
    },
  },
  {
    name: 'the network between a replica and the database stands still for four seconds, and goes on',
    async happen(cluster) {
      for (const way of one(cluster).ways) way.stall();
      await pause(4 * seconds);
      for (const way of one(cluster).ways) way.resume();
    },
  },
  {
    name: 'what would tell replicas of changes is lost for four seconds',
    async happen({ replicas }) {
      const ways = replicas.flatMap((replica) => replica.ways);
      for (const way of ways) way.cut('bell');
      await pause(4 * seconds);
      for (const way of ways) way.mend();
    },
  },
  {
    name: 'nobody hears of changes, twice',
    async happen({ pair: { primary } }) {
      for (let turn = 0; turn < 2; turn += 1) {
        await primary.sql("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'");
        await pause(seconds);
      }
    },
  },
];

/** How many sign-ins a story has, how many at once, and when it is disturbed, in milliseconds. */
const [count, atOnce, begun] = [42, 14, 1500];

/** Plays the stories one after the other, each with its disturbance. */
export async function* disturbed(
  cluster: Cluster,
  people: readonly Someone[],
  chosen = disturbances,
): AsyncGenerator<Trial> {
  for (const { name, happen } of chosen) {
    await Promise.all(cluster.replicas.map((replica) => replica.ready));
    const { world, judged } = stageOn(cluster, people, name, 0.05);
    const story = playStory(world, count, atOnce);
    await pause(begun);
    const [ended] = await Promise.all([story, happen(cluster)]);
    yield await judged(ended);
  }
}
