import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { SharedHashTable, type Entry } from './shared-hash-table.ts';
import type { Orders, Report } from './shared-hash-table-thread.testing.ts';

const entry = (until: number, one = 0, two = 0): Entry => ({ until, one, two });

/** The table as it should be, one bucket of it: a map in the order of making. */
class Model {
  readonly #kept = new Map<string, Entry>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  find(key: string, now: number): Entry | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && kept.until > now ? kept : undefined;
  }

  put(key: string, now: number, next: Entry, full: 'forget' | 'refuse'): boolean {
    if (this.find(key, now) === undefined) {
      this.#kept.delete(key);
      if (this.#kept.size === this.#capacity) {
        const over = [...this.#kept].find(([, { until }]) => until <= now)?.[0];
        if (over === undefined && full === 'refuse') return false;
        this.#kept.delete(over ?? ([...this.#kept.keys()][0] as string));
      }
    }
    this.#kept.set(key, next);
    return true;
  }

  remove(key: string): void {
    this.#kept.delete(key);
  }
}

describe('a table in shared memory', () => {
  it('does what a map in the order of making does, whatever is done with it', () => {
    const step = fc.record({
      verb: fc.constantFrom('find', 'forget', 'refuse', 'remove'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      life: fc.integer({ min: 1, max: 9 }),
      number: fc.double({ noNaN: true }),
      wait: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 4 }), (steps, capacity) => {
        const table = SharedHashTable.create(capacity);
        const model = new Model(capacity);
        let now = 1;
        for (const { verb, key, life, number, wait } of steps) {
          now += wait;
          const next = entry(now + life, number, -number);
          if (verb === 'remove') {
            table.remove(key);
            model.remove(key);
          } else if (verb !== 'find') {
            const made = table.change(key, now, () => next, verb as 'forget' | 'refuse');
            assert.equal(made, model.put(key, now, next, verb as 'forget' | 'refuse'));
          }
          assert.deepEqual(table.find(key, now), model.find(key, now));
        }
      }),
    );
  });

  it('tells the one who changes what is kept, and leaves it as it is when told so', () => {
    const table = SharedHashTable.create(4);
    table.change('a', 1, () => entry(10, 5), 'refuse');
    table.change('a', 1, (kept) => entry(20, (kept?.one ?? 0) + 1), 'refuse');
    assert.deepEqual(table.find('a', 1), entry(20, 6));
    assert.equal(
      table.change('a', 1, () => undefined, 'refuse'),
      true,
    );
    assert.deepEqual(table.find('a', 1), entry(20, 6));
  });

  it('gives its lock back when the change throws', () => {
    const table = SharedHashTable.create(1);
    const fail = (): never => {
      throw new Error('no');
    };
    assert.throws(() => table.change('a', 1, fail, 'refuse'), /no/);
    assert.equal(table.find('a', 1), undefined);
  });

  it('holds a quarter of its capacity without losing any, and never more than its capacity', () => {
    const table = SharedHashTable.create(2 ** 14);
    const keys = Array.from({ length: 2 ** 15 }, (_, index) => `key ${index}`);
    const lost = (): number => keys.slice(0, 2 ** 12).filter((key) => table.find(key, 1) === undefined).length;
    for (const key of keys.slice(0, 2 ** 12))
      assert.equal(
        table.change(key, 1, () => entry(9), 'refuse'),
        true,
      );
    assert.equal(lost(), 0);
    for (const key of keys) table.change(key, 1, () => entry(9), 'forget');
    assert.ok(keys.filter((key) => table.find(key, 1) !== undefined).length <= 2 ** 14);
  });

  it('is one table for all that attach to it', () => {
    const table = SharedHashTable.create(64);
    table.change('a', 1, () => entry(9, 7), 'refuse');
    const other = SharedHashTable.attach(table.buffer);
    assert.deepEqual(other.find('a', 1), entry(9, 7));
    assert.deepEqual(other.hashOf('a'), table.hashOf('a'));
  });

  it('loses nothing and lets nobody in twice while threads hammer it', async () => {
    const turns = 40_000;
    const threads = 4;
    for (const capacity of [16, 4096]) {
      const table = SharedHashTable.create(capacity);
      const used = capacity === 16 ? 8 : 64;
      const orders: Orders = { buffer: table.buffer, keys: used, turns };
      const workers = Array.from(
        { length: threads },
        () => new Worker(new URL('shared-hash-table-thread.testing.ts', import.meta.url), { workerData: orders }),
      );
      const reports = await Promise.all(
        workers.map(async (worker) => {
          const [[report]] = await Promise.all([once(worker, 'message') as Promise<[Report]>, once(worker, 'exit')]);
          return report;
        }),
      );
      const counted = Array.from({ length: used }, (_, key) => table.find(`count ${key}`, 1)?.one ?? 0);
      assert.equal(
        counted.reduce((sum, one) => sum + one, 0),
        threads * turns,
      );
      assert.equal(
        reports.reduce((sum, { torn }) => sum + torn, 0),
        0,
        'an entry was read half written',
      );
      const firsts = reports.flatMap(({ won }) => won);
      assert.equal(new Set(firsts).size, firsts.length, 'a value was used up by two threads');
    }
  });
});
