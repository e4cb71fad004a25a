// Kills a replica right before and right after each write of a sign-in.
import { until } from '../../support/until.ts';
import { atPoint, type Cluster } from '../cluster/cluster.ts';
import type { Point } from '../cluster/writes.ts';
import type { DeviceKind } from '../devices.ts';
import type { Someone } from '../people.ts';
import { playSignIn } from '../story.ts';
import { delegateAt, stageOn, ways, type Trial } from './trial.ts';

/** The writes of a sign-in, in the order in which they were first made. */
async function writesOf(cluster: Cluster, people: readonly Someone[], kind: DeviceKind): Promise<readonly string[]> {
  const writes = new Set<string>();
  for (const replica of cluster.replicas) {
    replica.onWrite = (write) => writes.add(write);
    replica.order({ tell: true });
  }
  const { world, judged } = stageOn(cluster, people, kind);
  await judged([await playSignIn(world, delegateAt(0), { kind, plot: 'approve' })]);
  for (const replica of cluster.replicas) replica.order({ tell: false });
  return [...writes];
}

async function killAt(
  cluster: Cluster,
  people: readonly Someone[],
  { kind, point, turn }: { readonly kind: DeviceKind; readonly point: Point; readonly turn: number },
): Promise<Trial> {
  const name = `a replica is killed ${point.when} ${point.write}, ${kind}`;
  await Promise.all(cluster.replicas.map((replica) => replica.ready));
  const { world, judged } = stageOn(cluster, people, name);
  let isKilled = false;
  const killed = atPoint(cluster, point, async (replica) => {
    await replica.signal('SIGKILL');
    isKilled = true;
    // Its next start is waited for by the next trial.
    replica.start().catch(() => {});
  });
  const ended = await playSignIn(world, delegateAt(turn), { kind, plot: 'approve' });
  await until(`${name}: the point was reached`, () => isKilled);
  await killed;
  return judged([ended]);
}

/** Plays the trials of a cluster, one after the other. */
export async function* killPoints(cluster: Cluster, people: readonly Someone[]): AsyncGenerator<Trial> {
  let turn = 1;
  for (const kind of ways) {
    for (const write of await writesOf(cluster, people, kind)) {
      for (const when of ['before', 'after'] as const) {
        yield await killAt(cluster, people, { kind, point: { write, when }, turn });
        turn += 1;
      }
    }
  }
}
