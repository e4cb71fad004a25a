import assert from 'node:assert/strict';
import type { BudgetLimit } from '../../service/ports/budgets.ts';
import { atOnce, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const hour = 3_600_000;

/** The start of a step of a day's window. */
const atStep = Math.ceil(t0 / hour) * hour;

const aWant = (parts: Partial<BudgetLimit> = {}): BudgetLimit => ({
  key: 'guesses',
  limit: 3,
  period: 24 * hour,
  ...parts,
});

/** What the port of budgets promises. */
export function budgetContract({ describe, story }: Suite): void {
  describe('budgets', () => {
    story('so many are let through, then it says what is full and when there is room', async ({ budgets }) => {
      const budgetLimit = aWant();
      for (const spent of [0, 1, 2]) {
        assert.equal(await budgets.spent(budgetLimit, atStep), spent);
        assert.equal(await budgets.spend([budgetLimit], atStep), undefined);
      }
      assert.deepEqual(await budgets.spend([budgetLimit], atStep), {
        exhausted: budgetLimit,
        roomAt: atStep + 25 * hour,
      });
      assert.equal(await budgets.spent(budgetLimit, atStep), 3);
    });

    story('the room that it names is there, and not a millisecond earlier', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 2, period: 600_000 });
      await budgets.spend([budgetLimit], t0);
      await budgets.spend([budgetLimit], t0 + 100_000);
      const { roomAt = 0 } = (await budgets.spend([budgetLimit], t0 + 200_000)) ?? {};
      assert.ok(roomAt >= t0 + 600_000 && roomAt <= t0 + 625_000, 'a period later, and a step at most');
      assert.notEqual(await budgets.spend([budgetLimit], roomAt - 1), undefined);
      assert.equal(await budgets.spend([budgetLimit], roomAt), undefined);
    });

    story('no period sees more than the limit, wherever it begins', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 2, period: 24_000 });
      const passed: number[] = [];
      for (let at = t0; at < t0 + 120_000; at += 500) {
        if ((await budgets.spend([budgetLimit], at)) === undefined) passed.push(at);
      }
      assert.ok(passed.length >= 8, 'and it does let some through');
      for (const [index, at] of passed.entries()) assert.ok((passed[index + 2] ?? Infinity) - at >= budgetLimit.period);
    });

    story('when one of many is full, none is spent', async ({ budgets }) => {
      const [roomy, narrow, last] = [aWant({ key: 'a' }), aWant({ key: 'b', limit: 1 }), aWant({ key: 'c' })];
      assert.equal(await budgets.spend([narrow], t0), undefined);
      const exhausted = await budgets.spend([roomy, narrow, last], t0);
      assert.deepEqual(exhausted?.exhausted, narrow);
      for (const budgetLimit of [roomy, last]) assert.equal(await budgets.spent(budgetLimit, t0), 0);
      assert.equal(await budgets.spent(narrow, t0), 1);
    });

    story('one key wanted twice counts twice', async ({ budgets }) => {
      const budgetLimit = aWant();
      assert.equal(await budgets.spend([budgetLimit, budgetLimit], t0), undefined);
      assert.deepEqual((await budgets.spend([budgetLimit, budgetLimit], t0))?.exhausted, budgetLimit);
      assert.equal(await budgets.spent(budgetLimit, t0), 2);
    });

    story('keys and periods count apart', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 1 });
      for (const other of [
        budgetLimit,
        { ...budgetLimit, key: 'Guesses' },
        { ...budgetLimit, period: hour },
        { ...budgetLimit, key: '👾 \u0000' },
      ]) {
        assert.equal(await budgets.spend([other], t0), undefined, other.key);
      }
    });

    story(
      'what is held counts like what is spent; released it can be had again, and no more than was held',
      async (store) => {
        const { budgets } = store;
        const [budgetLimit, beside] = [aWant({ limit: 1 }), aWant({ key: 'beside' })];
        assert.equal(await budgets.hold([budgetLimit, beside], t0), undefined);
        assert.equal(await budgets.spent(budgetLimit, t0), 1);
        for (const how of ['spend', 'hold'] as const) {
          const exhausted = await budgets[how]([beside, budgetLimit], t0);
          assert.deepEqual(exhausted, { exhausted: budgetLimit, roomAt: t0 + 30_000 });
        }
        assert.equal(await budgets.spent(beside, t0), 1, 'none of the others was taken');
        for (let turn = 0; turn < 2; turn += 1) await budgets.release([budgetLimit, beside], t0);
        for (const one of [budgetLimit, beside]) assert.equal(await budgets.spent(one, t0), 0);
        assert.equal(await budgets.spend([budgetLimit], t0), undefined);
        await budgets.release([budgetLimit], t0);
        assert.equal(await budgets.spent(budgetLimit, t0), 1, 'what is spent is not let go');
      },
    );

    story('what is held and confirmed is spent, as of when it was held', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 2 });
      await budgets.hold([budgetLimit], atStep);
      await budgets.hold([budgetLimit], atStep + 1);
      await budgets.confirm([budgetLimit], atStep);
      assert.equal(await budgets.spent(budgetLimit, atStep + 1), 2, 'one is spent, and one held still');
      assert.equal(await budgets.spent(budgetLimit, atStep + 30_001), 1);
      assert.equal(await budgets.spent(budgetLimit, atStep + 25 * hour - 1), 1);
      assert.equal(await budgets.spent(budgetLimit, atStep + 25 * hour), 0);
    });

    story(
      'what is held and forgotten counts no more after thirty seconds, and not a millisecond earlier',
      async (store) => {
        const { budgets } = store;
        const budgetLimit = aWant();
        for (const at of [t0, t0, t0 + 5]) assert.equal(await budgets.hold([budgetLimit], at), undefined);
        const exhausted = await budgets.hold([budgetLimit], t0 + 29_999);
        assert.deepEqual(exhausted, { exhausted: budgetLimit, roomAt: t0 + 30_000 });
        assert.equal(await budgets.spent(budgetLimit, t0 + 30_000), 1);
        assert.equal(await budgets.spent(budgetLimit, t0 + 30_005), 0);
        assert.equal(await budgets.sweep(t0 + 30_000, 10), 1);
        assert.equal(await budgets.hold([budgetLimit], t0 + 30_000), undefined);
        await budgets.confirm([budgetLimit], t0);
        assert.equal(await budgets.spent(budgetLimit, t0 + 61_000), 1, 'whoever confirms it nevertheless has spent it');
      },
    );

    story('of one held twice and twice more, each is settled by itself', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 9 });
      await budgets.hold([budgetLimit, budgetLimit], t0);
      await budgets.hold([budgetLimit, budgetLimit], t0);
      await budgets.confirm([budgetLimit, budgetLimit], t0);
      await budgets.release([budgetLimit], t0);
      assert.equal(await budgets.spent(budgetLimit, t0), 3);
      assert.equal(await budgets.spent(budgetLimit, t0 + 30_000), 2);
    });

    story(
      'of any number held at once no more than the limit are; settled at once, none is lost',
      async ({ budgets }) => {
        const budgetLimit = aWant({ limit: 6 });
        const own = (index: number) => aWant({ key: `own ${index}` });
        const told = await atOnce(64, (index) => budgets.hold([own(index), budgetLimit], t0));
        const held = told.flatMap((exhausted, index) => (exhausted === undefined ? [index] : []));
        assert.equal(held.length, 6);
        assert.equal(await budgets.spent(budgetLimit, t0), 6);
        await atOnce(6, (turn) => {
          const limits = [budgetLimit, own(held[turn] ?? 0)];
          return turn % 2 === 0 ? budgets.confirm(limits, t0) : budgets.release(limits, t0);
        });
        assert.equal(await budgets.spent(budgetLimit, t0), 3);
      },
    );

    story('of any number at once no more than the limit are let through', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 5 });
      const told = await atOnce(64, (index) => budgets.spend([aWant({ key: `own ${index}` }), budgetLimit], t0));
      assert.equal(told.filter((exhausted) => exhausted === undefined).length, 5);
      assert.equal(await budgets.spent(budgetLimit, t0), 5);
      const own = await atOnce(64, (index) => budgets.spent(aWant({ key: `own ${index}` }), t0));
      assert.equal(
        own.reduce((sum, spent) => sum + spent),
        5,
        'who was not let through spent nothing',
      );
    });

    story('a clock that goes back forgets nothing', async ({ budgets }) => {
      const budgetLimit = aWant({ limit: 1 });
      await budgets.spend([budgetLimit], t0);
      assert.notEqual(await budgets.spend([budgetLimit], t0 - 5 * hour), undefined);
    });

    story('a limit that was lowered holds at once', async ({ budgets }) => {
      for (const at of [atStep, atStep + hour, atStep + 2 * hour]) await budgets.spend([aWant()], at);
      const lower = aWant({ limit: 2 });
      const exhausted = await budgets.spend([lower], atStep + 3 * hour);
      assert.deepEqual(exhausted, { exhausted: lower, roomAt: atStep + 26 * hour });
      assert.equal(await budgets.spend([lower], exhausted.roomAt), undefined);
    });

    story('a sweep forgets what no window reaches, at most as many as asked', async ({ budgets }) => {
      const [short, long] = [aWant({ period: hour }), aWant()];
      await budgets.spend([short, aWant({ key: 'another', period: hour }), long], atStep);
      assert.equal(await budgets.sweep(atStep + hour, 10), 0);
      assert.equal(await budgets.sweep(atStep + 2 * hour, 1), 1);
      assert.equal(await budgets.sweep(atStep + 2 * hour, 10), 1);
      assert.equal(await budgets.spent(long, atStep + 2 * hour), 1);
      assert.equal(await budgets.sweep(atStep + 25 * hour, 10), 1);
      assert.equal(await budgets.sweep(atStep + 25 * hour, 10), 0);
    });
  });
}
