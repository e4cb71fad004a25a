// What a replica that stands still costs the others: sign-ins that meet only these.
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Replica } from '../cluster/cluster.ts';
import { sendFrom } from '../local-send.ts';
import type { Someone } from '../people.ts';
import { playStory } from '../story.ts';
import { stageOn, type Trial } from './trial.ts';

/** What a stop cost. */
export interface Stopped extends Trial {
  /** The longest time that a sign-in at the others took while one stood still: code, approval and token, in seconds. */
  readonly slowestSeconds: number;
  /** How many were made meanwhile. */
  readonly signIns: number;
}

/** Who approves: a person with a device that may. */
type Approver = Someone & { readonly token: string };

const accepting = { accept: 'application/json' };

/** Asks until there is an answer that is no error: an error costs the time until the next try has one. */
async function answered(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await send().catch(() => undefined);
    if (response !== undefined && response.status < 500 && response.status !== 429) return response;
    await pause(50);
  }
}

/** A device that asks one replica and waits at it, and somebody who approves at another. @returns how long it took */
async function signIn(asked: Replica, approving: Replica, { account, token }: Approver): Promise<number> {
  const [device, person] = [sendFrom('127.21.0.1'), sendFrom('127.21.0.2')];
  const headers = { ...accepting, 'x-plex-client-identifier': 'tv beside' };
  const began = performance.now();
  const created = await answered(() => device(new Request(`${asked.url}/api/v2/pins`, { method: 'POST', headers })));
  const { id, code } = (await created.json()) as { readonly id: number; readonly code: string };
  const held = { ...headers, prefer: 'wait=25' };
  const poll = async (): Promise<void> => {
    for (;;) {
      const response = await answered(() => device(new Request(`${asked.url}/api/v2/pins/${id}`, { headers: held })));
      if (((await response.json()) as { readonly authToken: string | null }).authToken !== null) return;
    }
  };
  const got = poll();
  const approver = { ...accepting, 'x-plex-token': token, 'x-plex-client-identifier': `delegate of ${account}` };
  await answered(() =>
    person(new Request(`${approving.url}/api/v2/pins/link?code=${code}`, { method: 'PUT', headers: approver })),
  );
  await got;
  return performance.now() - began;
}

/**
 * Stops one replica while it works, and has others go on meanwhile.
 *
 * @param goesOn whether it stands still for longer, after so many sign-ins at the others
 */
export async function stopOne(
  cluster: Cluster,
  people: readonly Someone[],
  goesOn: (signIns: number) => boolean,
): Promise<Stopped> {
  const approver = people.find((someone): someone is Approver => someone.token !== null);
  const [stopped, one, other] = cluster.replicas;
  if (stopped === undefined || one === undefined || other === undefined || approver === undefined) {
    throw new Error('It takes three replicas, and somebody who approves.');
  }
  await Promise.all(cluster.replicas.map((replica) => replica.ready));
  // The first of a replica takes longer, whoever is stopped.
  await signIn(one, other, approver);
  const { world, judged } = stageOn(cluster, people, 'a replica stands still while others serve');
  // Load on all three, so that it is stopped in the middle of something.
  const story = playStory(world, 42, 14);
  await pause(700);
  await stopped.signal('SIGSTOP');
  let [signIns, slowest] = [0, 0];
  try {
    do {
      slowest = Math.max(slowest, await signIn(one, other, approver));
      signIns += 1;
    } while (goesOn(signIns));
  } finally {
    await stopped.signal('SIGCONT');
  }
  return { ...(await judged(await story)), slowestSeconds: slowest / 1000, signIns };
}

/** For how long a replica stands still, in milliseconds. */
const still = 4000;

/** What a replica that stands still may cost the others, in seconds. */
const most = 1.5;

/** Plays one stop of four seconds, and complains when it costs the others more than it may. */
export async function stopForFourSeconds(cluster: Cluster, people: readonly Someone[]): Promise<Stopped> {
  const end = performance.now() + still;
  const trial = await stopOne(cluster, people, () => performance.now() < end);
  const { slowestSeconds, complaints } = trial;
  if (slowestSeconds <= most) return trial;
  return { ...trial, complaints: [...complaints, `a sign-in at the others took ${slowestSeconds.toFixed(2)} s`] };
}
