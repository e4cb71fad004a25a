import assert from 'node:assert/strict';
import type { Block, Blocks, Report } from '../../service/ports/blocks.ts';
import { anAccount, atOnce, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const day = 86_400_000;

const aBlock = (parts: Partial<Block> = {}): Block => ({
  id: secret(),
  requesterKey: 'plex 203.0.113.9 tv',
  account: 'ada',
  name: 'Grüße 📺',
  by: 'person',
  at: t0,
  until: t0 + 30 * day,
  ...parts,
});

const aReport = (parts: Partial<Report> = {}): Report => ({
  requesterKey: 'plex 203.0.113.9 tv',
  account: 'ada',
  network: '198.51.100.0/24',
  at: t0,
  until: t0 + day,
  ...parts,
});

/** Whether a requester is blocked for everybody. */
const isRefused = async (blocks: Blocks, requesterKey: string, now: number): Promise<boolean> =>
  (await blocks.find(requesterKey, null, now)) !== undefined;

/** What the port of blocks promises. */
export function blockContract({ describe, story }: Suite): void {
  describe('blocks', () => {
    story('one is found by requester key and account, until it expires', async ({ blocks }) => {
      const block = aBlock();
      await blocks.put(block);
      assert.deepEqual(await blocks.find(block.requesterKey, 'ada', t0), block);
      assert.deepEqual(await blocks.find(block.requesterKey, 'ada', block.until - 1), block);
      assert.equal(await blocks.find(block.requesterKey, 'ada', block.until), undefined);
      assert.equal(await blocks.find(block.requesterKey, 'eve', t0), undefined);
      assert.equal(await blocks.find(block.requesterKey, null, t0), undefined);
      assert.equal(await blocks.find('plex 203.0.113.9 radio', 'ada', t0), undefined);
    });

    story('a person’s block refuses nobody else anything', async ({ blocks }) => {
      await blocks.put(aBlock());
      assert.equal(await isRefused(blocks, aBlock().requesterKey, t0), false);
    });

    story(
      'one for everybody refuses its requester and no other, at once, and until it expires or is removed',
      async ({ blocks }) => {
        const { requesterKey } = aBlock();
        assert.equal(await isRefused(blocks, requesterKey, t0), false);
        const block = aBlock({ account: null, by: 'operator', until: t0 + 500 });
        await blocks.put(block);
        assert.equal(await isRefused(blocks, requesterKey, t0), true);
        assert.equal(await isRefused(blocks, 'plex 203.0.113.8 tv', t0), false);
        assert.equal(await isRefused(blocks, requesterKey, t0 + 499), true);
        assert.equal(await isRefused(blocks, requesterKey, t0 + 500), false);
        await blocks.put({ ...block, until: t0 + day });
        assert.equal(await isRefused(blocks, requesterKey, t0 + 600), true);
        assert.equal(await blocks.remove(block.id, null), true);
        assert.equal(await isRefused(blocks, requesterKey, t0 + 600), false);
      },
    );

    story('a newer one comes in place of the older', async ({ blocks }) => {
      const older = aBlock();
      const newer = aBlock({ at: t0 + 5, until: t0 + 40 * day });
      await blocks.put(older);
      await blocks.put(newer);
      assert.deepEqual(await blocks.listFor('ada', t0), [newer]);
      assert.equal(await blocks.remove(older.id, 'ada'), false);
    });

    story('an account sees its own, the newest first, and takes away no other', async ({ blocks }) => {
      const [first, second] = [aBlock(), aBlock({ requesterKey: 'key k', at: t0 + 1 })];
      const others = aBlock({ account: 'eve' });
      const everybody = aBlock({ account: null });
      for (const block of [first, second, others, everybody]) await blocks.put(block);
      assert.deepEqual(await blocks.listFor('ada', t0), [second, first]);
      assert.deepEqual(await blocks.listFor(null, t0), [everybody]);
      assert.equal(await blocks.remove(others.id, 'ada'), false);
      assert.equal(await blocks.remove(first.id, 'ada'), true);
      assert.deepEqual(await blocks.listFor('ada', t0), [second]);
    });

    story('reports are counted by network, each account once, while they count', async ({ blocks }) => {
      assert.equal(await blocks.report(aReport()), 1);
      assert.equal(await blocks.report(aReport()), 1);
      assert.equal(await blocks.report(aReport({ account: 'bob' })), 1, 'from the same network');
      assert.equal(await blocks.report(aReport({ account: 'cy', network: '192.0.2.0/24' })), 2);
      assert.equal(await blocks.report(aReport({ account: 'cy', network: '203.0.113.0/24' })), 2, 'moved');
      assert.equal(
        await blocks.report(aReport({ requesterKey: 'key k', account: 'dee', network: 'x' })),
        1,
        'another mark',
      );
      await blocks.forgetReports(aReport().requesterKey, 'cy');
      assert.equal(await blocks.report(aReport({ account: 'eve' })), 1, 'one was withdrawn');
      const late = t0 + day;
      assert.equal(await blocks.report(aReport({ account: 'dee', network: 'y', at: late, until: late + day })), 1);
      await blocks.forgetReports(aReport().requesterKey, null);
      assert.equal(await blocks.report(aReport({ at: late, until: late + day })), 1);
    });

    story('of reports that come at once none is lost', async ({ blocks }) => {
      const counts = await atOnce(20, (index) =>
        blocks.report(aReport({ account: `account-${index}`, network: `network-${index}` })),
      );
      assert.deepEqual(
        counts.toSorted((one, other) => one - other),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    story('what has expired is swept, so many at once', async ({ blocks }) => {
      for (let index = 0; index < 5; index += 1) {
        await blocks.put(aBlock({ requesterKey: `key ${index}`, until: t0 + index }));
        await blocks.report(aReport({ account: `a${index}`, until: t0 + index }));
      }
      assert.equal(await blocks.sweep(t0 + 3, 2), 4);
      assert.equal(await blocks.sweep(t0 + 3, 9), 4);
      assert.equal(await blocks.sweep(t0 + 3, 9), 0);
      assert.deepEqual(
        (await blocks.listFor('ada', t0)).map(({ requesterKey }) => requesterKey),
        ['key 4'],
      );
    });

    story('go with their account', async ({ blocks, accounts }) => {
      const account = anAccount();
      await accounts.add(account, { by: 'operator' }, t0);
      await blocks.put(aBlock({ account: account.id }));
      await blocks.put(aBlock({ account: null }));
      await blocks.report(aReport({ account: account.id }));
      await accounts.remove(account.id, { by: 'operator' }, t0);
      assert.deepEqual(await blocks.listFor(account.id, t0), []);
      assert.equal((await blocks.listFor(null, t0)).length, 1);
      assert.equal(await blocks.report(aReport({ account: 'eve', network: 'z' })), 1);
    });
  });
}
