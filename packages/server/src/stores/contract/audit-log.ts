import assert from 'node:assert/strict';
import { approve, deny } from '../../domain/pin.ts';
import type { NewEntry, AuditEntry } from '../../service/ports/events.ts';
import type { Store } from '../../service/ports/store.ts';
import { aBundle, anAccount, anEntry, aPin, atOnce, anApproval, life, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const kept = ({ bundle: _, message: __, counted: ___, ...entry }: NewEntry): AuditEntry => entry;
const all = ({ auditLog }: Pick<Store, 'auditLog'>) => auditLog.list({ since: 0, kinds: [], limit: 1000 });
const ids = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);
const start = { endsAt: 0, id: '' };

/** What the port of the audit log promises. */
export function trailContract({ describe, story }: Suite): void {
  describe('the audit log', () => {
    story('entries are stored unchanged, and listed by account, the newest first', async ({ auditLog }) => {
      const nothing = { account: null, pin: null, dialect: null, client: null, device: null } as const;
      const mine = [anEntry(), anEntry({ kind: 'redeemed', fact: 'collected-elsewhere', at: t0 + 1 })];
      const other = anEntry({ ...nothing, kind: 'throttled', address: null, country: null, at: t0 + 2, count: 7 });
      await auditLog.add([...mine, other]);
      assert.deepEqual(await auditLog.listFor('account-1', 10), mine.map(kept).toReversed());
      assert.deepEqual(await auditLog.listFor('account-1', 1), mine.slice(1).map(kept));
      assert.deepEqual(await auditLog.listFor('account-2', 10), []);
      assert.deepEqual(await all({ auditLog }), [...mine, other].map(kept));
    });

    story('a query is for kinds, for a time, and for the newest', async ({ auditLog }) => {
      const [first, second, third] = [anEntry(), anEntry({ kind: 'denied', at: t0 + 5 }), anEntry({ at: t0 + 9 })];
      await auditLog.add([first, second, third]);
      const asked = async (since: number, kinds: NewEntry['kind'][], limit = 10) =>
        ids(await auditLog.list({ since, kinds, limit }));
      assert.deepEqual(await asked(t0 + 5, []), [second.id, third.id]);
      assert.deepEqual(await asked(0, ['approved']), [first.id, third.id]);
      assert.deepEqual(await asked(0, ['approved', 'denied'], 2), [second.id, third.id]);
      const until = async (latest: number, kinds: NewEntry['kind'][] = []) =>
        ids(await auditLog.list({ since: 0, until: latest, kinds, limit: 10 }));
      assert.deepEqual(await until(t0 + 5), [first.id, second.id]);
      assert.deepEqual(await until(t0 + 8, ['approved']), [first.id]);
    });

    story('a query is for a person: what they did, and what was done to them', async (store) => {
      const { auditLog } = store;
      const mine = anEntry({ account: 'ada', at: t0 });
      const byMe = anEntry({ kind: 'person-disabled', account: 'ben', by: 'ada', at: t0 + 1 });
      const others = anEntry({ account: 'ben', at: t0 + 2 });
      await auditLog.add([mine, byMe, others]);
      const asked = async (account: string, kinds: NewEntry['kind'][] = [], limit = 10) =>
        ids(await auditLog.list({ since: 0, account, kinds, limit }));
      assert.deepEqual(await asked('ada'), [mine.id, byMe.id]);
      assert.deepEqual(await asked('ada', [], 1), [byMe.id]);
      assert.deepEqual(await asked('ada', ['approved']), [mine.id]);
      assert.deepEqual(await asked('nobody'), []);
      assert.equal((await all(store)).find(({ id }) => id === byMe.id)?.by, 'ada');
    });

    story('an aggregate is one row with its counts added, whoever adds', async (store) => {
      const [one, another] = [aBundle('one'), aBundle('another', { count: 3 })];
      await store.auditLog.add([one, another]);
      await atOnce(5, () => store.auditLog.add([aBundle('one', { count: 2, at: t0 + 100 })]));
      const rows = await all(store);
      assert.deepEqual(new Set(rows), new Set([{ ...kept(one), count: 11 }, kept(another)]));
    });

    story('an entry about a change is there when the change is, and only then', async (store) => {
      const pin = aPin();
      await store.pins.insert(pin, t0);
      const [yes, no] = [approve(pin, anApproval()), deny(pin, 'account-1', t0)];
      assert.ok(yes.ok && no.ok);
      const [told, lost] = [anEntry(), anEntry({ kind: 'denied' })];
      assert.equal(await store.pins.replace(yes.value, pin.version, { entries: [told] }), true);
      assert.equal(await store.pins.replace(no.value, pin.version, { entries: [lost] }), false);
      assert.deepEqual(await all(store), [kept(told)]);
    });

    story('pins that ended are found once, in order, and those that nobody answered are named', async ({ pins }) => {
      const made = Array.from({ length: 5 }, (_, index) => aPin({ expiresAt: t0 + life + Math.floor(index / 2) }));
      for (const pin of made) await pins.insert(pin, t0);
      const [first] = made;
      assert.ok(first);
      const denied = deny(first, 'account-1', t0);
      assert.ok(denied.ok && (await pins.replace(denied.value, first.version)));
      assert.deepEqual(await pins.endedAfter(start, t0 + life - 1, 10), { pins: [], to: undefined });

      const found = [];
      let mark = start;
      for (;;) {
        const { pins: ended, to } = await pins.endedAfter(mark, t0 + life + 1, 2);
        if (to === undefined) break;
        found.push(...ended);
        mark = to;
      }
      const open = made.slice(1, 4);
      const sorted = open.toSorted((one, other) => one.expiresAt - other.expiresAt || (one.id > other.id ? 1 : -1));
      assert.deepEqual(
        found.map(({ id, endsAt, protocol, clientId, requester: { address } }) => ({
          id,
          endsAt,
          protocol,
          clientId,
          address,
        })),
        sorted.map(({ id, expiresAt, protocol, clientId, requester: { address } }) => ({
          id,
          endsAt: expiresAt,
          protocol,
          clientId,
          address,
        })),
      );
    });

    story('of any number that record the same expiries one does', async (store) => {
      assert.deepEqual(await store.auditLog.expiryCursor(), start);
      const to = { endsAt: t0, id: 'k' };
      const told = await atOnce(8, () => store.auditLog.addExpiries([aBundle('ends')], start, to));
      assert.equal(told.filter(Boolean).length, 1);
      assert.deepEqual(await store.auditLog.expiryCursor(), to);
      assert.deepEqual(
        (await all(store)).map(({ count }) => count),
        [1],
      );
    });

    story('old addresses are truncated to their /24 or /48 prefix, at most as many as asked', async (store) => {
      const addresses = ['203.0.113.9', '2001:db8:7:8::9', '2001:db8:7:8::/64', null];
      await store.auditLog.add(addresses.map((address, index) => anEntry({ address, at: t0 + index })));
      const fresh = anEntry({ at: t0 + 10 });
      await store.auditLog.add([fresh]);
      assert.equal(await store.auditLog.truncateAddresses(t0 + 10, 2), 2);
      assert.equal(await store.auditLog.truncateAddresses(t0 + 10, 2), 1);
      assert.equal(await store.auditLog.truncateAddresses(t0 + 10, 2), 0);
      assert.deepEqual(
        (await all(store)).map(({ address }) => address),
        ['203.0.113.0/24', '2001:db8:7::/48', '2001:db8:7::/48', null, fresh.address],
      );
    });

    story('an aggregate whose address was truncated takes nothing more', async (store) => {
      await store.auditLog.add([aBundle('one')]);
      await store.auditLog.truncateAddresses(t0 + 1, 10);
      await store.auditLog.add([aBundle('one', { at: t0 + 1 })]);
      assert.deepEqual(
        (await all(store)).map(({ count }) => count),
        [1, 1],
      );
    });

    story('old entries are forgotten, at most as many as asked', async (store) => {
      const entries = Array.from({ length: 4 }, (_, index) => anEntry({ at: t0 + index }));
      await store.auditLog.add(entries);
      assert.equal(await store.auditLog.sweep(t0, 10), 0);
      assert.equal(await store.auditLog.sweep(t0 + 3, 2), 2);
      assert.equal(await store.auditLog.sweep(t0 + 3, 2), 1);
      assert.deepEqual(ids(await all(store)), [entries[3]?.id]);
    });

    story('what is too much goes: aggregates first, the oldest first', async (store) => {
      const [first, second] = [anEntry(), anEntry({ at: t0 + 1 })];
      const [bundle, later] = [aBundle('b', { at: t0 + 2 }), aBundle('c', { at: t0 + 3 })];
      await store.auditLog.add([first, second, bundle, later]);
      assert.equal(await store.auditLog.trim(4, 10), 0);
      assert.equal(await store.auditLog.trim(3, 10), 1);
      assert.deepEqual(ids(await all(store)), [first.id, second.id, later.id]);
      assert.equal(await store.auditLog.trim(1, 1), 1);
      assert.equal(await store.auditLog.trim(1, 10), 1);
      assert.deepEqual(ids(await all(store)), [second.id]);
      await store.auditLog.add([aBundle('c', { at: t0 + 4 })]);
      assert.equal((await all(store)).length, 2);
    });

    story('an account that is removed leaves nothing of itself in the audit log', async (store) => {
      const account = anAccount();
      await store.accounts.add(account, { by: 'operator' }, t0);
      const [mine, others] = [anEntry({ account: account.id, fact: 'refresh-token' }), anEntry()];
      await store.auditLog.add([mine, others]);
      assert.equal(await store.accounts.remove(account.id, { by: 'operator' }, t0), 'removed');
      assert.deepEqual(await store.auditLog.listFor(account.id, 10), []);
      const nobody = { account: null, pin: null, client: null, device: null, address: null, country: null };
      assert.deepEqual(await all(store), [{ ...kept(mine), ...nobody }, kept(others)]);
      assert.equal(await store.auditLog.truncateAddresses(t0 + 1, 10), 1, 'there is no address left to truncate');
    });
  });
}
