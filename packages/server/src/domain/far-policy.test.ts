import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countsAsFar, farRules, laxestRule, strictestRule, type FarPolicy } from './far-policy.ts';

const policy: FarPolicy = {
  whenFar: 'type',
  scopeWhenFar: { listen: 'warn', pay: 'refuse' },
  unknownIsFar: false,
};

describe('the rule for a request from far away', () => {
  it('is the strictest of the scopes that are left', () => {
    assert.equal(strictestRule(policy, ['listen']), 'warn');
    assert.equal(strictestRule(policy, ['listen', 'read']), 'type');
    assert.equal(strictestRule(policy, ['listen', 'pay', 'read']), 'refuse');
    assert.equal(strictestRule(policy, []), 'type');
    assert.equal(strictestRule(policy, ['constructor']), 'type', 'no inherited property is a rule');
  });

  it('is the laxest of the scopes where only one of them has to be given', () => {
    assert.equal(laxestRule(policy, ['pay', 'listen', 'read']), 'warn');
    assert.equal(laxestRule(policy, ['pay', 'read']), 'type');
    assert.equal(laxestRule(policy, ['pay']), 'refuse');
    assert.equal(laxestRule(policy, []), 'type');
  });

  it('is the usual one for a scope that only an object has by inheritance', () => {
    const strict: FarPolicy = { ...policy, whenFar: 'refuse' };
    assert.equal(strictestRule(strict, ['constructor', 'listen']), 'refuse');
  });

  it('is never eased by giving more', () => {
    const rank = (rule: string): number => farRules.findIndex((known) => known === rule);
    const scopes = fc.subarray(['listen', 'pay', 'read', 'write'], { minLength: 1 });
    const rules = fc.dictionary(fc.constantFrom('listen', 'pay', 'read'), fc.constantFrom(...farRules));
    fc.assert(
      fc.property(rules, fc.constantFrom(...farRules), scopes, scopes, (scopeWhenFar, whenFar, some, more) => {
        const any: FarPolicy = { whenFar, scopeWhenFar, unknownIsFar: false };
        const both = [...some, ...more];
        assert.ok(rank(strictestRule(any, both)) >= rank(strictestRule(any, some)));
        assert.ok(rank(laxestRule(any, both)) <= rank(laxestRule(any, some)));
        assert.ok(rank(laxestRule(any, some)) <= rank(strictestRule(any, some)));
      }),
    );
  });

  it('holds for what is far, and for what nobody knows only where that is wanted', () => {
    assert.equal(countsAsFar(policy, 'hidden'), true);
    for (const nearness of ['same-network', 'near'] as const) {
      assert.equal(countsAsFar({ ...policy, unknownIsFar: true }, nearness), false);
    }
    assert.equal(countsAsFar(policy, 'far'), true);
    assert.equal(countsAsFar(policy, 'unknown'), false);
    assert.equal(countsAsFar({ ...policy, unknownIsFar: true }, 'unknown'), true);
  });
});
