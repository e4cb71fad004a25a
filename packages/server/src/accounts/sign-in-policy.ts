// Pure: no I/O, no clock, no randomness. Limits of password attempts (decisions/0017).
import { sharesFor } from '../domain/network-shares.ts';
import type { BudgetLimit } from '../service/ports/budgets.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** A password attempt, before the password is checked. */
export interface Attempt {
  /** Keyed hash of the folded sign-in name, whether or not there is such an account. */
  readonly name: string;
  /** The network that it comes from, as `networkOf` returns it. */
  readonly network: string;
  /** Id of the browser's device cookie for this account, or null. */
  readonly device: string | null;
}

/**
 * The limit that an attempt is counted against: the first of these that is not exhausted. A browser that signed in
 * before has a limit of its own. All others share one; when that is exhausted there are a lane for networks in which
 * somebody is signed in and a slow one for everybody, so that attackers cannot lock an account. None of them depends on
 * whether the account exists.
 */
export type Lane = (typeof lanes)[number];

/** The lanes in order of preference. */
export const lanes = ['device', 'common', 'known', 'slow'] as const;

const pair = ({ name, network }: Attempt): BudgetLimit => ({
  key: `sign-in/name ${name}/network ${network}`,
  limit: 10,
  period: hour,
});

/** Limits per network and per /24 or /48 prefix. */
const ofNetworks = (what: string, network: string, most: number, period: number): readonly BudgetLimit[] =>
  sharesFor(network, most).map(({ of, limit }) => ({ key: `${what}/${of}`, limit, period }));

/** The limits that an attempt counts against in a lane. */
export function budgetLimitsOf(lane: Lane, attempt: Attempt): readonly BudgetLimit[] {
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

/** True if the exhausted limit is that of the attempt's own name in its own network: then there is no other lane. */
export const isOwnFault = ({ key }: BudgetLimit, attempt: Attempt): boolean => key === pair(attempt).key;

/** Limits of sign-ups, each of which costs a password hash. */
export const newcomers = (network: string): readonly BudgetLimit[] => ofNetworks('sign-up', network, 20, hour);

/** The limit of password checks for an account that is already signed in. */
export const passwordAgain = (account: string): BudgetLimit => ({
  key: `password/account ${account}`,
  limit: 10,
  period: hour,
});

/** The limit of name changes, which reveal whether a name or an address is taken. */
export const otherNames = (account: string): BudgetLimit => ({
  key: `names/account ${account}`,
  limit: 10,
  period: hour,
});
