// Pure: no I/O, no clock, no randomness. How many mails may be asked for, and how many are sent (decisions/0054).
import { sharesFor } from '../domain/network-shares.ts';
import type { BudgetLimit } from '../service/ports/budgets.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Mails to one address, of those that somebody asks for.
 *
 * @param address keyed hash of it
 */
const toAddress = (address: string): readonly BudgetLimit[] => [
  { key: `mail/address ${address}`, limit: 3, period: hour },
  { key: `mail/address ${address}/day`, limit: 8, period: day },
];

/**
 * Reset links that anybody asks for: of a network and its /24 or /48 prefix, to an address, and in all.
 *
 * @param address keyed hash of what was typed
 */
export const resetLimits = (address: string, network: string): readonly BudgetLimit[] => [
  ...sharesFor(network, 5).map(({ of, limit }) => ({ key: `mail/reset/${of}`, limit, period: hour })),
  ...toAddress(address),
  { key: 'mail/reset', limit: 200, period: hour },
];

/** Reset links after "This was not me". */
export const resetForLimits = (account: string): readonly BudgetLimit[] => [
  { key: `mail/reset/account ${account}`, limit: 3, period: hour },
];

/** Proofs of an address. */
export const confirmLimits = (account: string, address: string): readonly BudgetLimit[] => [
  { key: `mail/confirm/account ${account}`, limit: 5, period: hour },
  ...toAddress(address),
];

/** Invites of an account; null for the operator, who is counted by nobody. */
export const inviteLimits = (account: string | null, address: string): readonly BudgetLimit[] =>
  account === null ? [] : [{ key: `mail/invite/account ${account}`, limit: 20, period: hour }, ...toAddress(address)];

/** What the person of an account is told. */
export const noticeLimits = (kind: string, account: string): readonly BudgetLimit[] => [
  { key: `mail/${kind}/account ${account}`, limit: 30, period: hour },
];

/** All that is sent. */
export const sendLimit = (perHour: number): BudgetLimit => ({ key: 'mail/sent', limit: perHour, period: hour });
