import type { Address } from '../domain/address.ts';
import { sharesFor } from '../domain/network-shares.ts';
import { accepted, refused } from '../domain/result.ts';
import type { PinResult } from '../domain/refusal.ts';
import type { Budgets, Want } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { ReadMisses } from '../service/ports/read-misses.ts';

/** So many misses may come from one network, and from everywhere, in ten minutes; from a wide network four times as many. */
const perNetwork = 30;
const overall = 3000;
const period = 600_000;

/** So many networks that have missed too often are remembered; the one noticed first is forgotten first. */
const capacity = 10_000;

const wantsOf = (from: Address): readonly Want[] => [
  ...sharesFor(from, perNetwork).map(({ of, limit }) => ({ key: `read miss ${of}`, limit, period })),
  { key: 'read miss', limit: overall, period },
];

/** Counts in budgets, and remembers in this process's memory which are spent, so that a flood asks the store no more. */
export function createReadMisses(budgets: Budgets, clock: Clock): ReadMisses {
  const spentUntil = new Map<string, number>();

  const refuseUntil = (roomAt: number, now: number): PinResult<never> =>
    refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((roomAt - now) / 1000)) });

  function known(wants: readonly Want[], now: number): PinResult<never> | undefined {
    for (const { key } of wants) {
      const roomAt = spentUntil.get(key) ?? 0;
      if (roomAt > now) return refuseUntil(roomAt, now);
    }
    return undefined;
  }

  /** Spends one, or remembers which of the wants is spent. */
  async function spend(wants: readonly Want[], now: number): Promise<PinResult<undefined>> {
    const full = await budgets.spend(wants, now);
    if (full === undefined) return accepted(undefined);
    for (const first of spentUntil.keys()) {
      if (spentUntil.size < capacity) break;
      spentUntil.delete(first);
    }
    spentUntil.set(full.full.key, full.roomAt);
    return refuseUntil(full.roomAt, now);
  }

  return {
    async count(from) {
      const [wants, now] = [wantsOf(from), clock.now()];
      return known(wants, now) ?? spend(wants, now);
    },
    async allow(from) {
      const [wants, now] = [wantsOf(from), clock.now()];
      const refusal = known(wants, now);
      if (refusal !== undefined) return refusal;
      const spent = await Promise.all(wants.map(async (want) => (await budgets.spent(want, now)) >= want.limit));
      if (!spent.includes(true)) return accepted(undefined);
      const result = await spend(wants, now);
      if (result.ok) await budgets.giveBack(wants, now);
      return result;
    },
  };
}
