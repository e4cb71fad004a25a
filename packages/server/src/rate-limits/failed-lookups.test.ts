import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../test/harness/clock.ts';
import type { PinResult } from '../domain/refusal.ts';
import { standIn } from '../service/pins/stand-in.testing.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { createFailedLookups } from './failed-lookups.ts';

const tenMinutes = 600_000;

/** Failed look-ups over the memory store, with the questions that the store is asked. */
function begin() {
  const clock = movableClock(0);
  const asked: string[] = [];
  const { budgets: kept } = createMemoryStore();
  const budgets = standIn(kept, {
    spend(...given) {
      asked.push('spend');
      return kept.spend(...given);
    },
    spent(...given) {
      asked.push('spent');
      return kept.spent(...given);
    },
  });
  const failedLookups = createFailedLookups(budgets, clock);
  const miss = async (from: string | null, times = 1): Promise<readonly string[]> => {
    const told: string[] = [];
    for (let turn = 0; turn < times; turn += 1) told.push(word(await failedLookups.count(from)));
    return told;
  };
  return {
    clock,
    failedLookups,
    miss,
    asked,
    allow: async (from: string | null) => word(await failedLookups.allow(from)),
  };
}

const word = (result: PinResult<undefined>): string => (result.ok ? 'ok' : result.refusal.kind);

describe('failed look-ups', () => {
  it('are thirty in ten minutes from one network, and then hits are not told either', async () => {
    const { miss, allow } = begin();
    assert.deepEqual(await miss('203.0.113.9', 31), [...Array<string>(30).fill('ok'), 'over-budget']);
    assert.equal(await allow('203.0.113.9'), 'over-budget');
    assert.equal(await allow('203.0.113.10'), 'ok');
    assert.deepEqual(await miss('203.0.113.10'), ['ok']);
  });

  it('say in how many seconds there is room again, and then there is', async () => {
    const { miss, failedLookups, clock, allow } = begin();
    await miss('203.0.113.9', 30);
    const over = await failedLookups.count('203.0.113.9');
    assert.ok(!over.ok && over.refusal.kind === 'over-budget');
    const { retryAfter } = over.refusal;
    assert.ok(retryAfter >= tenMinutes / 1000 && retryAfter <= (tenMinutes * 25) / 24 / 1000, String(retryAfter));
    clock.pass(retryAfter * 1000 - 500);
    const again = await failedLookups.count('203.0.113.9');
    assert.deepEqual(again, { ok: false, refusal: { kind: 'over-budget', retryAfter: 1 } });
    assert.equal(await allow('203.0.113.9'), 'over-budget');
    clock.pass(500);
    assert.equal(await allow('203.0.113.9'), 'ok');
    assert.deepEqual(await miss('203.0.113.9'), ['ok']);
  });

  it('are four times as many from a /24 prefix', async () => {
    const { miss, allow } = begin();
    for (const last of [1, 2, 3, 4]) assert.deepEqual(new Set(await miss(`203.0.113.${last}`, 30)), new Set(['ok']));
    assert.deepEqual(await miss('203.0.113.5'), ['over-budget']);
    assert.equal(await allow('203.0.113.6'), 'over-budget');
    assert.equal(await allow('198.51.100.1'), 'ok');
  });

  it('are three thousand from everywhere', async () => {
    const { miss, allow } = begin();
    for (let network = 0; network < 100; network += 1) await miss(`203.0.${network}.9`, 30);
    assert.deepEqual(await miss('198.51.100.1'), ['over-budget']);
    assert.equal(await allow('198.51.100.2'), 'over-budget');
  });

  it('count nothing for a hit', async () => {
    const { miss, allow, asked } = begin();
    for (let turn = 0; turn < 100; turn += 1) assert.equal(await allow('203.0.113.9'), 'ok');
    assert.deepEqual(new Set(asked), new Set(['spent']), 'and write nothing');
    assert.equal((await miss('203.0.113.9', 30)).at(-1), 'ok');
  });

  it('ask the store no more while they are known to be too many', async () => {
    const { miss, allow, asked } = begin();
    await miss('203.0.113.9', 31);
    asked.length = 0;
    await miss('203.0.113.9', 5);
    await allow('203.0.113.9');
    assert.deepEqual(asked, []);
  });

  it('are known to be too many after a hit, too', async () => {
    const { miss, allow, asked } = begin();
    await miss('203.0.113.9', 30);
    assert.equal(await allow('203.0.113.9'), 'over-budget');
    asked.length = 0;
    assert.equal(await allow('203.0.113.9'), 'over-budget');
    assert.deepEqual(asked, []);
  });

  it('take nothing of a hit for which there was room after all', async () => {
    const { budgets: kept } = createMemoryStore();
    const budgets = standIn(kept, { spent: async () => 30 });
    const failedLookups = createFailedLookups(budgets, movableClock(0));
    for (let turn = 0; turn < 40; turn += 1) assert.equal(word(await failedLookups.allow('203.0.113.9')), 'ok');
    const limit = { key: 'read miss network 203.0.113.9', period: tenMinutes };
    assert.equal(await kept.spent(limit, 0), 0);
    await failedLookups.count('203.0.113.9');
    assert.equal(await kept.spent(limit, 0), 1, 'this is what it is counted under');
    assert.equal(await kept.spent({ key: 'read miss', period: tenMinutes }, 0), 1, 'and this, with all others');
  });

  it('get nothing back for a hit that is refused', async () => {
    const { budgets } = createMemoryStore();
    const [one, other] = [0, 1].map(() => createFailedLookups(budgets, movableClock(0)));
    assert.ok(one && other);
    for (let turn = 0; turn < 30; turn += 1) await one.count('203.0.113.9');
    assert.equal(word(await one.allow('203.0.113.9')), 'over-budget');
    assert.equal(word(await other.count('203.0.113.9')), 'over-budget', 'in another process, too');
  });

  it('are remembered of ten thousand networks, and forgotten first of the one noticed first', async () => {
    let asked = 0;
    const budgets = standIn(createMemoryStore().budgets, {
      async spend([exhausted]) {
        asked += 1;
        return exhausted && { exhausted, roomAt: 1000 };
      },
    });
    const failedLookups = createFailedLookups(budgets, movableClock(0));
    const address = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    for (let index = 0; index < 10_000; index += 1) await failedLookups.count(address(index));
    await failedLookups.count(address(0));
    assert.equal(asked, 10_000);
    await failedLookups.count(address(10_000));
    await failedLookups.count(address(1));
    assert.equal(asked, 10_001);
    await failedLookups.count(address(0));
    assert.equal(asked, 10_002);
  });
});
