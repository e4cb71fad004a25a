import assert from 'node:assert/strict';
import type { AccountAdded } from '../../service/ports/accounts.ts';
import { aGrant, anAccount, aPasswordHash, aSession, atOnce, life, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const operator = { by: 'operator' } as const;
const refusalOf = (answer: AccountAdded) => ('refused' in answer ? answer.refused : 'added');
const addedOf = (answer: AccountAdded) => {
  assert.ok('added' in answer, `refused: ${refusalOf(answer)}`);
  return answer.added;
};

/** What the port of accounts promises. */
export function accountContract({ describe, story }: Suite): void {
  describe('accounts', () => {
    story('an account is found by id, by username and by e-mail, whatever the case', async ({ accounts }) => {
      const made = anAccount({ username: 'Änne', email: 'Anne@Example.org', isAdmin: true });
      assert.equal(await accounts.isEmpty(), true);
      const account = addedOf(await accounts.add(made, operator, t0));
      assert.deepEqual(account, {
        ...made,
        number: account.number,
        language: null,
        needsPasskey: false,
        isDisabled: false,
      });
      assert.equal(await accounts.isEmpty(), false);
      assert.deepEqual(await accounts.byId(made.id), account);
      for (const name of ['Änne', 'äNNE', 'a\u0308nne', 'anne@example.ORG', 'Ａnne@example.org']) {
        assert.deepEqual(await accounts.bySignInName(name), account, name);
      }
      assert.equal(await accounts.byId('nobody'), undefined);
      assert.equal(await accounts.bySignInName('nobody'), undefined);
      assert.equal(await accounts.bySignInName(''), undefined);
    });

    story('numbers go up from 1; a refused account has none', async ({ accounts }) => {
      const first = addedOf(await accounts.add(anAccount({ username: 'one' }), operator, t0));
      assert.equal(refusalOf(await accounts.add(anAccount({ username: 'ONE' }), operator, t0)), 'username-taken');
      const second = addedOf(await accounts.add(anAccount(), operator, t0));
      assert.equal(first.number, 1);
      assert.ok(second.number > first.number, "gaps are nobody's");
    });

    story('accounts made at once get numbers of their own', async ({ accounts }) => {
      const made = await atOnce(20, () => accounts.add(anAccount(), operator, t0));
      const numbers = made.map((answer) => addedOf(answer).number);
      assert.equal(new Set(numbers).size, 20);
      assert.ok(numbers.every((number) => Number.isSafeInteger(number) && number > 0));
    });

    story('of callers that want one username, or one e-mail, at once exactly one gets it', async ({ accounts }) => {
      const spellings = ['Zoë', 'zoë', 'ZOË', 'zoe\u0308'];
      const byName = await atOnce(16, (index) =>
        accounts.add(anAccount({ username: spellings[index % 4] ?? '' }), { by: 'anyone' }, t0),
      );
      assert.deepEqual(byName.map(refusalOf).toSorted(), ['added', ...Array<string>(15).fill('username-taken')]);
      const byEmail = await atOnce(16, (index) =>
        accounts.add(anAccount({ email: index % 2 === 0 ? 'a@b.org' : 'A@B.ORG' }), { by: 'anyone' }, t0),
      );
      assert.deepEqual(byEmail.map(refusalOf).toSorted(), ['added', ...Array<string>(15).fill('email-taken')]);
    });

    story("nobody can take another's e-mail as username or the other way round", async ({ accounts }) => {
      await accounts.add(anAccount({ username: 'kim@b.org', email: 'lee@b.org' }), operator, t0);
      assert.equal(refusalOf(await accounts.add(anAccount({ username: 'LEE@b.org' }), operator, t0)), 'username-taken');
      assert.equal(refusalOf(await accounts.add(anAccount({ email: 'Kim@b.org' }), operator, t0)), 'email-taken');
      const own = anAccount({ username: 'max@b.org', email: 'max@b.org' });
      assert.equal(addedOf(await accounts.add(own, operator, t0)).username, 'max@b.org');
    });

    story('any number of accounts may have no e-mail', async ({ accounts }) => {
      for (let count = 0; count < 3; count += 1) addedOf(await accounts.add(anAccount(), operator, t0));
    });

    story('the set-up link makes one account, raced or late', async ({ accounts }) => {
      const token = { hash: secret(), expiresAt: t0 + life };
      const ground = { by: 'setup', tokenHash: token.hash } as const;
      await accounts.setSetupToken(token);
      const answers = await atOnce(16, () => accounts.add(anAccount(), ground, t0));
      assert.deepEqual(answers.map(refusalOf).toSorted(), ['added', ...Array<string>(15).fill('not-first')]);
      assert.equal(refusalOf(await accounts.add(anAccount(), ground, t0)), 'not-first');
      assert.equal(await accounts.isSetupToken(token.hash, t0), false, 'used up');
    });

    story('the set-up token that works is the last one, until its instant', async ({ accounts }) => {
      const [first, second] = [secret(), secret()].map((hash) => ({ hash, expiresAt: t0 + life }));
      assert.ok(first !== undefined && second !== undefined);
      assert.equal(await accounts.isSetupToken(first.hash, t0), false, 'it was never made');
      await accounts.setSetupToken(first);
      assert.equal(await accounts.isSetupToken(first.hash, t0), true);
      await accounts.setSetupToken(second);
      const works = (hash: string, now: number) => accounts.isSetupToken(hash, now);
      assert.deepEqual([await works(first.hash, t0), await works(second.hash, t0)], [false, true]);
      const add = async (tokenHash: string, now: number) =>
        refusalOf(await accounts.add(anAccount(), { by: 'setup', tokenHash }, now));
      assert.equal(await add(first.hash, t0), 'setup-token-gone');
      assert.deepEqual([await works(second.hash, t0 + life - 1), await works(second.hash, t0 + life)], [true, false]);
      assert.equal(await add(second.hash, t0 + life), 'setup-token-gone');
      assert.equal(await add(second.hash, t0 + life - 1), 'added');
    });

    story('an invite makes one account, raced or late', async ({ accounts }) => {
      const invite = { hash: secret(), createdAt: t0, expiresAt: t0 + life };
      const ground = { by: 'invite', inviteHash: invite.hash } as const;
      await accounts.addInvite(invite);
      assert.deepEqual(await accounts.invite(invite.hash, t0), invite);
      const answers = await atOnce(16, () => accounts.add(anAccount(), ground, t0));
      assert.deepEqual(answers.map(refusalOf).toSorted(), ['added', ...Array<string>(15).fill('invite-gone')]);
      assert.equal(await accounts.invite(invite.hash, t0), undefined);
      assert.equal(refusalOf(await accounts.add(anAccount(), ground, t0)), 'invite-gone');
    });

    story('an invite is over at its instant, and an unknown one never was', async ({ accounts }) => {
      const invite = { hash: secret(), createdAt: t0, expiresAt: t0 + life };
      const ground = { by: 'invite', inviteHash: invite.hash } as const;
      await accounts.addInvite(invite);
      assert.deepEqual(await accounts.invite(invite.hash, t0 + life - 1), invite);
      assert.equal(await accounts.invite(invite.hash, t0 + life), undefined);
      assert.equal(refusalOf(await accounts.add(anAccount(), ground, t0 + life)), 'invite-gone');
      assert.equal(refusalOf(await accounts.add(anAccount(), { by: 'invite', inviteHash: 'no' }, t0)), 'invite-gone');
    });

    story('an account that was refused leaves its invite whole', async ({ accounts }) => {
      const invite = { hash: secret(), createdAt: t0, expiresAt: t0 + life };
      const ground = { by: 'invite', inviteHash: invite.hash } as const;
      await accounts.addInvite(invite);
      await accounts.add(anAccount({ username: 'taken' }), operator, t0);
      assert.equal(refusalOf(await accounts.add(anAccount({ username: 'taken' }), ground, t0)), 'username-taken');
      addedOf(await accounts.add(anAccount({ username: 'free' }), ground, t0));
    });

    story('who has no ground is not told which names are taken', async ({ accounts }) => {
      await accounts.add(anAccount({ username: 'taken' }), operator, t0);
      const asked = anAccount({ username: 'taken' });
      assert.equal(refusalOf(await accounts.add(asked, { by: 'invite', inviteHash: 'no' }, t0)), 'invite-gone');
      assert.equal(refusalOf(await accounts.add(asked, { by: 'setup', tokenHash: 'no' }, t0)), 'not-first');
    });

    story('an id is given once', async ({ accounts }) => {
      const made = anAccount();
      await accounts.add(made, operator, t0);
      await assert.rejects(accounts.add(anAccount({ id: made.id }), operator, t0));
    });

    story('accounts are listed, the oldest first', async ({ accounts }) => {
      assert.deepEqual(await accounts.list(), []);
      const made = [];
      for (const username of ['zoe', 'ada', 'max']) {
        made.push(addedOf(await accounts.add(anAccount({ username }), operator, t0)));
      }
      assert.deepEqual(await accounts.list(), made);
    });

    story('an account that is removed is gone, its names are free and its number is not', async ({ accounts }) => {
      const ada = addedOf(await accounts.add(anAccount({ username: 'ada', email: 'ada@b.org' }), operator, t0));
      const ben = addedOf(await accounts.add(anAccount({ username: 'ben' }), operator, t0));
      assert.deepEqual(await atOnce(2, () => accounts.remove(ben.id, operator, t0)), ['removed', 'no-account']);
      assert.equal(await accounts.byId(ben.id), undefined);
      assert.equal(await accounts.bySignInName('ben'), undefined);
      assert.deepEqual(await accounts.list(), [ada]);
      const again = addedOf(await accounts.add(anAccount({ username: 'BEN' }), operator, t0));
      assert.ok(again.number > ben.number);
      assert.equal(await accounts.remove(ada.id, operator, t0), 'removed');
      addedOf(await accounts.add(anAccount({ email: 'ADA@b.org' }), operator, t0));
    });

    story('an account takes its sessions and devices with it, in the same step', async (store) => {
      const { accounts, sessions, grants } = store;
      const ada = addedOf(await accounts.add(anAccount(), operator, t0));
      const ben = addedOf(await accounts.add(anAccount(), operator, t0));
      const session = (account: string) => sessions.add(aSession({ account }), aPasswordHash);
      const device = (account: string) => grants.add(aGrant({ account, pinId: null }), { passwordHash: aPasswordHash });
      for (const { id } of [ada, ben]) assert.deepEqual([await session(id), await device(id)], [true, true]);
      await grants.add(aGrant({ account: ada.id }));
      const [removed] = await Promise.all([accounts.remove(ada.id, operator, t0), session(ada.id), device(ada.id)]);
      assert.equal(removed, 'removed');
      assert.deepEqual([await sessions.listFor(ada.id, t0), await grants.listFor(ada.id)], [[], []]);
      assert.deepEqual([await session(ada.id), await device(ada.id)], [false, false]);
      assert.deepEqual([(await sessions.listFor(ben.id, t0)).length, (await grants.listFor(ben.id)).length], [1, 1]);
    });

    story('a person ends the account with its password, and never the last admin', async ({ accounts }) => {
      const byPerson = { by: 'person', passwordHash: aPasswordHash } as const;
      const [ada, ben] = [anAccount({ isAdmin: true }), anAccount({ isAdmin: true })];
      const max = anAccount();
      for (const account of [ada, ben, max]) addedOf(await accounts.add(account, operator, t0));
      assert.equal(await accounts.remove(max.id, { ...byPerson, passwordHash: 'another' }, t0), 'other-password');
      assert.equal((await accounts.list()).length, 3);
      assert.equal(await accounts.remove(max.id, byPerson, t0), 'removed');
      const raced = await Promise.all([ada, ben].map(({ id }) => accounts.remove(id, byPerson, t0)));
      assert.deepEqual(new Set(raced), new Set(['removed', 'last-admin']));
      const left = await accounts.list();
      assert.equal(left.length, 1);
      assert.equal(await accounts.remove('nobody', byPerson, t0), 'no-account');
      assert.equal(await accounts.remove(left[0]?.id ?? '', operator, t0), 'removed', 'an operator removes any');
    });

    story('whether the e-mail address was confirmed is kept', async ({ accounts }) => {
      const sure = anAccount({ email: 'ada@b.org', emailConfirmed: true });
      const typed = anAccount({ email: 'ben@b.org' });
      for (const account of [sure, typed]) addedOf(await accounts.add(account, operator, t0));
      assert.equal((await accounts.byId(sure.id))?.emailConfirmed, true);
      assert.equal((await accounts.bySignInName('ben@b.org'))?.emailConfirmed, false);
    });

    story('other names come in the place of the old ones, which are free then', async ({ accounts }) => {
      const made = anAccount({ username: 'ada', email: 'ada@b.org', emailConfirmed: true });
      const ada = addedOf(await accounts.add(made, operator, t0));
      const names = { id: ada.id, passwordHash: aPasswordHash, username: 'Ada', email: 'ada@b.org' };
      assert.deepEqual(await accounts.setNames(names), { changed: { ...ada, username: 'Ada' } });
      const next = { ...names, username: 'lovelace', email: 'countess@b.org' };
      const changed = { ...ada, username: 'lovelace', email: 'countess@b.org', emailConfirmed: false };
      assert.deepEqual(await accounts.setNames(next), { changed });
      for (const name of ['LOVELACE', 'Countess@b.org']) assert.deepEqual(await accounts.bySignInName(name), changed);
      for (const name of ['ada', 'ada@b.org']) assert.equal(await accounts.bySignInName(name), undefined);
      addedOf(await accounts.add(anAccount({ username: 'ada', email: 'ada@b.org' }), operator, t0));
      assert.deepEqual(await accounts.setNames({ ...next, email: null }), {
        changed: { ...changed, email: null },
      });
      assert.equal(await accounts.bySignInName('countess@b.org'), undefined);
    });

    story("no names are given that are another's, or without the password that was verified", async ({ accounts }) => {
      const ada = addedOf(await accounts.add(anAccount({ username: 'ada', email: 'ada@b.org' }), operator, t0));
      addedOf(await accounts.add(anAccount({ username: 'ben@x.org', email: 'ben@b.org' }), operator, t0));
      const names = { id: ada.id, passwordHash: aPasswordHash, username: 'ada', email: 'ada@b.org' };
      const refusal = async (change: Partial<typeof names>) => {
        const answer = await accounts.setNames({ ...names, ...change });
        return 'refused' in answer ? answer.refused : 'changed';
      };
      assert.equal(await refusal({ passwordHash: 'another', username: 'BEN@x.org' }), 'other-password');
      assert.equal(await refusal({ id: 'nobody' }), 'other-password');
      assert.equal(await refusal({ username: 'BEN@x.org' }), 'username-taken');
      assert.equal(await refusal({ username: 'Ben@b.org' }), 'username-taken');
      assert.equal(await refusal({ email: 'Ben@b.org' }), 'email-taken');
      assert.equal(await refusal({ email: 'Ben@x.org' }), 'email-taken');
      assert.deepEqual(await accounts.byId(ada.id), ada);
      assert.equal(await refusal({ username: 'ada@b.org' }), 'changed', 'both may be the same');
    });

    story('of two that want one name at once exactly one gets it', async ({ accounts }) => {
      const made = [anAccount(), anAccount(), anAccount(), anAccount()];
      for (const account of made) addedOf(await accounts.add(account, operator, t0));
      const told = await atOnce(made.length, (index) =>
        accounts.setNames({ id: made[index]?.id ?? '', passwordHash: aPasswordHash, username: 'zoe', email: null }),
      );
      assert.equal(told.filter((answer) => 'changed' in answer).length, 1);
    });

    story('a new password replaces the one that it names, and no other', async ({ accounts }) => {
      const account = addedOf(await accounts.add(anAccount(), operator, t0));
      const change = { id: account.id, replaces: aPasswordHash, passwordHash: '$argon2id$new', keep: null, at: t0 };
      assert.equal(await accounts.setPassword({ ...change, id: 'nobody' }), false);
      assert.equal(await accounts.setPassword({ ...change, replaces: 'another' }), false);
      assert.deepEqual(await accounts.byId(account.id), account);
      assert.equal(await accounts.setPassword(change), true);
      assert.deepEqual(await accounts.byId(account.id), { ...account, passwordHash: '$argon2id$new' });
      assert.equal(await accounts.setPassword(change), false);
    });

    story('of many new passwords for one exactly one counts', async ({ accounts }) => {
      const account = addedOf(await accounts.add(anAccount(), operator, t0));
      const told = await atOnce(8, (index) =>
        accounts.setPassword({
          id: account.id,
          replaces: aPasswordHash,
          passwordHash: `new ${index}`,
          keep: null,
          at: t0,
        }),
      );
      assert.equal(told.filter(Boolean).length, 1);
      assert.equal((await accounts.byId(account.id))?.passwordHash, `new ${told.indexOf(true)}`);
    });

    story('a language is null until it is chosen, and outlives other changes', async ({ accounts }) => {
      const ada = addedOf(await accounts.add(anAccount(), operator, t0));
      const ben = addedOf(await accounts.add(anAccount(), operator, t0));
      assert.equal(ada.language, null);
      assert.equal(await accounts.setLanguage('nobody', 'de'), false);
      assert.equal(await accounts.setLanguage(ada.id, 'de'), true);
      assert.equal(await accounts.setLanguage(ada.id, 'ar'), true);
      const names = { id: ada.id, passwordHash: ada.passwordHash, username: 'countess', email: null };
      const renamed = await accounts.setNames(names);
      assert.ok('changed' in renamed);
      assert.equal(renamed.changed.language, 'ar');
      assert.deepEqual(await accounts.byId(ada.id), { ...ada, ...names, language: 'ar' });
      assert.equal((await accounts.byId(ben.id))?.language, null);
    });

    story(
      'the secret of pairwise subjects is the first that was drawn, stays, and is of one account',
      async ({ accounts }) => {
        const ada = addedOf(await accounts.add(anAccount(), operator, t0));
        const ben = addedOf(await accounts.add(anAccount(), operator, t0));
        const drawn = ['one', 'two', 'three', 'four'];
        const kept = await Promise.all(drawn.map((secret) => accounts.pairwiseSecret(ada.id, secret)));
        assert.equal(new Set(kept).size, 1);
        assert.ok(drawn.includes(kept[0] ?? ''));
        assert.equal(await accounts.pairwiseSecret(ben.id, 'five'), 'five');
        const change = { id: ada.id, replaces: ada.passwordHash, passwordHash: 'next', keep: null, at: t0 };
        assert.equal(await accounts.setPassword(change), true);
        assert.equal(await accounts.pairwiseSecret(ada.id, 'six'), kept[0]);
        assert.equal(await accounts.pairwiseSecret('nobody', 'seven'), undefined);
        await accounts.remove(ada.id, { by: 'operator' }, t0);
        assert.equal(await accounts.pairwiseSecret(ada.id, 'eight'), undefined);
      },
    );

    story('a new password ends sessions and what came in with the old one, and nothing else', async (store) => {
      const { accounts, sessions, grants } = store;
      const ada = addedOf(await accounts.add(anAccount(), operator, t0));
      const ben = addedOf(await accounts.add(anAccount(), operator, t0));
      const [kept, ended] = [aSession({ account: ada.id }), aSession({ account: ada.id })];
      const bens = aSession({ account: ben.id });
      for (const session of [kept, ended, bens]) assert.equal(await sessions.add(session, aPasswordHash), true);
      const byPassword = aGrant({ account: ada.id, pinId: null });
      const approved = aGrant({ account: ada.id, approvedBy: byPassword.id });
      const byCode = aGrant({ account: ada.id });
      const others = aGrant({ account: ben.id, pinId: null });
      for (const grant of [byPassword, approved, byCode, others]) assert.equal(await grants.add(grant), true);
      const change = { id: ada.id, passwordHash: 'new', keep: kept.hash, at: t0 };
      assert.equal(await accounts.setPassword({ ...change, replaces: 'another' }), false);
      assert.equal((await grants.listFor(ada.id)).length, 3, 'a refused change ends nothing');
      assert.equal(await accounts.setPassword({ ...change, replaces: aPasswordHash }), true);
      assert.deepEqual(await sessions.listFor(ada.id, t0), [kept]);
      assert.deepEqual(await grants.listFor(ada.id), [byCode]);
      assert.equal(await grants.byTokenHash(byPassword.tokenHash ?? ''), undefined);
      assert.deepEqual(await sessions.listFor(ben.id, t0), [bens]);
      assert.deepEqual(await grants.listFor(ben.id), [others]);
    });
  });
}
