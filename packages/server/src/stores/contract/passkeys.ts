import assert from 'node:assert/strict';
import { mostPasskeys } from '../../domain/passkey.ts';
import { byPasswordAt, type SignInFacts } from '../../domain/session.ts';
import type { Account, NewAccount } from '../../service/ports/accounts.ts';
import type { Passkey, PasskeyNeed } from '../../service/ports/passkeys.ts';
import type { Store } from '../../service/ports/store.ts';
import { aGrant, anAccount, anIdentity, aPasskey, aPasswordHash, aSession, atOnce, noPassword, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const domain = 'link.example';
const byPasskey: SignInFacts = { ...byPasswordAt(t0), method: 'passkey' };

async function person({ accounts }: Store, parts: Partial<NewAccount> = {}): Promise<Account> {
  const answer = await accounts.add(anAccount(parts), { by: 'operator' }, t0);
  assert.ok('added' in answer);
  return answer.added;
}

/** An account with this many passkeys, the oldest first. */
async function withPasskeys(store: Store, count: number, parts: Partial<NewAccount> = {}) {
  const account = await person(store, parts);
  const passkeys: Passkey[] = [];
  for (let index = 0; index < count; index += 1) {
    const passkey = aPasskey({ account: account.id, addedAt: t0 + index });
    assert.equal(await store.passkeys.add(passkey, account.passwordHash), 'added');
    passkeys.push(passkey);
  }
  return { account, passkeys };
}

const removal = (passkey: Passkey | undefined, parts: { by?: 'operator'; domain?: string } = {}) => ({
  id: passkey?.id ?? '',
  account: passkey?.account ?? '',
  by: 'person' as const,
  domain,
  ...parts,
});

const need = (account: Account, parts: Partial<PasskeyNeed> = {}): PasskeyNeed => ({
  id: account.id,
  passwordHash: account.passwordHash,
  needsPasskey: true,
  domain,
  keep: 'nobody',
  at: t0,
  ...parts,
});

/** What the port of passkeys promises. */
export function passkeyContract({ describe, story }: Suite): void {
  describe('passkeys', () => {
    story('a passkey is found by its id, and with those of its account, the oldest first', async (store) => {
      const { account, passkeys } = await withPasskeys(store, 3);
      const { passkeys: others } = await withPasskeys(store, 1);
      for (const passkey of [...passkeys, ...others]) assert.deepEqual(await store.passkeys.byId(passkey.id), passkey);
      assert.deepEqual(await store.passkeys.listFor(account.id), passkeys);
      assert.equal(await store.passkeys.byId('nobody'), undefined);
      assert.deepEqual(await store.passkeys.listFor('nobody'), []);
    });

    story('a passkey is added with the password that was shown, and only once', async (store) => {
      const [account, other] = [await person(store), await person(store)];
      const passkey = aPasskey({ account: account.id });
      const add = (added: Passkey, hash = aPasswordHash) => store.passkeys.add(added, hash);
      assert.equal(await add(passkey, 'another'), 'other-password');
      assert.equal(await add(aPasskey({ account: 'nobody' })), 'other-password');
      const told = await atOnce(8, (index) => add({ ...passkey, account: index % 2 === 0 ? account.id : other.id }));
      assert.deepEqual(told.toSorted(), ['added', ...Array<string>(7).fill('taken')]);
      assert.equal(await add({ ...passkey, account: other.id }), 'taken');
    });

    story('nobody has too many passkeys, however many come at once', async (store) => {
      const { account } = await withPasskeys(store, mostPasskeys - 1);
      const told = await atOnce(4, () => store.passkeys.add(aPasskey({ account: account.id }), aPasswordHash));
      assert.deepEqual(told.toSorted(), ['added', 'too-many', 'too-many', 'too-many']);
      assert.equal((await store.passkeys.listFor(account.id)).length, mostPasskeys);
    });

    story('of two uses with one count one is a copy', async (store) => {
      const { passkeys } = await withPasskeys(store, 2);
      const [counts, silent] = passkeys;
      const use = (passkey: Passkey | undefined, counter: number, at = t0 + 5) =>
        store.passkeys.use({ id: passkey?.id ?? '', account: passkey?.account ?? '', counter, at });
      assert.equal(await use(counts, 7), 'used');
      assert.deepEqual((await atOnce(6, () => use(counts, 8))).toSorted(), [
        ...Array<string>(5).fill('copied'),
        'used',
      ]);
      assert.equal(await use(counts, 3, t0 + 9), 'copied');
      assert.equal(await use(counts, 0, t0 + 9), 'copied');
      for (const at of [t0 + 6, t0 + 7]) assert.equal(await use(silent, 0, at), 'used');
      const [first, second] = await store.passkeys.listFor(counts?.account ?? '');
      assert.deepEqual([first?.counter, first?.lastUsedAt], [8, t0 + 5]);
      assert.deepEqual([second?.counter, second?.lastUsedAt], [0, t0 + 7]);
      assert.equal(await use(aPasskey(), 1), 'gone');
      assert.equal(await use(counts && { ...counts, account: 'another' }, 9), 'gone');
    });

    story('a passkey has the name that its person gives it', async (store) => {
      const { account, passkeys } = await withPasskeys(store, 1);
      const [passkey] = passkeys;
      const id = passkey?.id ?? '';
      assert.equal(await store.passkeys.rename(id, 'another', 'mine'), false);
      assert.equal(await store.passkeys.rename('nobody', account.id, 'mine'), false);
      assert.equal(await store.passkeys.rename(id, account.id, 'Telefon 📱'), true);
      assert.deepEqual(await store.passkeys.byId(id), { ...passkey, name: 'Telefon 📱' });
    });

    story('the last way in stays, also of two that go at once', async (store) => {
      const { passkeys } = await withPasskeys(store, 2, { passwordHash: noPassword });
      const told = await Promise.all(passkeys.map((passkey) => store.passkeys.remove(removal(passkey))));
      assert.deepEqual(told.toSorted(), ['last-way', 'removed']);
      const left = passkeys[told.indexOf('last-way')];
      assert.equal(await store.passkeys.remove(removal(left, { domain: 'new.example' })), 'last-way');
      const { passkeys: elsewhere } = await withPasskeys(store, 1, { passwordHash: noPassword });
      await store.identities.join(anIdentity({ account: elsewhere[0]?.account ?? '' }), noPassword);
      assert.equal(await store.passkeys.remove(removal(elsewhere[0])), 'removed');
      assert.equal(await store.passkeys.remove(removal(left, { by: 'operator' })), 'removed');
    });

    story('a passkey goes once, and only from its own account', async (store) => {
      const { account, passkeys } = await withPasskeys(store, 1);
      const other = await person(store);
      const [passkey] = passkeys;
      assert.equal(await store.passkeys.remove({ ...removal(passkey), account: other.id }), 'no-passkey');
      assert.deepEqual((await atOnce(2, () => store.passkeys.remove(removal(passkey)))).toSorted(), [
        'no-passkey',
        'removed',
      ]);
      assert.deepEqual(await store.passkeys.listFor(account.id), []);
    });

    story('an account that needs a passkey keeps one', async (store) => {
      const { account, passkeys } = await withPasskeys(store, 2);
      assert.equal(await store.passkeys.setNeed(need(account)), 'changed');
      assert.equal((await store.accounts.byId(account.id))?.needsPasskey, true);
      const told = await Promise.all(passkeys.map((passkey) => store.passkeys.remove(removal(passkey))));
      assert.deepEqual(told.toSorted(), ['needed', 'removed']);
      const left = passkeys[told.indexOf('needed')];
      assert.equal(await store.passkeys.remove(removal(left, { by: 'operator' })), 'removed');
      assert.equal((await store.accounts.byId(account.id))?.needsPasskey, false, 'and needs none without one');
    });

    story('an account needs a passkey only with a password and one that works', async (store) => {
      const account = await person(store);
      assert.equal(await store.passkeys.setNeed(need(account)), 'no-passkey');
      await store.passkeys.add(aPasskey({ account: account.id, domain: 'old.example' }), aPasswordHash);
      assert.equal(await store.passkeys.setNeed(need(account)), 'no-passkey');
      assert.equal(await store.passkeys.setNeed(need(account, { passwordHash: 'another' })), 'other-password');
      assert.equal(await store.passkeys.setNeed(need({ ...account, id: 'nobody' })), 'other-password');
      const { account: without } = await withPasskeys(store, 1, { passwordHash: noPassword });
      assert.equal(await store.passkeys.setNeed(need(without)), 'no-password');
    });

    story('a need ends what came in by the password alone, and lets in nothing more of it', async (store) => {
      const { account } = await withPasskeys(store, 1);
      const { accounts, sessions, grants, passkeys } = store;
      const [kept, ended] = [aSession({ account: account.id }), aSession({ account: account.id })];
      for (const session of [kept, ended]) assert.equal(await sessions.add(session, aPasswordHash), true);
      const [byPassword, byCode] = [aGrant({ account: account.id, pinId: null }), aGrant({ account: account.id })];
      for (const grant of [byPassword, byCode]) assert.equal(await grants.add(grant), true);
      const [late, key] = [aSession({ account: account.id }), aSession({ account: account.id, ...byPasskey })];
      assert.equal(await passkeys.setNeed(need(account, { keep: kept.hash })), 'changed');
      assert.deepEqual(await sessions.listFor(account.id, t0), [kept]);
      assert.deepEqual(await grants.listFor(account.id), [byCode]);
      assert.equal(await sessions.add(late, aPasswordHash), false);
      assert.equal(await sessions.add(key, aPasswordHash), true);
      const grant = aGrant({ account: account.id, pinId: null });
      assert.equal(await grants.add(grant, { passwordHash: aPasswordHash }), false);
      assert.equal(await passkeys.setNeed(need(account, { keep: kept.hash })), 'changed');
      assert.equal((await sessions.listFor(account.id, t0)).length, 2, 'a need that was there ends nothing');
      assert.equal(await passkeys.setNeed(need(account, { needsPasskey: false })), 'changed');
      assert.equal((await accounts.byId(account.id))?.needsPasskey, false);
      assert.equal(await sessions.add(late, aPasswordHash), true);
    });

    story('passkeys outlast a new password, and end with a recovery', async (store) => {
      const { account, passkeys } = await withPasskeys(store, 2);
      await store.passkeys.setNeed(need(account));
      const change = { id: account.id, passwordHash: 'new', keep: null, at: t0 };
      assert.equal(await store.accounts.setPassword({ ...change, replaces: aPasswordHash }), true);
      assert.deepEqual(await store.passkeys.listFor(account.id), passkeys);
      assert.equal((await store.accounts.byId(account.id))?.needsPasskey, true);
      const recovery = { ...change, replaces: 'new', passwordHash: noPassword, recovers: true };
      assert.equal(await store.accounts.setPassword({ ...recovery, replaces: 'another' }), false);
      assert.equal((await store.passkeys.listFor(account.id)).length, 2);
      assert.equal(await store.accounts.setPassword(recovery), true);
      assert.deepEqual(await store.passkeys.listFor(account.id), []);
      assert.equal((await store.accounts.byId(account.id))?.needsPasskey, false);
      const [passkey] = passkeys;
      assert.equal(await store.passkeys.add(passkey ?? aPasskey(), 'new'), 'other-password');
    });

    story('passkeys go with their account', async (store) => {
      const { account, passkeys } = await withPasskeys(store, 1);
      const { passkeys: others } = await withPasskeys(store, 1);
      assert.equal(await store.accounts.remove(account.id, { by: 'operator' }, t0), 'removed');
      assert.equal(await store.passkeys.byId(passkeys[0]?.id ?? ''), undefined);
      assert.deepEqual(await store.passkeys.byId(others[0]?.id ?? ''), others[0]);
    });
  });
}
