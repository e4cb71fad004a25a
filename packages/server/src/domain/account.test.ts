import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import {
  changeNames,
  confirmEmail,
  disabledForGood,
  endedWithAll,
  foldNames,
  hasPassword,
  isDisabled,
  judgeManaging,
  judgeNewAccount,
  judgeRemoval,
  laterEnd,
  restoreEmail,
} from './account.ts';

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

test('what began when its person was signed out everywhere, or before, has ended with everything', () => {
  assert.deepEqual([endedWithAll(4, 5), endedWithAll(5, 5), endedWithAll(6, 5)], [true, true, false]);
  assert.equal(endedWithAll(0, null), false);
});

test('who is disabled stays so, whatever ends later', () => {
  assert.equal(laterEnd(null, 5), 5);
  assert.equal(laterEnd(4, 5), 5);
  assert.equal(laterEnd(6, 5), 6);
  assert.equal(laterEnd(disabledForGood, 5), disabledForGood);
  assert.deepEqual([isDisabled(disabledForGood), isDisabled(5), isDisabled(null)], [true, false, false]);
});

test('an account without a password is known by the salt that no password has', () => {
  const hash = (salt: string) => ({ passwordHash: `$argon2id$v=19$m=19456,t=2,p=1$${salt}$aGFzaA` });
  assert.equal(hasPassword(hash('c2FsdA')), true);
  assert.equal(hasPassword(hash('bm8gcGFzc3dvcmQgaGVyZQ')), false);
});

describe('an operator', () => {
  const member = { isAdmin: false, isDisabled: false };
  const admin = { isAdmin: true, isDisabled: false };
  const byAdmin = { by: 'admin', admin: 'grace' } as const;
  const judge = (parts: Partial<Parameters<typeof judgeManaging>[0]>, losesRole = true) =>
    judgeManaging(
      { ground: { by: 'operator' }, isByAdmin: false, account: member, hasOtherAdmin: false, ...parts },
      losesRole,
    );

  it('who is an admin needs to be one at that moment; a command and a provider need not', () => {
    assert.equal(judge({ ground: byAdmin, isByAdmin: true }), 'allowed');
    assert.equal(judge({ ground: byAdmin }), 'not-admin');
    assert.equal(judge({ ground: byAdmin, account: undefined }), 'not-admin');
    for (const by of ['operator', 'provider'] as const) assert.equal(judge({ ground: { by } }), 'allowed');
  });

  it('manages nobody who is not there', () => {
    assert.equal(judge({ account: undefined }), 'no-account');
  });

  it('takes the role from no last admin, unless a provider says so', () => {
    assert.equal(judge({ account: admin }), 'last-admin');
    assert.equal(judge({ account: admin, ground: byAdmin, isByAdmin: true }), 'last-admin');
    assert.equal(judge({ account: admin, ground: { by: 'provider' } }), 'allowed');
    assert.equal(judge({ account: admin, hasOtherAdmin: true }), 'allowed');
    assert.equal(judge({ account: admin }, false), 'allowed');
    assert.equal(judge({ account: { ...admin, isDisabled: true } }), 'allowed', 'who is disabled is none');
  });
});
