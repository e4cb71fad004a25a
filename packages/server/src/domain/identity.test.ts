import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDismissed, judgeParting } from './identity.ts';

describe('the parting of an identity from its account', () => {
  const issuer = 'https://id.example';
  const [one, two] = [
    { issuer, subject: 'one' },
    { issuer, subject: 'two' },
  ] as const;
  const parting = { ...one, identities: [one], hasPassword: false };

  it('leaves the last one to an account without a password', () => {
    assert.equal(judgeParting(parting), 'last-way');
    assert.equal(judgeParting({ ...parting, hasPassword: true }), 'part');
    assert.equal(judgeParting({ ...parting, identities: [one, two] }), 'part');
  });

  it('is of one that the account has, by issuer and subject', () => {
    for (const identities of [[], [two], [two, { ...one, issuer: 'https://ID.example' }]]) {
      assert.equal(judgeParting({ ...parting, identities, hasPassword: true }), 'none');
    }
  });
});

describe('an account that follows a provider', () => {
  it('is that of somebody dismissed once one no longer stands up for them', () => {
    assert.equal(isDismissed([], false), false);
    assert.equal(isDismissed([{ checkedAt: 1 }], false), false);
    assert.equal(isDismissed([{ checkedAt: 1 }, { checkedAt: 0 }], false), true);
    assert.equal(isDismissed([{ checkedAt: 0 }], true), false, 'one with a password follows nobody');
  });
});
