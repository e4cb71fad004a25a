import assert from 'node:assert/strict';
import type { Store } from '../../service/ports/store.ts';
import type { UsedOnce } from '../../service/ports/used-once.ts';
import { atOnce, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const until = t0 + 60_000;

/** What the port of what is used once promises, where a store has it. */
export function usedOnceContract({ describe, story }: Suite): void {
  const shared = (title: string, tell: (usedOnce: UsedOnce) => Promise<void>): void =>
    story(title, async (store: Store) => {
      if (store.usedOnce !== undefined) await tell(store.usedOnce);
      else assert.ok(!('leads' in store) || store.leads === undefined, 'a store of many processes has it');
    });

  describe('what is used once', () => {
    shared('is not used again, until it may be forgotten', async (usedOnce) => {
      for (const value of ['a', 'A', 'a ', '👾 \u0000']) {
        assert.equal(await usedOnce.use(value, t0, until), true, value);
        assert.equal(await usedOnce.use(value, until - 1, until), false, value);
      }
      assert.equal(await usedOnce.use('a', until, until + 1000), true);
      assert.equal(await usedOnce.use('a', until + 999, until + 1000), false);
    });

    shared('is used again by its user, and by nobody else', async (usedOnce) => {
      assert.equal(await usedOnce.use('a', t0, until, 'one'), true);
      assert.equal(await usedOnce.use('a', t0, until + 1000, 'one'), true);
      assert.equal(await usedOnce.use('a', t0, until, 'another'), false);
      assert.equal(await usedOnce.use('a', t0, until), false);
      assert.equal(await usedOnce.use('a', until, until + 1000, 'another'), false, 'as long as its user needs it');
      assert.equal(await usedOnce.use('b', t0, until), true);
      assert.equal(await usedOnce.use('b', t0, until, 'one'), false);
    });

    shared('is used by one of any number at once', async (usedOnce) => {
      const told = await atOnce(32, () => usedOnce.use('a', t0, until));
      assert.equal(told.filter(Boolean).length, 1);
      const users = await atOnce(32, (index) => usedOnce.use('b', t0, until, `user ${index % 4}`));
      assert.equal(users.filter(Boolean).length, 8, 'all of one user');
    });

    shared('is swept when it may be forgotten, at most as many as asked', async (usedOnce) => {
      for (const value of ['a', 'b', 'c']) await usedOnce.use(value, t0, until);
      await usedOnce.use('d', t0, until + 1);
      assert.equal(await usedOnce.sweep(until - 1, 10), 0);
      assert.equal(await usedOnce.sweep(until, 2), 2);
      assert.equal(await usedOnce.sweep(until, 10), 1);
      assert.equal(await usedOnce.use('d', until, until + 2), false);
    });
  });
}
