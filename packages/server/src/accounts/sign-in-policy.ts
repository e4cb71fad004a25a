// Pure: no I/O, no clock, no randomness. How often a password may be tried (decisions/0017).
import { sharesFor } from '../domain/network-shares.ts';
import type { Want } from '../service/ports/budgets.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** A try to sign in with a password, before it is known whether it is right. */
export interface Attempt {
  /** Keyed hash of the name that was typed, folded; the same for a name that nobody has. */
  readonly name: string;
  /** Where it comes from, as `networkOf` says. */
  readonly network: string;
  /** Id of the device cookie that its browser has for this account; null without. */
  readonly device: string | null;
}

/**
 * What a try is counted in: the first of these that has room. A browser that signed in before has a count of its own. The
 * others have one in common; where that is used up there are a lane for networks in which anybody is signed in, and a slow
 * one for everybody, so that nobody is shut out by what others do. None of them follows whether the name is one.
 */
export type Lane = (typeof lanes)[number];

/** The lanes in the order in which they are taken. */
export const lanes = ['device', 'common', 'known', 'slow'] as const;

const pair = ({ name, network }: Attempt): Want => ({
  key: `sign-in/name ${name}/network ${network}`,
  limit: 10,
  period: hour,
});

/** What is counted by network, and by wide network. */
const ofNetworks = (what: string, network: string, most: number, period: number): readonly Want[] =>
  sharesFor(network, most).map(({ of, limit }) => ({ key: `${what}/${of}`, limit, period }));

/** What a wrong try spends in a lane. */
export function wantsOf(lane: Lane, attempt: Attempt): readonly Want[] {
  const { name, network, device } = attempt;
  switch (lane) {
    case 'device':
      return [{ key: `sign-in/device ${device}`, limit: 10, period: hour }];
    case 'common':
      return [
        pair(attempt),
        ...ofNetworks('sign-in', network, 30, hour),
        { key: `sign-in/name ${name}`, limit: 30, period: hour },
      ];
    case 'known':
      return [
        pair(attempt),
        ...ofNetworks('sign-in/known', network, 30, hour),
        { key: `sign-in/known/name ${name}`, limit: 30, period: hour },
      ];
    case 'slow':
      return [
        { key: `sign-in/slow/name ${name}/network ${network}`, limit: 2, period: hour },
        ...ofNetworks('sign-in/slow', network, 200, day),
        { key: `sign-in/slow/name ${name}`, limit: 2000, period: day },
      ];
  }
}

/** True when a lane is full because of the try's own name in its own network: then there is no other lane for it. */
export const isOwnFault = ({ key }: Want, attempt: Attempt): boolean => key === pair(attempt).key;

/** Somebody with a link to come in by, or where everybody may: each costs a password hash, and makes an account perhaps. */
export const newcomers = (network: string): readonly Want[] => ofNetworks('sign-up', network, 20, hour);

/** The password of an account that is signed in, asked for once more. */
export const passwordAgain = (account: string): Want => ({
  key: `password/account ${account}`,
  limit: 10,
  period: hour,
});

/** Other names for an account: how often it may be told that a name or an address is somebody's. */
export const otherNames = (account: string): Want => ({
  key: `names/account ${account}`,
  limit: 10,
  period: hour,
});
