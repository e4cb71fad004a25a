import assert from 'node:assert/strict';
import type { Account, Management } from '../../service/ports/accounts.ts';
import type { Store } from '../../service/ports/store.ts';
import { aGrant, anAccount, aPasswordHash, aSession, atOnce, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const operator = { by: 'operator' } as const;

async function personOf({ accounts }: Pick<Store, 'accounts'>, isAdmin = false): Promise<Account> {
  const added = await accounts.add(anAccount({ isAdmin }), operator, t0);
  assert.ok('added' in added);
  return added.added;
}

const managing = (
  { id }: Account,
  act: Management['act'],
  ground: Management['ground'] = operator,
  at = t0,
): Management => ({ id, act, ground, at });

const byAdmin = ({ id }: Account) => ({ by: 'admin', admin: id }) as const;

/** What the accounts promise of those who manage people. */
export function managingContract({ describe, story }: Suite): void {
  describe('people who are managed', () => {
    story('an account is made an admin, and no longer one', async (store) => {
      await personOf(store, true);
      const ada = await personOf(store);
      for (const [act, isAdmin] of [
        ['make-admin', true],
        ['make-admin', true],
        ['unmake-admin', false],
      ] as const) {
        assert.equal(await store.accounts.manage(managing(ada, act)), 'done');
        assert.deepEqual(await store.accounts.byId(ada.id), { ...ada, isAdmin });
      }
      assert.equal(await store.accounts.manage(managing({ ...ada, id: 'nobody' }, 'make-admin')), 'no-account');
    });

    story(
      'the last admin who can sign in keeps the role and the account, but not against a provider',
      async (store) => {
        const { accounts } = store;
        const [ada, ben] = [await personOf(store, true), await personOf(store, true)];
        assert.equal(await accounts.manage(managing(ben, 'disable', byAdmin(ada))), 'done');
        for (const act of ['unmake-admin', 'disable'] as const) {
          assert.equal(await accounts.manage(managing(ada, act)), 'last-admin');
          assert.equal(await accounts.manage(managing(ada, act, byAdmin(ada))), 'last-admin');
        }
        assert.equal(await accounts.remove(ada.id, byAdmin(ada), t0), 'last-admin');
        const byPerson = { by: 'person', passwordHash: aPasswordHash } as const;
        assert.equal(await accounts.remove(ada.id, byPerson, t0), 'last-admin');
        assert.deepEqual(await accounts.byId(ada.id), ada);
        assert.equal(await accounts.manage(managing(ada, 'unmake-admin', { by: 'provider' })), 'done');
      },
    );

    story('only who is an admin at that moment manages', async (store) => {
      const { accounts } = store;
      const [ada, ben, cleo] = [await personOf(store, true), await personOf(store), await personOf(store, true)];
      for (const act of ['make-admin', 'unmake-admin', 'disable', 'enable', 'end-sign-ins'] as const) {
        assert.equal(await accounts.manage(managing(ada, act, byAdmin(ben))), 'not-admin');
      }
      assert.equal(await accounts.remove(ada.id, byAdmin(ben), t0), 'not-admin');
      const reset = { id: ben.id, replaces: ben.passwordHash, passwordHash: 'new', keep: null, at: t0 };
      assert.equal(await accounts.setPassword({ ...reset, admin: ben.id }), false);
      await accounts.manage(managing(cleo, 'disable'));
      assert.equal(await accounts.setPassword({ ...reset, admin: cleo.id }), false);
      assert.equal(await accounts.manage(managing(ada, 'disable', byAdmin(cleo))), 'not-admin');
      assert.equal(await accounts.setPassword({ ...reset, admin: ada.id }), true);
      assert.equal(await accounts.remove(ben.id, byAdmin(ada), t0), 'removed');
      assert.equal(await accounts.byId(ben.id), undefined);
    });

    story('of two admins who take the role from each other one does', async (store) => {
      const [ada, ben] = [await personOf(store, true), await personOf(store, true)];
      const told = await atOnce(2, (index) => {
        const [by, whom] = index === 0 ? [ada, ben] : [ben, ada];
        return store.accounts.manage(managing(whom, 'unmake-admin', byAdmin(by)));
      });
      assert.deepEqual(told.toSorted(), ['done', 'not-admin']);
      assert.equal((await store.accounts.list()).filter(({ isAdmin }) => isAdmin).length, 1);
    });

    story('of any number of admins who disable each other one stays', async (store) => {
      const admins = await Promise.all(Array.from({ length: 4 }, () => personOf(store, true)));
      await atOnce(4, (index) => {
        const [by, whom] = [admins[index], admins[(index + 1) % 4]];
        assert.ok(by && whom);
        return store.accounts.manage(managing(whom, 'disable', byAdmin(by)));
      });
      assert.ok((await store.accounts.list()).some(({ isDisabled }) => !isDisabled));
    });

    story('a disabled person has no session and no device, and gets none until enabled', async (store) => {
      const { accounts, sessions, grants } = store;
      const ada = await personOf(store);
      const [session, grant] = [aSession({ account: ada.id }), aGrant({ account: ada.id })];
      assert.equal(await sessions.add(session, aPasswordHash), true);
      assert.equal(await grants.add(grant), true);
      assert.equal(await accounts.manage(managing(ada, 'disable')), 'done');
      assert.deepEqual(await accounts.byId(ada.id), { ...ada, isDisabled: true });
      assert.equal(await sessions.find(session.hash, t0), undefined);
      assert.equal(await grants.byId(grant.id), undefined);

      const later = t0 + 1000;
      const again = () => aSession({ account: ada.id, createdAt: later });
      assert.equal(await sessions.add(again(), aPasswordHash), false);
      assert.equal(await grants.add(aGrant({ account: ada.id, linkedAt: later })), false);
      assert.equal(await accounts.endSignIns(ada.id, later), true);
      assert.equal(await sessions.add(again(), aPasswordHash), false, 'signed out everywhere is not enabled');

      assert.equal(await accounts.manage(managing(ada, 'enable', operator, later)), 'done');
      assert.deepEqual(await accounts.byId(ada.id), ada);
      assert.equal(await sessions.add(again(), aPasswordHash), false, 'what began before does not come in');
      assert.equal(await sessions.add(aSession({ account: ada.id, createdAt: later + 1 }), aPasswordHash), true);
    });

    story('whom an operator signs out has to sign in again, and may', async (store) => {
      const { accounts, sessions } = store;
      const ada = await personOf(store);
      const session = aSession({ account: ada.id });
      await sessions.add(session, aPasswordHash);
      assert.equal(await accounts.manage(managing(ada, 'end-sign-ins', operator, t0 + 1)), 'done');
      assert.equal(await sessions.find(session.hash, t0), undefined);
      assert.equal(await sessions.add(aSession({ account: ada.id, createdAt: t0 + 2 }), aPasswordHash), true);
    });
  });
}
