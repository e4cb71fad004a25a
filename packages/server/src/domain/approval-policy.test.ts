import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  barToAnyApproval,
  barToApproval,
  isFreshSignIn,
  type ApprovalFacts,
  type CodeEntry,
  isSignInSince,
} from './approval-policy.ts';
import type { CodeKind } from './code.ts';
import type { FarPolicy, FarRule } from './far-policy.ts';
import type { Farness } from './nearness.ts';

/** Ada at home typed the code of her own TV, and just signed in. */
const plain: ApprovalFacts = {
  kind: 'user',
  requested: ['read', 'write'],
  clientIsGone: false,
  blockedFor: null,
  farness: null,
  codeEntry: 'typed',
  scopes: ['read', 'write'],
  numberIsMissing: false,
  signInIsFresh: true,
};

const far = (whenFar: FarRule, scopeWhenFar: FarPolicy['scopeWhenFar'] = {}): Farness => ({
  nearness: 'far',
  policy: { whenFar, scopeWhenFar, unknownIsFar: false },
});

const barOf = (facts: Partial<ApprovalFacts>): string | null => barToApproval({ ...plain, ...facts })?.kind ?? null;

describe('the policy on approvals', () => {
  it('bars nothing where nothing speaks against it', () => {
    assert.equal(barToApproval(plain), null);
    assert.equal(barToAnyApproval(plain), null);
  });

  it('bars each fact by itself', () => {
    assert.equal(barOf({ clientIsGone: true }), 'client-gone');
    assert.equal(barOf({ lacksGroup: true }), 'not-in-group');
    assert.equal(barOf({ lacksGroup: false }), null);
    assert.deepEqual(barToApproval({ ...plain, blockedFor: 'account' }), { kind: 'blocked', for: 'account' });
    assert.deepEqual(barToApproval({ ...plain, blockedFor: 'everybody' }), { kind: 'blocked', for: 'everybody' });
    assert.equal(barOf({ farness: far('refuse') }), 'too-far');
    assert.equal(barOf({ scopes: [] }), 'no-scopes-left');
    assert.equal(barOf({ numberIsMissing: true }), 'number-missing');
    assert.equal(barOf({ signInIsFresh: false }), 'stale-sign-in');
  });

  it('asks for a fresh sign-in last, and for what the form lacks first', () => {
    assert.equal(barOf({ signInIsFresh: false, clientIsGone: true }), 'client-gone');
    assert.equal(barOf({ signInIsFresh: false, farness: far('refuse') }), 'too-far');
    assert.equal(barOf({ numberIsMissing: true, blockedFor: 'account' }), 'number-missing');
  });

  it('leaves a request without scopes alone when none are left', () => {
    assert.equal(barOf({ requested: [], scopes: [] }), null);
  });

  const table: readonly (readonly [FarRule, CodeKind, CodeEntry, string | null])[] = [
    ['warn', 'weak', 'linked', null],
    ['warn', 'strong', 'linked', null],
    ['type', 'weak', 'typed', null],
    ['type', 'user', 'typed', null],
    ['type', 'weak', 'linked', 'code-not-typed'],
    ['type', 'user', 'linked', 'code-not-typed'],
    ['type', 'strong', 'typed', 'code-not-typed'],
    ['type', 'strong', 'linked', 'code-not-typed'],
    ['type', 'weak', 'delegate', null],
    ['type', 'strong', 'delegate', null],
    ['refuse', 'weak', 'typed', 'too-far'],
    ['refuse', 'strong', 'delegate', 'too-far'],
  ];
  for (const [rule, kind, codeEntry, bar] of table) {
    it(`from far away, ${rule} of a ${kind} code that is ${codeEntry}: ${bar ?? 'nothing bars'}`, () => {
      const facts = { ...plain, kind, codeEntry, farness: far(rule) };
      assert.equal(barToApproval(facts)?.kind ?? null, bar);
      assert.equal(barToAnyApproval(facts)?.kind ?? null, bar);
    });
  }

  it('speaks of fewer scopes only where it is too far', () => {
    assert.equal(barToApproval({ ...plain, farness: far('warn') }), null);
    const linked = { ...plain, farness: far('type'), codeEntry: 'linked' } as const;
    assert.deepEqual(barToApproval(linked), { kind: 'code-not-typed' });
  });

  it('judges an approval by the strictest of its scopes, and says when fewer would do', () => {
    const farness = far('warn', { write: 'refuse' });
    assert.deepEqual(barToApproval({ ...plain, farness }), { kind: 'too-far', fewerScopesHelp: true });
    assert.equal(barOf({ farness, scopes: ['read'] }), null);
    assert.equal(barToAnyApproval({ ...plain, farness }), null);
    const both = far('type', { write: 'refuse' });
    assert.deepEqual(barToApproval({ ...plain, farness: both, codeEntry: 'linked' }), {
      kind: 'too-far',
      fewerScopesHelp: false,
    });
    assert.equal(barToAnyApproval({ ...plain, farness: both, codeEntry: 'linked' })?.kind, 'code-not-typed');
  });

  it('has a request barred before the person answers, where no answer would help', () => {
    assert.deepEqual(barToAnyApproval({ ...plain, clientIsGone: true }), { kind: 'client-gone' });
    assert.deepEqual(barToAnyApproval({ ...plain, blockedFor: 'account' }), { kind: 'blocked', for: 'account' });
    assert.deepEqual(barToAnyApproval({ ...plain, farness: far('refuse') }), {
      kind: 'too-far',
      fewerScopesHelp: false,
    });
  });
});

it('a sign-in is fresh until its time is over, and never when nobody knows when it was', () => {
  assert.equal(isFreshSignIn(1000, 1999, 1000), true);
  assert.equal(isFreshSignIn(1000, 2000, 1000), false);
  assert.equal(isFreshSignIn(undefined, 0, 1000), false);
  assert.equal(isFreshSignIn(null, 0, null), true, 'no fresh sign-in is asked for');
});

it('any sign-in will do where none is asked for, also one of which nobody knows when it was', () => {
  for (const signedInAt of [undefined, null, 0]) assert.equal(isSignInSince(signedInAt, null), true);
  for (const signedInAt of [undefined, null]) assert.equal(isSignInSince(signedInAt, 0), false);
});
