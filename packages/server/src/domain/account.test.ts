import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { changeNames, confirmEmail, foldNames, judgeNewAccount, judgeRemoval, restoreEmail } from './account.ts';

const nobody = { username: undefined, email: undefined };

test('names are compared by their folds, an address that is missing by none', () => {
  assert.deepEqual(foldNames({ username: 'ZOË', email: 'Zoe\u0308@B.org' }), { username: 'zoë', email: 'zoë@b.org' });
  assert.deepEqual(foldNames({ username: 'Ada', email: null }), { username: 'ada', email: null });
});

test('an account is added on a ground that holds, under names that nobody has', () => {
  const none = { isFirst: false, isInvited: false, hasSetupToken: false };
  const fine = { id: 'ada', by: 'operator', ...none, owners: nobody } as const;
  const judge = (parts: Partial<Parameters<typeof judgeNewAccount>[0]>) => judgeNewAccount({ ...fine, ...parts });
  for (const by of ['operator', 'anyone'] as const) assert.equal(judge({ by }), 'add');
  assert.equal(judge({ by: 'setup' }), 'not-first');
  assert.equal(judge({ by: 'setup', hasSetupToken: true }), 'not-first');
  assert.equal(judge({ by: 'setup', isFirst: true }), 'setup-token-gone');
  assert.equal(judge({ by: 'setup', isFirst: true, hasSetupToken: true }), 'add');
  assert.equal(judge({ by: 'invite' }), 'invite-gone');
  assert.equal(judge({ by: 'invite', isFirst: true }), 'invite-gone');
  assert.equal(judge({ by: 'invite', isInvited: true }), 'add');
  assert.equal(judge({ owners: { ...nobody, username: 'ben' } }), 'username-taken');
  assert.equal(judge({ owners: { ...nobody, email: 'ben' } }), 'email-taken');
  assert.equal(judge({ owners: { username: 'ben', email: 'ben' } }), 'username-taken');
  const taken = { username: 'ben', email: 'ben' };
  assert.equal(judge({ by: 'setup', owners: taken }), 'not-first');
  assert.equal(judge({ by: 'invite', owners: taken }), 'invite-gone');
});

test('names change on the password that was verified, to what is free or their own', () => {
  const ada = { id: 'ada', username: 'ada', email: 'a@b.org', emailConfirmed: true, passwordHash: 'hash', number: 7 };
  const [own, other] = [
    { username: 'ada', email: 'ada' },
    { username: 'lovelace', email: 'a@b.org' },
  ];
  const changed = { ok: true, value: { ...ada, username: 'lovelace' } };
  assert.deepEqual(changeNames(ada, other, 'hash', nobody), changed);
  assert.deepEqual(changeNames(ada, other, 'hash', own), changed);
  const unreachable = { ok: true, value: { ...ada, email: null, emailConfirmed: false } };
  assert.deepEqual(changeNames(ada, { username: 'ada', email: null }, 'hash', nobody), unreachable);
  const refusal = (refused: string) => ({ ok: false, refusal: refused });
  assert.deepEqual(changeNames(ada, other, 'another', { ...own, username: 'ben' }), refusal('other-password'));
  assert.deepEqual(changeNames(undefined, other, 'hash', nobody), refusal('other-password'));
  assert.deepEqual(changeNames(ada, other, 'hash', { ...own, username: 'ben' }), refusal('username-taken'));
  assert.deepEqual(changeNames(ada, other, 'hash', { ...own, email: 'ben' }), refusal('email-taken'));
});

test('an address stays confirmed only while it is the same', () => {
  const ada = { id: 'ada', username: 'ada', email: 'a@b.org', emailConfirmed: true, passwordHash: 'hash' };
  const isConfirmed = (account: typeof ada, email: string | null) => {
    const result = changeNames(account, { username: 'ada', email }, 'hash', nobody);
    assert.ok(result.ok);
    return result.value.emailConfirmed;
  };
  assert.equal(isConfirmed(ada, 'a@b.org'), true);
  for (const email of ['A@b.org', 'other@b.org', null]) assert.equal(isConfirmed(ada, email), false);
  assert.equal(isConfirmed({ ...ada, emailConfirmed: false }, 'a@b.org'), false);
});

test('a person removes the account with its password, and never the last admin', () => {
  const [admin, person] = [
    { passwordHash: 'hash', isAdmin: true },
    { passwordHash: 'hash', isAdmin: false },
  ];
  const byPerson = { account: person, shownPassword: 'hash', hasOtherAdmin: false };
  assert.equal(judgeRemoval(byPerson), 'remove');
  assert.equal(judgeRemoval({ ...byPerson, shownPassword: 'another' }), 'other-password');
  assert.equal(judgeRemoval({ ...byPerson, account: undefined }), 'no-account');
  assert.equal(judgeRemoval({ ...byPerson, account: admin }), 'last-admin');
  assert.equal(judgeRemoval({ ...byPerson, account: admin, shownPassword: 'another' }), 'other-password');
  assert.equal(judgeRemoval({ ...byPerson, account: admin, hasOtherAdmin: true }), 'remove');
  assert.equal(judgeRemoval({ account: admin, shownPassword: null, hasOtherAdmin: false }), 'remove');
  assert.equal(judgeRemoval({ account: undefined, shownPassword: null, hasOtherAdmin: true }), 'no-account');
});

describe('the e-mail address of an account', () => {
  const account = {
    id: 'ada',
    username: 'ada',
    email: 'a@b.org',
    emailConfirmed: false,
    passwordHash: 'old',
    needsPasskey: true,
  };
  const former = { email: 'z@b.org', passwordHash: 'new' };

  it('is confirmed while it is the one that was proved', () => {
    assert.deepEqual(confirmEmail(account, 'a@b.org'), { ...account, emailConfirmed: true });
    assert.equal(confirmEmail(account, 'A@b.org'), undefined);
    assert.equal(confirmEmail(undefined, 'a@b.org'), undefined);
  });

  it('comes back confirmed, with another password and no second step', () => {
    const restored = { ...account, ...former, emailConfirmed: true, needsPasskey: false };
    assert.deepEqual(restoreEmail(account, former, undefined), restored);
    assert.deepEqual(restoreEmail(account, former, 'ada'), restored);
    assert.equal(restoreEmail(restored, former, 'ada'), undefined);
    assert.equal(restoreEmail(undefined, former, undefined), undefined);
  });

  it('goes when the one before belongs to somebody else', () => {
    assert.deepEqual(restoreEmail(account, former, 'ben'), {
      ...account,
      email: null,
      passwordHash: 'new',
      needsPasskey: false,
    });
  });
});
