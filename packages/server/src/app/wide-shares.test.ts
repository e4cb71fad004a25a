// One customer may have all networks of an IPv6 /48, and a few addresses of a /24 are cheap. So whatever is counted by
// network is counted by /24 or /48 prefix, too. Not counted by network, and so not here: what an account has (ten wrong
// codes in ten minutes, five reports a day, its own password asked for again), what a browser with a device cookie has,
// what a pin has (its pace, ten wrong codes), and guesses at home, which reach pins of that one network only.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../test/harness/dependencies.ts';
import { budgetLimitsOf, type Lane } from '../accounts/sign-in-policy.ts';
import type { SettingsInput } from '../config/settings.ts';
import { networkOf, type Address } from '../domain/address.ts';
import type { BudgetLimit } from '../service/ports/budgets.ts';
import type { Budget } from '../service/ports/limits.ts';
import { aPin } from '../stores/contract/samples.ts';
import { MemoryBudgets } from '../stores/memory/budgets.ts';
import { createMemoryStore } from '../stores/memory/store.ts';

const day = 86_400_000;
const now = 100 * day;

/** What a service counts with, over the given counts. */
const partsOver = (budgets: MemoryBudgets, settings: SettingsInput = {}) =>
  testDependencies({ clock: movableClock(now), store: { ...createMemoryStore(), budgets }, settings });

/** Takes one for an address, the number of this try is told; whether it was let through. */
type Take = (from: string, turn: number) => Promise<boolean>;

/** How much a network and a /24 or /48 prefix have, and a fresh budget that keeps what is spent in the given counts. */
interface Counted {
  readonly network: number;
  readonly wide: number;
  readonly open: (counts: MemoryBudgets) => Promise<Take>;
}

const limit = (budget: Budget): Counted => ({
  network: 5,
  wide: 20,
  async open(budgets) {
    const { limits } = partsOver(budgets, { issuesPerMinute: 5 }).ports;
    return async (from) => (await limits.spend(budget, from)).ok;
  },
});

const guesses = (entry: string, age: number, network: number, wide: number): Counted => ({
  network,
  wide,
  async open(budgets) {
    const { codeAttempts: made } = partsOver(budgets, { guessesPerDay: 160 }).ports;
    const reaches = async (id: string, createdAt: number, address: Address): Promise<boolean> => {
      const taken = await made.take({ account: { id, createdAt }, address }, entry);
      return taken.ok && taken.value.reaches(aPin({ requester: { ...aPin().requester, address: '192.0.2.1' } }));
    };
    // For what is kept for old accounts, the general half has to be spent first.
    for (let turn = 0; age > 0 && turn < 200; turn += 1) await reaches(`new ${turn}`, now, `10.0.${turn}.1`);
    return (from, turn) => reaches(`guesser ${turn}`, now - age, from);
  },
});

const passwords = (lane: Exclude<Lane, 'device'>, network: number): Counted => ({
  network,
  wide: 4 * network,
  open: async (budgets) => async (from, turn) => {
    const attempt = { name: `name ${turn}`, network: networkOf(from), device: null };
    return (await budgets.spend(budgetLimitsOf(lane, attempt), now)) === undefined;
  },
});

/** Every budget that is counted by network. */
const counted: Readonly<Record<string, Counted>> = {
  ...({
    'pins, device codes, registrations and tokens in a minute': limit('issue'),
    'nonces in a minute': limit('nonce'),
  } satisfies Record<string, Counted>),
  'reads that miss': {
    network: 30,
    wide: 120,
    async open(budgets) {
      const { failedLookups } = partsOver(budgets).ports;
      return async (from) => (await failedLookups.count(from)).ok;
    },
  },
  'guesses of four symbols, for anybody': guesses('0000', 0, 5, 10),
  'guesses of four symbols, kept for old accounts': guesses('0000', 2 * day, 5, 10),
  'other guesses, for anybody': guesses('000000', 0, 20, 40),
  'other guesses, kept for old accounts': guesses('000000', 2 * day, 20, 40),
  'wrong passwords': passwords('common', 30),
  'wrong passwords where somebody is signed in': passwords('known', 30),
  'wrong passwords, slowly': passwords('slow', 200),
  'sign-ups, invites and reset links': {
    network: 20,
    wide: 80,
    async open(budgets) {
      const { accountService } = partsOver(budgets);
      return async (from) => (await accountService.admit(from)) === undefined;
    },
  },
  'polls and streams that wait': {
    network: 4,
    wide: 16,
    async open(budgets) {
      const { longPolls } = partsOver(budgets, { waits: 1000, waitsPerNetwork: 4 });
      const waiter = { wake: () => {} };
      return async (from) =>
        longPolls.enter(waiter, { pinId: 'pin', network: networkOf(from), stay: 1000 }, longPolls.cursor()) !==
        undefined;
    },
  },
  'pins that wait for an answer': {
    network: 3,
    wide: 12,
    async open() {
      const { pins } = createMemoryStore();
      const rules = { perNetwork: 3, overall: 1000, sizing: null };
      return async (address) =>
        (await pins.insert(aPin({ requester: { ...aPin().requester, address } }), now, rules)) === 'ok';
    },
  },
};

/** Every way that networks lie in a wide one, and a network outside. */
const wideNetworks = {
  'an IPv6 /48': { of: (index: number) => `2001:db8:7:${index.toString(16)}::1`, other: '2001:db8:8:1::1' },
  'an IPv4 /24': { of: (index: number) => `198.51.100.${index}`, other: '198.51.101.1' },
} as const;

const letThrough = async (take: Take, count: number, from: (turn: number) => string): Promise<number> => {
  let through = 0;
  for (let turn = 0; turn < count; turn += 1) if (await take(from(turn), turn)) through += 1;
  return through;
};

describe('whatever is counted by network', () => {
  for (const [what, { network, wide, open }] of Object.entries(counted)) {
    it(`is counted by wide network: ${what}`, async () => {
      const one = await open(new MemoryBudgets());
      assert.equal(await letThrough(one, network + 5, () => '203.0.113.9'), network, 'one network');
      for (const [name, { of, other }] of Object.entries(wideNetworks)) {
        const take = await open(new MemoryBudgets());
        assert.equal(await letThrough(take, wide + 50, (turn) => of(turn % 200)), wide, name);
        assert.equal(await take(other, 100_000), true, `${name}: a stranger elsewhere is served`);
      }
    });
  }

  it('is counted by wide network in the same step, in whichever counts it is kept', async () => {
    const seen: (readonly BudgetLimit[])[] = [];
    class Watched extends MemoryBudgets {
      override async spend(budgetLimits: readonly BudgetLimit[], at: number) {
        seen.push(budgetLimits);
        return super.spend(budgetLimits, at);
      }
    }
    for (const { open } of Object.values(counted))
      await letThrough(await open(new Watched()), 60, (turn) => `198.51.${turn}.1`);
    const byNetwork = seen.filter((budgetLimits) =>
      budgetLimits.some(({ key }) => / network |\/network /.test(` ${key}`)),
    );
    assert.ok(byNetwork.length > 100);
    for (const budgetLimits of byNetwork) {
      const keys = budgetLimits.map(({ key }) => key);
      assert.ok(
        keys.some((key) => key.includes('wide network 198.51.')) ||
          keys.some((key) => key.includes('wide network 10.')),
        keys.join(', '),
      );
    }
  });
});
