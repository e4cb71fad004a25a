import type { Cluster } from '../cluster/cluster.ts';
import { chanceOf } from '../chance.ts';
import { sendFrom } from '../local-send.ts';
import type { Someone } from '../people.ts';
import { Scene } from '../scene.ts';
import type { TrialOutcome } from '../score.ts';
import type { SignIn, World } from '../story.ts';

/** A trial that was played. */
export interface Trial extends TrialOutcome {
  readonly name: string;
}

/** A trial under way: its world, and how it ends. */
export interface Stage {
  readonly world: World;
  /** Judges what was recorded. */
  judged(ended: readonly SignIn[]): Promise<Trial>;
}

/** How long a device waits after all was decided, in milliseconds: longer than any outage here lasts. */
const patience = 60_000;

/**
 * Sets up a trial on a cluster.
 *
 * @param cuts the share of connections between devices and the proxy that are cut, from 0 to 1
 */
export function stageOn({ url, replicas }: Cluster, people: readonly Someone[], name: string, cuts = 0): Stage {
  const scene = new Scene(url, people);
  const { recorder, approvers } = scene;
  const crashes = (): number => replicas.reduce((sum, replica) => sum + replica.crashes, 0);
  const before = crashes();
  return {
    world: { url, recorder, sendFrom, chance: chanceOf(name), approvers, cuts, patience },
    async judged(ended) {
      const outages = replicas.flatMap((replica) => replica.outages);
      const outcome = await scene.judged(ended, outages);
      const crashed = crashes() - before;
      const complaints = crashed === 0 ? [] : [`replicas that ended by themselves: ${crashed}`];
      return { name, ...outcome, complaints };
    },
  };
}

/** One kind of device for each way to redeem: plex, OAuth, OAuth with a key. None waits for an interval before it begins. */
export const ways = ['plex, plain polls', 'OAuth, plain polls', 'OAuth with a key, plain polls'] as const;

/** Somebody who decides by a device: of three people, the two who do not use the pages. */
export const delegateAt = (turn: number): number => 3 * Math.floor(turn / 2) + 1 + (turn % 2);
