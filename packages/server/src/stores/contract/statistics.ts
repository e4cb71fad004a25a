import assert from 'node:assert/strict';
import { approve, deny } from '../../domain/pin.ts';
import { oneHour, hourOf } from '../../domain/statistics.ts';
import type { Store } from '../../service/ports/store.ts';
import { aBundle, anApproval, anEntry, aPin, atOnce, life, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** The counts, by measure, of the hour of an instant. */
async function countsAt({ statistics }: Pick<Store, 'statistics'>, at: number): Promise<Record<string, number>> {
  const counts = await statistics.since(hourOf(at));
  return Object.fromEntries(
    counts.filter((count) => count.hour === hourOf(at)).map(({ what, count }) => [what, count]),
  );
}

/** What the port of the statistics promises. */
export function statisticsContract({ describe, story }: Suite): void {
  describe('the statistics', () => {
    story('entries are counted in the hour in which they happened, as often as they stand for', async (store) => {
      await store.auditLog.add([
        anEntry({ counted: ['approved', 'linked-within-30'] }),
        anEntry({ counted: ['approved', 'linked-within-60'], at: t0 + oneHour }),
        aBundle('one', { counted: ['throttled'], count: 3 }),
      ]);
      await store.auditLog.add([aBundle('one', { counted: ['throttled'], count: 2 })]);
      assert.deepEqual(await countsAt(store, t0), { approved: 1, 'linked-within-30': 1, throttled: 5 });
      assert.deepEqual(await countsAt(store, t0 + oneHour), { approved: 1, 'linked-within-60': 1 });
      assert.deepEqual(
        (await store.statistics.since(hourOf(t0) + oneHour)).map((count) => count.hour),
        [hourOf(t0) + oneHour, hourOf(t0) + oneHour],
      );
    });

    story('of any number that count at once each is counted', async (store) => {
      await atOnce(20, () => store.auditLog.add([anEntry({ counted: ['approved', 'linked-within-5'] })]));
      assert.deepEqual(await countsAt(store, t0), { approved: 20, 'linked-within-5': 20 });
    });

    story('what is counted goes with the change that it is about, and only then', async (store) => {
      const pin = aPin();
      await store.pins.insert(pin, t0);
      const [yes, no] = [approve(pin, anApproval()), deny(pin, 'account-1', t0)];
      assert.ok(yes.ok && no.ok);
      const [told, lost] = [anEntry({ counted: ['approved'] }), anEntry({ counted: ['denied'] })];
      assert.equal(await store.pins.replace(yes.value, pin.version, { entries: [told] }), true);
      assert.equal(await store.pins.replace(no.value, pin.version, { entries: [lost] }), false);
      assert.deepEqual(await countsAt(store, t0), { approved: 1 });
    });

    story('counts stay when their entries are trimmed', async (store) => {
      await store.auditLog.add([anEntry({ counted: ['redeemed'] })]);
      assert.equal(await store.auditLog.sweep(t0 + 1, 10), 1);
      assert.deepEqual(await countsAt(store, t0), { redeemed: 1 });
    });

    story('a measure is raised and never lowered', async (store) => {
      for (const count of [3, 7, 5]) await store.statistics.noteMost('waiting', t0, count);
      await store.statistics.noteMost('waiting', t0 + oneHour, 1);
      assert.deepEqual(await countsAt(store, t0), { waiting: 7 });
      assert.deepEqual(await countsAt(store, t0 + oneHour), { waiting: 1 });
    });

    story('pins are counted while they wait', async (store) => {
      const [first, second] = [aPin(), aPin()];
      for (const pin of [first, second]) await store.pins.insert(pin, t0);
      assert.equal(await store.statistics.waiting(t0), 2);
      const no = deny(first, 'account-1', t0);
      assert.ok(no.ok && (await store.pins.replace(no.value, first.version)));
      assert.equal(await store.statistics.waiting(t0), 1);
      assert.equal(await store.statistics.waiting(t0 + life + 120_000), 0);
    });

    story('old counts are forgotten, at most as many as asked', async (store) => {
      for (let index = 0; index < 4; index += 1) {
        await store.statistics.noteMost('waiting', t0 + index * oneHour, 1);
      }
      const before = hourOf(t0) + 3 * oneHour;
      assert.equal(await store.statistics.sweep(before, 2), 2);
      assert.equal(await store.statistics.sweep(before, 2), 1);
      assert.equal(await store.statistics.sweep(before, 2), 0);
      assert.equal((await store.statistics.since(0)).length, 1);
    });
  });
}
