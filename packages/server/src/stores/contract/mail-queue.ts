import assert from 'node:assert/strict';
import { mostMails } from '../../domain/mail.ts';
import type { NewMail, QueuedMail } from '../../service/ports/mail-queue.ts';
import { anAccount, atOnce, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const lapse = 30_000;

const aMail = (parts: Partial<NewMail> = {}): NewMail => ({
  id: secret(),
  kind: 'password-changed',
  account: 'ada',
  address: null,
  grant: null,
  at: t0,
  ...parts,
});

const waiting = (mail: NewMail, tried = 0): QueuedMail => ({ ...mail, tried });

/** What the port of the queue of mails promises. */
export function mailQueueContract({ describe, story }: Suite): void {
  describe('the queue of mails', () => {
    story('what is put in comes out in order, as it was, until it is done', async ({ mailQueue }) => {
      const first = aMail({ kind: 'invite', account: null, address: 'zoë@b.org' });
      const second = aMail({ kind: 'device-linked', grant: 'g', at: t0 + 1 });
      for (const mail of [first, second]) assert.equal(await mailQueue.put(mail), true);
      assert.equal(await mailQueue.isDue(t0 - 1), false);
      assert.equal(await mailQueue.isDue(t0), true);
      assert.deepEqual(await mailQueue.status(), { waiting: 2, oldestAt: t0 });
      assert.deepEqual(await mailQueue.claim(t0 + 1, t0 + lapse), waiting(first));
      await mailQueue.done(first.id);
      assert.deepEqual(await mailQueue.claim(t0 + 1, t0 + lapse), waiting(second));
      await mailQueue.done(second.id);
      assert.equal(await mailQueue.claim(t0 + 1, t0 + lapse), undefined);
      assert.deepEqual(await mailQueue.status(), { waiting: 0, oldestAt: null });
    });

    story('of any number of senders one gets a mail, until its claim expires', async ({ mailQueue }) => {
      const mail = aMail();
      await mailQueue.put(mail);
      const claims = await atOnce(8, () => mailQueue.claim(t0, t0 + lapse));
      assert.equal(claims.filter((claim) => claim !== undefined).length, 1);
      assert.equal(await mailQueue.isDue(t0 + lapse - 1), false);
      assert.equal(await mailQueue.claim(t0 + lapse - 1, t0 + 2 * lapse), undefined);
      assert.deepEqual(await mailQueue.claim(t0 + lapse, t0 + 2 * lapse), waiting(mail, 1));
    });

    story('two that wait are two claims', async ({ mailQueue }) => {
      const mails = [aMail(), aMail()];
      for (const mail of mails) await mailQueue.put(mail);
      const claims = await atOnce(4, () => mailQueue.claim(t0, t0 + lapse));
      const got = claims.flatMap((claim) => (claim === undefined ? [] : [claim.id]));
      assert.deepEqual(got.toSorted(), mails.map(({ id }) => id).toSorted());
    });

    story('what was put off comes again when it is due, after what is due before', async ({ mailQueue }) => {
      const [first, second] = [aMail(), aMail({ at: t0 + 1 })];
      for (const mail of [first, second]) await mailQueue.put(mail);
      await mailQueue.claim(t0, t0 + lapse);
      await mailQueue.putOff(first.id, t0 + 50);
      assert.equal((await mailQueue.claim(t0 + 1, t0 + lapse))?.id, second.id);
      assert.equal(await mailQueue.isDue(t0 + 49), false);
      assert.deepEqual(await mailQueue.claim(t0 + 50, t0 + lapse), waiting(first, 1));
    });

    story('no more than so many wait, and what anybody can cause leaves room', async ({ mailQueue }) => {
      const put = async (kind: NewMail['kind'], many: number): Promise<number> => {
        let count = 0;
        // Not all at once: that would try how long one may wait for a connection.
        for (let left = many; left > 0; left -= 50) {
          const some = Array.from({ length: Math.min(50, left) }, () => mailQueue.put(aMail({ kind })));
          count += (await Promise.all(some)).filter(Boolean).length;
        }
        return count;
      };
      assert.equal(await put('reset', mostMails / 2 + 3), mostMails / 2);
      assert.equal(await put('password-changed', mostMails / 2 + 2), mostMails / 2);
      assert.equal((await mailQueue.status()).waiting, mostMails);
    });

    story('an account that is removed takes its mails with it', async ({ mailQueue, accounts }) => {
      const account = anAccount();
      assert.ok('added' in (await accounts.add(account, { by: 'operator' }, t0)));
      const [mine, theirs] = [aMail({ account: account.id }), aMail({ account: 'ben' })];
      for (const mail of [mine, theirs]) await mailQueue.put(mail);
      assert.deepEqual(await mailQueue.listFor(account.id), [waiting(mine)]);
      await accounts.remove(account.id, { by: 'operator' }, t0);
      assert.deepEqual(await mailQueue.listFor(account.id), []);
      assert.equal((await mailQueue.claim(t0, t0 + lapse))?.id, theirs.id);
      assert.equal(await mailQueue.claim(t0, t0 + lapse), undefined);
    });
  });
}
