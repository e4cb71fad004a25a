import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { testSite } from '../../http/pages/site.testing.ts';
import { decideByDelegate } from './decide-by-delegate.ts';

/** Ada's phone, and a pin that it may decide about. */
async function begin(mayApprove: boolean) {
  const site = testSite();
  const account = await site.person('Ada');
  const pin = await site.ask({}, { wantsToApprove: true });
  const delegate = { account, grant: { id: 'phone', mayApprove }, address: '203.0.113.50' };
  return {
    pin,
    decide: (answer: 'approve' | 'deny', code: Result<string, 'no code'>) =>
      decideByDelegate(site.context.ports, delegate, { answer, code }),
    state: async () => (await site.pin(pin.id))?.state,
  };
}

describe('a delegate device', () => {
  it('approves a pin, which ends with it and approves no other', async () => {
    const { pin, decide, state } = await begin(true);
    assert.ok((await decide('approve', accepted(pin.code))).ok);
    const approved = await state();
    assert.ok(approved?.at === 'approved');
    assert.deepEqual([approved.approval.approvedBy, approved.approval.mayApprove], ['phone', false]);
  });

  it('denies one', async () => {
    const { pin, decide, state } = await begin(true);
    assert.ok((await decide('deny', accepted(pin.code))).ok);
    assert.equal((await state())?.at, 'denied');
  });

  it('is told what is wrong with the code that it gave', async () => {
    const { decide } = await begin(true);
    assert.deepEqual(await decide('approve', refused('no code')), refused({ kind: 'malformed', fault: 'no code' }));
  });

  it('that may not approve decides nothing, and is told nothing of the code', async () => {
    const { pin, decide, state } = await begin(false);
    for (const answer of ['approve', 'deny'] as const) {
      for (const code of [accepted(pin.code), refused('no code' as const)]) {
        assert.deepEqual(await decide(answer, code), refused({ kind: 'not-allowed' }));
      }
    }
    assert.deepEqual(await state(), { at: 'pending', opened: null });
  });
});
