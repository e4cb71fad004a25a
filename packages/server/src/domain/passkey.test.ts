import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeNeed, judgeNewPasskey, judgePasskeyRemoval, maySignIn, mostPasskeys, usePasskey } from './passkey.ts';

const domain = 'link.example';

describe('a passkey', () => {
  const adding = { account: { passwordHash: 'p' }, shownPassword: 'p', isTaken: false, count: 0 };

  it('is added while the password is the one that its person had', () => {
    assert.equal(judgeNewPasskey(adding), 'add');
    assert.equal(judgeNewPasskey({ ...adding, account: undefined }), 'other-password');
    assert.equal(judgeNewPasskey({ ...adding, account: { passwordHash: 'q' }, isTaken: true }), 'other-password');
  });

  it('is one person’s, and one of not too many', () => {
    assert.equal(judgeNewPasskey({ ...adding, isTaken: true, count: mostPasskeys }), 'taken');
    assert.equal(judgeNewPasskey({ ...adding, count: mostPasskeys }), 'too-many');
    assert.equal(judgeNewPasskey({ ...adding, count: mostPasskeys - 1 }), 'add');
  });

  it('counts its uses up, or does not count at all', () => {
    const used = (counter: number, next: number) => usePasskey({ counter, lastUsedAt: null }, next, 5);
    assert.deepEqual(used(0, 0), { counter: 0, lastUsedAt: 5 });
    assert.deepEqual(used(0, 1), { counter: 1, lastUsedAt: 5 });
    assert.deepEqual(used(7, 9), { counter: 9, lastUsedAt: 5 });
    for (const [counter, next] of [
      [7, 7],
      [7, 6],
      [7, 0],
      [1, 1],
    ] as const) {
      assert.equal(used(counter, next), undefined, `${counter} → ${next}`);
    }
  });
});

describe('the removal of a passkey', () => {
  const [one, two, elsewhere] = [
    { id: 'one', domain },
    { id: 'two', domain },
    { id: 'elsewhere', domain: 'old.example' },
  ] as const;
  const none = { hasPassword: false, hasIdentity: false, needsPasskey: false };
  const removing = { id: 'one', passkeys: [one], account: none, by: 'person', domain } as const;

  it('leaves a way in', () => {
    assert.equal(judgePasskeyRemoval(removing), 'last-way');
    assert.equal(judgePasskeyRemoval({ ...removing, account: { ...none, hasPassword: true } }), 'remove');
    assert.equal(judgePasskeyRemoval({ ...removing, account: { ...none, hasIdentity: true } }), 'remove');
    assert.equal(judgePasskeyRemoval({ ...removing, passkeys: [one, two] }), 'remove');
  });

  it('leaves one to an account that needs one, whatever else signs in', () => {
    const account = { hasPassword: true, hasIdentity: true, needsPasskey: true };
    assert.equal(judgePasskeyRemoval({ ...removing, account }), 'needed');
    assert.equal(judgePasskeyRemoval({ ...removing, account, passkeys: [one, two] }), 'remove');
  });

  it('does not count one of another domain beside one that works', () => {
    assert.equal(judgePasskeyRemoval({ ...removing, passkeys: [one, elsewhere] }), 'last-way');
    assert.equal(judgePasskeyRemoval({ ...removing, id: 'elsewhere', passkeys: [one, elsewhere] }), 'remove');
  });

  it('counts every one where none works', () => {
    const passkeys = [elsewhere, { id: 'third', domain: 'third.example' }];
    assert.equal(judgePasskeyRemoval({ ...removing, id: 'elsewhere', passkeys }), 'remove');
    assert.equal(judgePasskeyRemoval({ ...removing, id: 'elsewhere', passkeys: [elsewhere] }), 'last-way');
    assert.equal(judgePasskeyRemoval({ ...removing, passkeys: [one, elsewhere], domain: undefined }), 'remove');
  });

  it('keeps none from an operator', () => {
    const account = { ...none, needsPasskey: true };
    assert.equal(judgePasskeyRemoval({ ...removing, by: 'operator', account }), 'remove');
    assert.equal(judgePasskeyRemoval({ ...removing, by: 'operator', account, id: 'two' }), 'no-passkey');
  });

  it('finds only what the account has', () => {
    assert.equal(judgePasskeyRemoval({ ...removing, id: 'two' }), 'no-passkey');
    assert.equal(judgePasskeyRemoval({ ...removing, account: undefined }), 'no-passkey');
  });
});

describe('a passkey after the password', () => {
  const account = { passwordHash: 'p', hasPassword: true };
  const needing = { account, shownPassword: 'p', needsPasskey: true, passkeys: [{ id: 'one', domain }], domain };

  it('is needed by an account that has both', () => {
    assert.equal(judgeNeed(needing), 'change');
    assert.equal(judgeNeed({ ...needing, account: { ...account, hasPassword: false } }), 'no-password');
    assert.equal(judgeNeed({ ...needing, passkeys: [] }), 'no-passkey');
    assert.equal(judgeNeed({ ...needing, passkeys: [{ id: 'one', domain: 'old.example' }] }), 'no-passkey');
  });

  it('is no longer needed as soon as its person says so', () => {
    const off = { ...needing, needsPasskey: false, passkeys: [] };
    assert.equal(judgeNeed(off), 'change');
    assert.equal(judgeNeed({ ...off, shownPassword: 'q' }), 'other-password');
    assert.equal(judgeNeed({ ...off, account: undefined }), 'other-password');
  });

  it('bars the password alone, and nothing else', () => {
    const needs = { passwordHash: 'p', needsPasskey: true };
    assert.equal(maySignIn(needs, 'p', true), false);
    assert.equal(maySignIn(needs, 'p', false), true);
    assert.equal(maySignIn({ ...needs, needsPasskey: false }, 'p', true), true);
    assert.equal(maySignIn(needs, 'q', false), false);
    assert.equal(maySignIn(undefined, 'p', false), false);
  });
});
