import assert from 'node:assert/strict';
import { aggregationDelay, mostWaiting } from '../../domain/outbox.ts';
import type { NewEntry } from '../../service/ports/events.ts';
import type { Message } from '../../service/ports/outbox.ts';
import { aBundle, anAccount, anEntry, atOnce, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const told = (parts: Partial<NewEntry> = {}) => anEntry({ message: true, ...parts });
const messageOf = ({
  bundle: _,
  message: __,
  address: ___,
  device: ____,
  by: _____,
  counted: ______,
  ...entry
}: NewEntry): Message => ({
  ...entry,
  network: '203.0.113.0/24',
  tried: 0,
});
const lapse = 30_000;

/** What the port of the outbox promises. */
export function outboxContract({ describe, story }: Suite): void {
  describe('the outbox', () => {
    story('what is to be told comes out in order, without address or name, until it is done', async (store) => {
      const { auditLog, outbox } = store;
      const [first, second] = [told(), told({ at: t0 + 1, kind: 'denied', country: null })];
      await auditLog.add([first, anEntry(), second]);
      assert.equal(await outbox.isDue(t0 - 1), false);
      assert.equal(await outbox.isDue(t0), true);
      assert.deepEqual(await outbox.claim('a', t0 + 1, t0 + lapse), messageOf(first));
      await outbox.done(first.id);
      assert.deepEqual(await outbox.claim('a', t0 + 1, t0 + lapse), messageOf(second));
      await outbox.done(second.id);
      assert.equal(await outbox.claim('a', t0 + 1, t0 + lapse), undefined);
      assert.deepEqual(await outbox.status(), { waiting: 0, dropped: 0, isOff: false });
    });

    story('of any number of senders one sends, until its claim lapses or is released', async ({ auditLog, outbox }) => {
      await auditLog.add([told(), told({ at: t0 + 1 })]);
      const deviceInfo = await atOnce(8, (index) => outbox.claim(`holder ${index}`, t0 + 5, t0 + lapse));
      assert.equal(deviceInfo.filter((claim) => claim !== undefined).length, 1);
      const clientId = `holder ${deviceInfo.findIndex((claim) => claim !== undefined)}`;
      assert.equal(await outbox.claim('late', t0 + lapse - 1, t0 + 2 * lapse), undefined);
      await outbox.release('late');
      assert.equal(await outbox.claim('late', t0 + lapse - 1, t0 + 2 * lapse), undefined);
      await outbox.release(clientId);
      assert.notEqual(await outbox.claim('late', t0 + lapse - 1, t0 + 2 * lapse), undefined);
      const again = await outbox.claim('later', t0 + 2 * lapse, t0 + 3 * lapse);
      assert.equal(again?.tried, 1, 'a claim that lapsed makes the message due again');
      assert.equal(again.id, deviceInfo.find((claim) => claim !== undefined)?.id, 'under the same id');
    });

    story('what failed comes again when it is due, after what is due before', async ({ auditLog, outbox }) => {
      const [first, second] = [told(), told({ at: t0 + 1 })];
      await auditLog.add([first, second]);
      await outbox.claim('a', t0, t0 + lapse);
      await outbox.putOff(first.id, t0 + 50);
      assert.equal((await outbox.claim('a', t0 + 1, t0 + lapse))?.id, second.id);
      await outbox.giveUp(second.id);
      assert.equal(await outbox.isDue(t0 + 49), false);
      assert.deepEqual(await outbox.claim('a', t0 + 50, t0 + lapse), { ...messageOf(first), tried: 1 });
      assert.deepEqual(await outbox.status(), { waiting: 1, dropped: 1, isOff: false });
    });

    story('an aggregate that waits is one message, and the next of it is delayed', async ({ auditLog, outbox }) => {
      const first = aBundle('b');
      await auditLog.add([first, aBundle('b', { count: 4 })]);
      assert.deepEqual(await outbox.claim('a', t0, t0 + lapse), { ...messageOf(first), count: 5 });
      const next = aBundle('b', { at: t0 + 1, count: 2 });
      await auditLog.add([next]);
      await auditLog.add([aBundle('b', { at: t0 + 2 })]);
      await outbox.done(first.id);
      assert.equal(await outbox.isDue(t0 + aggregationDelay), false);
      const second = await outbox.claim('a', t0 + 1 + aggregationDelay, t0 + 2 * aggregationDelay);
      assert.deepEqual(second, { ...messageOf(next), count: 3 });
    });

    story('no more than so many wait, and aggregates leave room for people', async ({ auditLog, outbox }) => {
      const half = mostWaiting / 2;
      await auditLog.add(Array.from({ length: half + 1 }, (_, index) => aBundle(`b${index}`)));
      assert.deepEqual(await outbox.status(), { waiting: half, dropped: 1, isOff: false });
      await auditLog.add(Array.from({ length: half + 2 }, () => told()));
      assert.deepEqual(await outbox.status(), { waiting: mostWaiting, dropped: 3, isOff: false });
      await auditLog.add([aBundle('b1', { count: 5 })]);
      assert.deepEqual(
        await outbox.status(),
        { waiting: mostWaiting, dropped: 3, isOff: false },
        'one that waits grows',
      );
      await outbox.resume();
      assert.deepEqual(await outbox.status(), { waiting: mostWaiting, dropped: 0, isOff: false });
    });

    story('switched off it drops all and takes nothing, until it is resumed', async ({ auditLog, outbox }) => {
      await auditLog.add([told(), told()]);
      await outbox.switchOff();
      await auditLog.add([told()]);
      assert.deepEqual(await outbox.status(), { waiting: 0, dropped: 2, isOff: true });
      assert.equal(await outbox.isDue(t0), false);
      assert.equal(await outbox.claim('a', t0, t0 + lapse), undefined);
      await outbox.resume();
      await auditLog.add([told()]);
      assert.deepEqual(await outbox.status(), { waiting: 1, dropped: 0, isOff: false });
    });

    story(
      'an account that is removed leaves nothing of itself in what waits',
      async ({ auditLog, outbox, accounts }) => {
        const account = anAccount();
        await accounts.add(account, { by: 'operator' }, t0);
        const mine = told({ account: account.id });
        await auditLog.add([mine]);
        await accounts.remove(account.id, { by: 'operator' }, t0);
        const nobody = { account: null, pin: null, client: null, network: null, country: null };
        assert.deepEqual(await outbox.claim('a', t0, t0 + lapse), { ...messageOf(mine), ...nobody });
      },
    );
  });
}
