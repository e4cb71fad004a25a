import assert from 'node:assert/strict';
import { aGrant, anAccount, aPasskey, aPasswordHash, aSession, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const operator = { by: 'operator' } as const;

/** What the port of the accounts promises of e-mail addresses. */
export function accountEmailContract({ describe, story }: Suite): void {
  describe('e-mail addresses of accounts', () => {
    story('an address is confirmed that is the account’s, and no other', async ({ accounts }) => {
      const ada = anAccount({ email: 'ada@b.org' });
      await accounts.add(ada, operator, t0);
      assert.equal(await accounts.confirmEmail(ada.id, 'Ada@b.org'), false);
      assert.equal(await accounts.confirmEmail('nobody', 'ada@b.org'), false);
      assert.equal((await accounts.byId(ada.id))?.emailConfirmed, false);
      assert.equal(await accounts.confirmEmail(ada.id, 'ada@b.org'), true);
      assert.deepEqual(await accounts.byId(ada.id), {
        ...ada,
        number: 1,
        language: null,
        needsPasskey: false,
        isDisabled: false,
        emailConfirmed: true,
      });
    });

    story('a former address comes back, and what the changed account could do ends', async (store) => {
      const { accounts, sessions, grants } = store;
      const ada = anAccount({ username: 'ada', email: 'thief@b.org', emailConfirmed: true });
      await accounts.add(ada, operator, t0);
      assert.equal(await sessions.add(aSession({ account: ada.id }), aPasswordHash), true);
      const byPassword = aGrant({ account: ada.id, pinId: null });
      const byCode = aGrant({ account: ada.id });
      for (const grant of [byPassword, byCode]) await grants.add(grant);
      const restoration = { id: ada.id, email: 'ada@b.org', passwordHash: 'unknown', at: t0 };
      const restored = {
        ...ada,
        number: 1,
        language: null,
        needsPasskey: false,
        isDisabled: false,
        email: 'ada@b.org',
        passwordHash: 'unknown',
      };
      assert.deepEqual(await accounts.restoreEmail(restoration), restored);
      assert.deepEqual(await accounts.bySignInName('ADA@b.org'), restored);
      assert.equal(await accounts.bySignInName('thief@b.org'), undefined);
      assert.deepEqual(await sessions.listFor(ada.id, t0), []);
      assert.deepEqual(await grants.listFor(ada.id), [byCode]);
      assert.equal(await accounts.restoreEmail({ ...restoration, passwordHash: 'another' }), undefined, 'once');
      assert.equal((await accounts.byId(ada.id))?.passwordHash, 'unknown');
      assert.equal(await accounts.restoreEmail({ ...restoration, id: 'nobody' }), undefined);
    });

    story('with a former address go passkeys, and the need for one', async ({ accounts, passkeys, sessions }) => {
      const ada = anAccount({ email: 'thief@b.org' });
      const ben = anAccount();
      for (const { id } of [ada, ben]) {
        await accounts.add(id === ada.id ? ada : ben, operator, t0);
        const passkey = aPasskey({ account: id });
        assert.equal(await passkeys.add(passkey, aPasswordHash), 'added');
        const need = { id, passwordHash: aPasswordHash, domain: passkey.domain, keep: 'nobody', at: t0 };
        assert.equal(await passkeys.setNeed({ ...need, needsPasskey: true }), 'changed');
      }
      const restoration = { id: ada.id, email: 'ada@b.org', passwordHash: 'unknown', at: t0 };
      assert.equal((await accounts.restoreEmail(restoration))?.needsPasskey, false);
      assert.equal((await accounts.byId(ada.id))?.needsPasskey, false);
      assert.deepEqual(await passkeys.listFor(ada.id), []);
      assert.equal(await sessions.add(aSession({ account: ada.id }), 'unknown'), true);
      assert.equal((await passkeys.listFor(ben.id)).length, 1);
      assert.equal((await accounts.byId(ben.id))?.needsPasskey, true);
    });

    story('a former address that is another’s stays there, and the one since goes', async ({ accounts }) => {
      const ada = anAccount({ email: 'thief@b.org', emailConfirmed: true });
      const ben = anAccount({ email: 'ada@b.org' });
      for (const account of [ada, ben]) await accounts.add(account, operator, t0);
      const restoration = { id: ada.id, email: 'Ada@b.org', passwordHash: 'unknown', at: t0 };
      const restored = await accounts.restoreEmail(restoration);
      assert.deepEqual([restored?.email, restored?.emailConfirmed, restored?.passwordHash], [null, false, 'unknown']);
      assert.equal((await accounts.bySignInName('ada@b.org'))?.id, ben.id);
      assert.equal(await accounts.bySignInName('thief@b.org'), undefined);
    });
  });
}
