import assert from 'node:assert/strict';
import { networkOf } from '../../domain/address.ts';
import { mostSessions } from '../../domain/session.ts';
import type { Session } from '../../service/ports/sessions.ts';
import type { Store } from '../../service/ports/store.ts';
import { aGrant, aPasswordHash, aSession, anAccount, atOnce, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const hashes = (sessions: readonly { readonly hash: string }[]) => sessions.map((session) => session.hash);

/** Adds sessions, and their accounts where they are not there yet. */
async function enter({ accounts, sessions }: Store, ...entering: readonly Session[]): Promise<void> {
  for (const session of entering) {
    if ((await accounts.byId(session.account)) === undefined) {
      await accounts.add(anAccount({ id: session.account }), { by: 'operator' }, t0);
    }
    assert.equal(await sessions.add(session, aPasswordHash), true);
  }
}

/** What the port of sessions promises. */
export function sessionContract({ describe, story }: Suite): void {
  describe('sessions', () => {
    story('a session is found until its instant', async (store) => {
      const { sessions } = store;
      const session = aSession({ address: null, userAgent: 'Mozilla "5.0" 👾' });
      await enter(store, session);
      assert.deepEqual(await sessions.find(session.hash, session.expiresAt - 1), session);
      assert.equal(await sessions.find(session.hash, session.expiresAt), undefined);
      assert.equal(await sessions.find('another', t0), undefined);
    });

    story('a hash stands for one session', async (store) => {
      const { sessions } = store;
      const session = aSession();
      await enter(store, session);
      await assert.rejects(enter(store, aSession({ hash: session.hash, account: 'account-2' })));
      assert.deepEqual(await sessions.find(session.hash, t0), session);
    });

    story("an account's sessions are listed, the last seen first, without those that are over", async (store) => {
      const { sessions } = store;
      const [first, second, over] = [aSession(), aSession({ lastSeenAt: t0 + 1 }), aSession({ expiresAt: t0 + 5 })];
      await enter(store, first, second, over, aSession({ account: 'account-2' }));
      assert.deepEqual(hashes(await sessions.listFor('account-1', t0 + 5)), hashes([second, first]));
      await sessions.markSeen(first.hash, t0 + 6, '198.51.100.7');
      assert.deepEqual(await sessions.listFor('account-1', t0 + 6), [
        { ...first, lastSeenAt: t0 + 6, address: '198.51.100.7' },
        second,
      ]);
    });

    story('of sessions that were seen at once the last made comes first, and stays', async (store) => {
      const { sessions } = store;
      const made = Array.from({ length: mostSessions }, (_, index) =>
        aSession({ createdAt: t0 + index, lastSeenAt: t0 + mostSessions }),
      );
      await enter(store, ...made);
      assert.deepEqual(hashes(await sessions.listFor('account-1', t0)), hashes(made.toReversed()));
      const next = aSession({ createdAt: t0 + mostSessions, lastSeenAt: t0 + mostSessions });
      await enter(store, next);
      assert.deepEqual(hashes(await sessions.listFor('account-1', t0)), hashes([next, ...made.slice(1).toReversed()]));
    });

    story('a network is known while anybody is signed in who was seen there, and moves with them', async (store) => {
      const { sessions } = store;
      const session = aSession({ address: '2001:db8:0:7::1' });
      const [there, elsewhere] = [networkOf('2001:db8:0:7::2'), networkOf('198.51.100.7')];
      const isKnown = (network: string, since = t0 - 1, now = t0) => sessions.isKnownNetwork(network, since, now);
      assert.equal(await isKnown(there), false);
      await enter(store, session, aSession({ address: null }));
      assert.deepEqual([await isKnown(there), await isKnown(elsewhere)], [true, false]);
      assert.equal(await isKnown(there, t0), false, 'not seen since');
      assert.equal(await isKnown(there, t0 - 1, session.expiresAt), false, 'over');
      await sessions.markSeen(session.hash, t0 + 1, '198.51.100.7');
      assert.deepEqual([await isKnown(there), await isKnown(elsewhere)], [false, true]);
      await sessions.end(session.hash, session.account);
      assert.equal(await isKnown(elsewhere), false);
    });

    story('a session says how it was signed in, and is found by the session of its provider', async (store) => {
      const { sessions } = store;
      const way = {
        method: 'provider',
        provider: 'acme',
        signedInAt: null,
        providerSession: 'sid',
        acr: 'gold',
      } as const;
      const session = aSession({ ...way, amr: ['pwd', 'otp'] });
      const [same, elsewhere] = [aSession(way), aSession({ ...way, provider: 'other' })];
      const over = aSession({ ...way, expiresAt: t0 });
      await enter(store, session, { ...same, account: 'account-2' }, elsewhere, over, aSession());
      assert.deepEqual(await sessions.find(session.hash, t0), session);
      const found = await sessions.listOfProvider('acme', 'sid', t0);
      assert.deepEqual(hashes(found).toSorted(), hashes([session, same]).toSorted());
      assert.deepEqual(await sessions.listOfProvider('acme', 'SID', t0), []);
    });

    story('being seen never goes back in time', async (store) => {
      const { sessions } = store;
      const session = aSession();
      await enter(store, session);
      await sessions.markSeen(session.hash, t0 + 9, '198.51.100.9');
      await sessions.markSeen(session.hash, t0 + 8, '198.51.100.8');
      const seen = await sessions.find(session.hash, t0);
      assert.deepEqual(seen, { ...session, lastSeenAt: t0 + 9, address: '198.51.100.9' });
    });

    story('a session is ended once, and by its own account only', async (store) => {
      const { sessions } = store;
      const session = aSession();
      await enter(store, session);
      assert.equal(await sessions.end(session.hash, 'account-2'), false);
      assert.deepEqual(await sessions.find(session.hash, t0), session);
      const told = await atOnce(4, () => sessions.end(session.hash, session.account));
      assert.equal(told.filter(Boolean).length, 1);
      assert.equal(await sessions.find(session.hash, t0), undefined);
      await sessions.markSeen(session.hash, t0 + 1, null);
      assert.equal(await sessions.find(session.hash, t0), undefined);
    });

    story('a session rests on the password that was verified, checked in the step that adds it', async (store) => {
      const { accounts, sessions } = store;
      const early = aSession();
      await enter(store, early);
      const change = { id: 'account-1', replaces: aPasswordHash, passwordHash: 'new', keep: null, at: t0 };
      const raced = await Promise.all([
        accounts.setPassword(change),
        ...Array.from({ length: 8 }, () => sessions.add(aSession(), aPasswordHash)),
      ]);
      assert.equal(raced[0], true);
      assert.deepEqual(await sessions.listFor('account-1', t0), [], 'none survives the change');
      assert.equal(await sessions.add(aSession(), aPasswordHash), false);
      assert.equal(await sessions.add(aSession({ account: 'nobody' }), aPasswordHash), false);
      const late = aSession();
      assert.equal(await sessions.add(late, 'new'), true);
      assert.deepEqual(await sessions.listFor('account-1', t0), [late]);
    });

    story('an account has a hundred sessions at most: those that were not seen for longest end', async (store) => {
      const { sessions } = store;
      const visits = Array.from({ length: mostSessions }, (_, index) => aSession({ lastSeenAt: t0 + index }));
      const others = aSession({ account: 'account-2' });
      await enter(store, others, ...visits);
      const [oldest = others, second = others] = visits;
      await sessions.markSeen(oldest.hash, t0 + 1000, null);
      const next = aSession({ lastSeenAt: t0 });
      await enter(store, next);
      const left = new Set(hashes(await sessions.listFor('account-1', t0)));
      assert.equal(left.size, mostSessions);
      assert.deepEqual([left.has(next.hash), left.has(oldest.hash), left.has(second.hash)], [true, true, false]);
      assert.equal((await sessions.listFor('account-2', t0)).length, 1);
    });

    story('all sessions of an account end but the one to keep', async (store) => {
      const { sessions } = store;
      const [kept, ended, stranger] = [aSession(), aSession(), aSession({ account: 'account-2' })];
      await enter(store, kept, ended, stranger);
      await sessions.endAll('account-1', kept.hash);
      assert.deepEqual(hashes(await sessions.listFor('account-1', t0)), [kept.hash]);
      await sessions.endAll('account-1', null);
      assert.deepEqual(await sessions.listFor('account-1', t0), []);
      assert.deepEqual(hashes(await sessions.listFor('account-2', t0)), [stranger.hash]);
    });

    story('a person is signed out everywhere, and nothing from before comes after', async (store) => {
      const { accounts, sessions, grants } = store;
      const added = async ({ accounts: all }: Store) => {
        const account = anAccount();
        await all.add(account, { by: 'operator' }, t0);
        return account;
      };
      const ada = await added(store);
      const ben = await added(store);
      const both = [ada, ben].flatMap(({ id }) => [aSession({ account: id })]);
      for (const session of both) assert.equal(await sessions.add(session, aPasswordHash), true);
      const [byPassword, byCode] = [aGrant({ account: ada.id, pinId: null }), aGrant({ account: ada.id })];
      const approved = aGrant({ account: ada.id, approvedBy: byCode.id });
      const others = aGrant({ account: ben.id });
      for (const grant of [byPassword, byCode, approved, others]) assert.equal(await grants.add(grant), true);
      assert.equal(await accounts.endSignIns('nobody', t0 + 5), false);
      const raced = Array.from({ length: 8 }, () => aGrant({ account: ada.id, linkedAt: t0 + 5 }));
      const [ended] = await Promise.all([
        accounts.endSignIns(ada.id, t0 + 5),
        ...raced.map((grant) => grants.add(grant)),
      ]);
      assert.equal(ended, true);
      assert.deepEqual(await sessions.listFor(ada.id, t0), []);
      assert.deepEqual(await grants.listFor(ada.id), []);
      for (const grant of [byPassword, byCode, approved])
        assert.equal(await grants.byTokenHash(grant.tokenHash ?? ''), undefined);
      assert.equal((await sessions.listFor(ben.id, t0)).length, 1);
      assert.deepEqual(await grants.listFor(ben.id), [others]);
      const early = { account: ada.id, createdAt: t0 + 5, lastSeenAt: t0 + 5 };
      assert.equal(await sessions.add(aSession(early), aPasswordHash), false);
      assert.equal(await grants.add(aGrant({ account: ada.id, linkedAt: t0 + 5 })), false);
      const options = { passwordHash: aPasswordHash };
      assert.equal(await grants.add(aGrant({ account: ada.id, pinId: null, linkedAt: t0 + 5 }), options), false);
      assert.equal(await sessions.add(aSession({ ...early, createdAt: t0 + 6 }), aPasswordHash), true);
      assert.equal(await grants.add(aGrant({ account: ada.id, linkedAt: t0 + 6 })), true);
      assert.equal(await grants.add(aGrant({ account: ada.id, pinId: null, linkedAt: t0 + 6 }), options), true);
    });

    story('a sweep forgets sessions and invites that are over, at most as many as asked', async (store) => {
      const { sessions, accounts } = store;
      const invite = { hash: secret(), createdAt: t0, expiresAt: t0 + 1 };
      const later = { hash: secret(), createdAt: t0, expiresAt: t0 + 2 };
      for (const one of [invite, later]) await accounts.addInvite(one);
      const edge = aSession({ expiresAt: t0 + 2 });
      await enter(store, aSession({ expiresAt: t0 }), aSession({ expiresAt: t0 + 1 }), edge);
      assert.equal(await sessions.sweep(t0, 10), 0);
      assert.equal(await sessions.sweep(t0 + 2, 2), 2);
      assert.equal(await sessions.sweep(t0 + 2, 2), 1);
      assert.equal(await sessions.sweep(t0 + 2, 2), 0);
      assert.deepEqual(await sessions.find(edge.hash, t0), edge);
      assert.deepEqual(await accounts.invite(later.hash, t0), later);
      assert.equal(await accounts.invite(invite.hash, t0), undefined);
    });
  });
}
