import assert from 'node:assert/strict';
import type { Identity } from '../../domain/identity.ts';
import type { Store } from '../../service/ports/store.ts';
import { aPasskey, aPasswordHash, anAccount, anIdentity, atOnce, noPassword, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const operator = { by: 'operator' } as const;
const anyone = { by: 'anyone' } as const;

async function withAccounts({ accounts }: Store, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await accounts.add(anAccount({ id }), operator, t0);
}

/** What the port of identities promises. */
export function identityContract({ describe, story }: Suite): void {
  describe('identities', () => {
    story('an identity is found by issuer and subject, to the byte', async (store) => {
      const { identities } = store;
      await withAccounts(store, 'account-1');
      const identity = anIdentity({ subject: 'Ada', refreshToken: 'sealed', checkingUntil: t0 + 1, failingSince: t0 });
      assert.equal(await identities.join(identity, aPasswordHash), 'joined');
      assert.deepEqual(await identities.find(identity.issuer, 'Ada'), identity);
      for (const subject of ['ada', 'Ada ', 'ADA'])
        assert.equal(await identities.find(identity.issuer, subject), undefined);
      assert.equal(await identities.find('https://ID.example', 'Ada'), undefined);
      const other = anIdentity({ subject: 'ada', linkedAt: t0 - 1 });
      assert.equal(await identities.join(other, aPasswordHash), 'joined', 'another case is another person');
      assert.deepEqual(await identities.listFor('account-1'), [other, identity]);
      assert.deepEqual(await identities.listFor('account-2'), []);
    });

    story('what was not said stays unsaid', async (store) => {
      await withAccounts(store, 'account-1');
      const silent = {
        email: null,
        emailVerified: false,
        name: null,
        groups: null,
        acr: null,
        amr: null,
        authTime: null,
      };
      const identity = anIdentity({ claims: silent });
      await store.identities.join(identity, aPasswordHash);
      assert.deepEqual(await store.identities.find(identity.issuer, identity.subject), identity);
    });

    story('an identity has one account, however many join it at once', async (store) => {
      const { identities } = store;
      await withAccounts(store, 'account-1', 'account-2');
      const identity = anIdentity();
      const told = await atOnce(8, (index) =>
        identities.join({ ...identity, account: `account-${(index % 2) + 1}` }, aPasswordHash),
      );
      assert.deepEqual(told.toSorted(), ['joined', ...Array.from({ length: 7 }, () => 'taken')]);
    });

    story('nobody joins an account that is gone or has another password', async (store) => {
      const { identities, accounts } = store;
      await withAccounts(store, 'account-1');
      assert.equal(await identities.join(anIdentity(), 'another'), 'no-account');
      assert.equal(await identities.join(anIdentity({ account: 'nobody' }), aPasswordHash), 'no-account');
      await accounts.remove('account-1', operator, t0);
      assert.equal(await identities.join(anIdentity(), aPasswordHash), 'no-account');
    });

    story('a person comes with an account, both or none, and once', async (store) => {
      const { identities, accounts } = store;
      const identity = anIdentity({ account: 'ada' });
      const account = anAccount({ id: 'ada', username: 'ada' });
      const told = await atOnce(6, (index) =>
        identities.addPerson(
          { ...identity, account: `${identity.account}-${index}` },
          { ...account, id: `${account.id}-${index}`, username: `ada${index}` },
          anyone,
          t0,
        ),
      );
      const added = told.flatMap((one) => ('added' in one ? [one.added] : []));
      assert.equal(added.length, 1);
      assert.equal((await accounts.list()).length, 1);
      const there = await identities.find(identity.issuer, identity.subject);
      assert.equal(there?.account, added[0]?.id);
      for (const one of told) if ('there' in one) assert.deepEqual(one.there, there);
      const taken = { ...account, id: 'ben', username: added[0]?.username ?? '' };
      const ben = anIdentity({ account: 'ben' });
      assert.deepEqual(await identities.addPerson(ben, taken, anyone, t0), { refused: 'username-taken' });
      assert.equal(await identities.find(ben.issuer, ben.subject), undefined);
      const uninvited = await identities.addPerson(ben, anAccount(), { by: 'invite', inviteHash: 'x' }, t0);
      assert.deepEqual(uninvited, { refused: 'invite-gone' });
    });

    story('of many who replace the same version one succeeds', async (store) => {
      const { identities } = store;
      await withAccounts(store, 'account-1', 'account-2');
      const identity = anIdentity();
      await identities.join(identity, aPasswordHash);
      const next = { ...identity, version: 2, refreshToken: 'sealed', provider: 'renamed', checkedAt: t0 + 1 };
      assert.equal(await identities.replace({ ...next, account: 'account-2' }, 1), false);
      const told = await atOnce(8, (index) => identities.replace({ ...next, checkedAt: t0 + index }, 1));
      assert.equal(told.filter(Boolean).length, 1);
      const stored = await identities.find(identity.issuer, identity.subject);
      assert.deepEqual(stored, { ...next, checkedAt: t0 + told.indexOf(true) });
      assert.equal(await identities.replace(anIdentity(), 1), false, 'of one that is not there none');
    });

    story('an identity is parted by its own account, and goes with it', async (store) => {
      const { identities, accounts } = store;
      await withAccounts(store, 'account-1', 'account-2');
      const [parted, kept, others] = [anIdentity(), anIdentity(), anIdentity({ account: 'account-2' })];
      for (const identity of [parted, kept, others]) await identities.join(identity, aPasswordHash);
      assert.equal(await identities.remove(parted.issuer, parted.subject, 'account-2'), 'none');
      assert.equal(await identities.remove(parted.issuer, parted.subject, 'account-1'), 'parted');
      assert.equal(await identities.remove(parted.issuer, parted.subject, 'account-1'), 'none');
      assert.equal(await identities.remove(parted.issuer, parted.subject, 'nobody'), 'none');
      assert.deepEqual(await identities.listFor('account-1'), [kept]);
      await accounts.remove('account-1', operator, t0);
      assert.equal(await identities.find(kept.issuer, kept.subject), undefined);
      assert.deepEqual(await identities.find(others.issuer, others.subject), others);
    });

    story('the last identity of an account without a password stays, also of two that go at once', async (store) => {
      const { identities, accounts, passkeys } = store;
      const account = anAccount({ passwordHash: noPassword });
      await accounts.add(account, operator, t0);
      const passkey = aPasskey({ account: account.id });
      assert.equal(await passkeys.add(passkey, noPassword), 'added');
      const both = [anIdentity({ account: account.id }), anIdentity({ account: account.id })];
      for (const identity of both) assert.equal(await identities.join(identity, noPassword), 'joined');
      const part = ({ issuer, subject }: Identity) => identities.remove(issuer, subject, account.id);
      assert.deepEqual((await Promise.all(both.map(part))).toSorted(), ['last-way', 'parted']);
      const [left] = await identities.listFor(account.id);
      assert.ok(left);
      const removal = { id: passkey.id, account: account.id, by: 'person', domain: passkey.domain } as const;
      assert.deepEqual(await Promise.all([passkeys.remove(removal), part(left)]), ['removed', 'last-way']);
      assert.deepEqual(await identities.listFor(account.id), [left]);
    });
  });
}
