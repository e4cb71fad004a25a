import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { refused } from '../../domain/result.ts';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../stores/contract/samples.ts';
import { approvePin, type ApprovalOrder } from './approve-pin.ts';
import { openPin } from './open-code.ts';
import { numberToMatch } from './number-to-match.ts';
import { standIn } from './stand-in.testing.ts';

async function begin(parts: Partial<Pin> = {}) {
  const { ports, store, clock, events } = testDependencies();
  const pin = aPin({ createdAt: clock.now(), expiresAt: clock.now() + 900_000, ...parts });
  await store.pins.insert(pin, clock.now());
  const order: ApprovalOrder = {
    pin,
    account: { id: 'ada', createdAt: 0 },
    address: '203.0.113.9',
    place: null,
    mayApprove: false,
    approvedBy: null,
  };
  const approve = async (parts: Partial<ApprovalOrder> = {}) => {
    const approved = await approvePin(ports, { ...order, ...parts });
    assert.ok(approved.ok);
    return approved.value;
  };
  const approvalBy = async (parts: Partial<ApprovalOrder> = {}) => {
    const { state } = await approve(parts);
    return state.at === 'approved' ? state.approval : assert.fail(state.at);
  };
  const told = async () => {
    await events.flush();
    return (await store.auditLog.list({ since: 0, kinds: [], limit: 10 })).map(({ kind }) => kind);
  };
  return { ports, store, clock, pin, order, approve, approvalBy, told };
}

describe('an approval', () => {
  it('says whether the account was made since the pin was requested', async () => {
    const made = async (after: number) => {
      const { pin, approvalBy } = await begin();
      return (await approvalBy({ account: { id: 'ada', createdAt: pin.createdAt + after } })).newRegistration;
    };
    assert.deepEqual([await made(-1), await made(0), await made(1)], [false, true, true]);
  });

  it('lets a device approve others only if it asked for that and the person allows it', async () => {
    const may = async (wantsToApprove: boolean, mayApprove: boolean) => {
      const { approvalBy } = await begin({ requester: { ...aPin().requester, wantsToApprove } });
      return (await approvalBy({ mayApprove })).mayApprove;
    };
    assert.equal(await may(true, true), true);
    assert.equal(await may(true, false), false);
    assert.equal(await may(false, true), false);
  });

  it('is counted, also by how long it took', async () => {
    const { store, clock, approve } = await begin();
    clock.pass(12_000);
    await approve();
    const counts = await store.statistics.since(0);
    assert.deepEqual(
      counts.map(({ what, count }) => [what, count]),
      [
        ['approved', 1],
        ['linked-within-15', 1],
      ],
    );
  });

  it('is told as one, and as an opening only if it is to open the pin and is the first to', async () => {
    const unseen = await begin();
    await unseen.approve();
    assert.deepEqual(await unseen.told(), ['approved']);
    const opening = await begin();
    await opening.approve({ opens: true });
    assert.deepEqual((await opening.told()).toSorted(), ['approved', 'opened']);
    const seen = await begin();
    assert.ok((await openPin(seen.ports, seen.pin, 'ben', {})).ok);
    await seen.approve({ opens: true, pin: seen.pin.id });
    assert.deepEqual((await seen.told()).toSorted(), ['approved', 'opened']);
  });

  it('with a wrong number is told as nothing, and with a second one as a denial', async () => {
    const { ports, pin, approve, told } = await begin({ matchesNumber: true });
    const opened = await openPin(ports, pin, 'ada', { session: 's' });
    assert.ok(opened.ok);
    const number = { session: 's', typed: (numberToMatch(ports.keys, opened.value) ?? 0) + 1 };
    assert.equal((await approve({ pin: pin.id, number })).state.at, 'pending');
    assert.deepEqual(await told(), ['opened']);
    assert.equal((await approve({ pin: pin.id, number })).state.at, 'denied');
    assert.deepEqual((await told()).toSorted(), ['denied', 'opened']);
  });

  it('whose device could not be added is refused for what bars it by then, if anything does', async () => {
    const bars = [null, 'too late'];
    const { ports, order } = await begin();
    const grants = standIn(ports.grants, { add: async () => false });
    const barred = await approvePin({ ...ports, grants }, order, async () => bars.shift() ?? null);
    assert.deepEqual(barred, refused('too late'));
    const other = await begin();
    const unbarred = await approvePin({ ...other.ports, grants }, other.order);
    assert.equal(unbarred.ok && unbarred.value.state.at, 'approved');
  });
});
