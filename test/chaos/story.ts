// Many sign-ins at once: devices of every kind, people who approve and deny and race, connections that break.
import { cutting, type Chance } from './chance.ts';
import { devices, type DeviceKind, type Ended } from './devices.ts';
import type { Approver } from './approvers.ts';
import type { Recorder, Send } from './recorder.ts';

/** What happens to a pin while its device waits. In the end it asks again, or two of it ask at once. */
type Plot =
  'approve' | 'deny' | 'cancel' | 'approve or deny' | 'approve twice' | 'approve or cancel' | 'two polls' | 'ask again';

/** In turn, so that each meets every kind of device. */
const plots: readonly Plot[] = [
  'approve',
  'approve or deny',
  'two polls',
  'approve twice',
  'ask again',
  'approve or cancel',
  'deny',
  'approve',
  'cancel',
];

/** What became of one sign-in. */
export interface SignIn {
  /** The pin, under the name that it has in the history. */
  readonly pin: string;
  readonly kind: DeviceKind;
  readonly plot: Plot;
  /** `never`: nothing came within the world's patience after all was decided. */
  readonly ended: Ended | 'never';
}

/** Where a story plays. */
export interface World {
  readonly url: string;
  readonly recorder: Recorder;
  /** How a device at this address sends. */
  readonly sendFrom: (address: string) => Send;
  readonly chance: Chance;
  /** One for each sign-in; the next one is the rival of a race. */
  readonly approvers: readonly Approver[];
  /** The share of connections that are cut, from 0 to 1. */
  readonly cuts: number;
  /** How long a device waits after all was decided, in milliseconds. */
  readonly patience: number;
}

/** In milliseconds: about as long as a call takes, so that a cut comes before, during and after what it does. */
const cutWithin = 12;

const kinds = Object.keys(devices) as readonly DeviceKind[];

/** Ends the waits of a device when nothing came of them in time. */
async function patiently(wait: Promise<Ended>, over: AbortController, patience: number): Promise<Ended | 'never'> {
  const timer = setTimeout(() => over.abort(), patience);
  try {
    return await wait;
  } catch (error) {
    if (!over.signal.aborted) throw error;
    return 'never';
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** Plays one sign-in to its end. The index chooses its address, its approver and, if they are not given, what is played. */
export async function playSignIn(
  world: World,
  index: number,
  {
    kind = kinds[index % kinds.length] ?? 'plex, plain polls',
    plot = plots[Math.floor(index / kinds.length) % plots.length] ?? 'approve',
  }: { readonly kind?: DeviceKind; readonly plot?: Plot } = {},
): Promise<SignIn> {
  const { url, recorder, chance, approvers, cuts, patience } = world;
  const [own, rival] = [approvers[index % approvers.length], approvers[(index + 1) % approvers.length]];
  if (own === undefined || rival === undefined) throw new Error('There are no approvers.');
  const from = `127.18.${index >> 8}.${index & 255 || 254}`;
  const name = `device ${index}`;
  const send = recorder.device(name, from, cutting(world.sendFrom(from), chance, cuts, cutWithin));
  const device = await devices[kind](url, send, name);
  const over = new AbortController();
  const wait = device.wait(over.signal);
  const also = plot === 'two polls' && !kind.includes('SDK') ? device.wait(over.signal) : wait;
  const acts: Readonly<Record<Plot, () => readonly Promise<unknown>[]>> = {
    approve: () => [own.decide(device.code, 'approve')],
    deny: () => [own.decide(device.code, 'deny')],
    cancel: () => [device.cancel()],
    'approve or deny': () => [own.decide(device.code, 'approve'), rival.decide(device.code, 'deny')],
    'approve twice': () => [own.decide(device.code, 'approve'), rival.decide(device.code, 'approve')],
    'approve or cancel': () => [own.decide(device.code, 'approve'), device.cancel()],
    'two polls': () => [own.decide(device.code, 'approve')],
    'ask again': () => [own.decide(device.code, 'approve')],
  };
  try {
    await Promise.all(acts[plot]());
    // A cancellation whose connection was cut may not have been heard: then nobody would ever decide.
    if (plot === 'cancel') await own.decide(device.code, 'deny');
  } catch (error) {
    over.abort();
    await Promise.allSettled([wait, also]);
    throw error;
  }
  const [ended] = await Promise.all([patiently(wait, over, patience), also.catch(() => 'never')]);
  // The SDK does not ask again once it has an outcome.
  if (plot === 'ask again' && !kind.includes('SDK')) {
    const again = new AbortController();
    await patiently(device.wait(again.signal), again, patience);
  }
  return { pin: recorder.pinWith(device.code), kind, plot, ended };
}

/** Plays sign-ins, so many at a time. */
export async function playStory(world: World, count: number, atOnce: number): Promise<readonly SignIn[]> {
  const ended: SignIn[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      ended.push(await playSignIn(world, index));
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const done of lanes) if (done.status === 'rejected') throw done.reason;
  return ended;
}

/** Sign-ins of honest people that did not end with a token, although somebody approved and nobody said anything else. */
export const failedIn = (ended: readonly SignIn[]): readonly SignIn[] =>
  ended.filter(({ plot, ended: how }) => plot === 'approve' && how !== 'token');
