import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFetchCache } from './fetch-cache.ts';

/** URLs that answer when the test says so. */
function setUp(mostWaiting = 4) {
  let now = 1_000_000;
  const asked: string[] = [];
  let pending: ((answer: string | undefined | Promise<string>) => void)[] = [];
  const load = (url: string): Promise<string | undefined> => {
    asked.push(url);
    return new Promise((resolve) => pending.push(resolve));
  };
  return {
    cache: createFetchCache(load, () => now, mostWaiting),
    asked,
    answer(value: string | undefined | Error): void {
      for (const resolve of pending) resolve(value instanceof Error ? Promise.reject(value) : value);
      pending = [];
    },
    pass(milliseconds: number): void {
      now += milliseconds;
    },
  };
}

describe('what a URL answered', () => {
  it('is remembered with its age, and one that answers badly keeps what it said before', async () => {
    const { cache, answer, pass } = setUp();
    assert.equal(cache.last('a'), undefined);
    const first = cache.fetch('a');
    answer('one');
    assert.deepEqual(await first, { ok: true, value: 'one' });
    pass(30_000);
    for (const bad of [undefined, new Error('nobody there')]) {
      const again = cache.fetch('a');
      answer(bad);
      assert.deepEqual(await again, { ok: false, refusal: 'unavailable' });
      pass(30_000);
    }
    assert.deepEqual(cache.last('a'), { value: 'one', age: 90_000 });
  });

  it('is not asked for twice in half a minute, by those who wait or by a renewal', async () => {
    const { cache, asked, answer, pass } = setUp();
    const first = cache.fetch('a');
    cache.renew('a');
    answer('one');
    await first;
    pass(29_999);
    cache.renew('a');
    assert.deepEqual(await cache.fetch('a'), { ok: false, refusal: 'unavailable' });
    assert.deepEqual(asked, ['a']);
    pass(1);
    cache.renew('a');
    assert.deepEqual(asked, ['a', 'a']);
  });

  it('is waited for by eight, and by no more than may wait for all', async () => {
    const { cache, asked, answer } = setUp(10);
    const waiting = Array.from({ length: 8 }, () => cache.fetch('a'));
    assert.deepEqual(await cache.fetch('a'), { ok: false, refusal: 'busy' });
    waiting.push(cache.fetch('b'), cache.fetch('c'));
    assert.deepEqual(await cache.fetch('d'), { ok: false, refusal: 'busy' });
    answer('one');
    assert.equal((await Promise.all(waiting)).filter(({ ok }) => ok).length, 10);
    assert.deepEqual(asked, ['a', 'b', 'c']);
  });

  it('is forgotten first when it was asked for first, and others need its place', async () => {
    const { cache, answer } = setUp(2000);
    for (let count = 0; count < 1001; count += 1) {
      const fetched = cache.fetch(`${count}`);
      answer(`${count}`);
      await fetched;
    }
    assert.equal(cache.last('0'), undefined);
    assert.equal(cache.last('1')?.value, '1');
    assert.equal(cache.last('1000')?.value, '1000');
  });
});
