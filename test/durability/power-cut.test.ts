// What a power cut leaves at the very moment in which somebody was told something: all of what was told.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Pin } from '../../packages/server/src/domain/pin.ts';
import type { PinResult } from '../../packages/server/src/domain/refusal.ts';
import { approvePin, type ApprovalOrder } from '../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/pins/deny-pin.ts';
import { grantByPassword } from '../../packages/server/src/service/grants/grant-by-password.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { standIn } from '../../packages/server/src/service/pins/stand-in.testing.ts';
import { redeemPin } from '../../packages/server/src/service/pins/redeem-pin.ts';
import { aGrant, anAccount, aPin, deviceInfo, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { movableClock } from '../harness/clock.ts';
import { testDependencies } from '../harness/dependencies.ts';
import { openWatched } from './watched-disk.ts';

const must = <Value>(result: PinResult<Value>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

async function setUp(context: TestContext) {
  const keys = [makeSecretKey()];
  const { store, afterPowerCut } = await openWatched(context, createKeys(keys));
  const { ports: parts } = testDependencies({ keys, store, clock: movableClock(t0) });
  const ports = { ...store, ...parts };
  const ask = async (): Promise<Pin> => {
    const pin = aPin();
    assert.equal(await store.pins.insert(pin, t0), 'ok');
    return pin;
  };
  const stateOf = async ({ id }: Pin) => (await (await afterPowerCut()).pins.byId(id))?.state.at;
  return { store, ports, ask, stateOf, afterPowerCut };
}

const yes = ({ id }: Pin, parts: Partial<ApprovalOrder> = {}): ApprovalOrder => ({
  pin: id,
  account: { id: 'ada', createdAt: 0 },
  address: null,
  place: null,
  mayApprove: false,
  approvedBy: null,
  ...parts,
});

test('a new pin, a yes with its device, a no and a token outlive a power cut from the moment they are told', async (context) => {
  const { store, ports, ask, stateOf, afterPowerCut } = await setUp(context);
  const pin = await ask();
  assert.equal(await stateOf(pin), 'pending');
  must(await openCode(ports, pin.code, 'ada'));
  must(await approvePin(ports, yes(pin)));
  assert.equal(await stateOf(pin), 'approved');
  assert.equal((await (await afterPowerCut()).grants.listFor('ada')).length, 1);

  const { token } = must(await redeemPin(ports, pin.id, null));
  assert.equal(await stateOf(pin), 'redeemed');
  const hash = ports.keys.hash(token ?? '');
  assert.ok(await (await afterPowerCut()).grants.byTokenHash(hash));

  const other = await ask();
  must(await denyPin(ports, other.id, 'ada'));
  assert.equal(await stateOf(other), 'denied');

  const added = await store.accounts.add(anAccount({ id: 'ben' }), { by: 'operator' }, t0);
  assert.ok('added' in added);
  const device = { account: added.added, clientId: 'tv', deviceInfo: deviceInfo, address: null, place: null };
  const { grant } = (await grantByPassword(ports, device)) ?? assert.fail();
  assert.ok(await (await afterPowerCut()).grants.byId(grant.id));
  assert.equal(await store.grants.revoke(grant.id, 'ben', t0), true);
  assert.equal(await (await afterPowerCut()).grants.byId(grant.id), undefined);
});

test('a yes is on the disk when it is told, though its device was quicker to write the record', async (context) => {
  const { ports, ask, stateOf } = await setUp(context);
  const pin = await ask();
  // The device is there between the two steps of the approver, and gets no further than its own record.
  const add: typeof ports.grants.add = async (grant) => {
    const device = { ...ports, pins: stubborn(ports.pins) };
    await assert.rejects(redeemPin(device, pin.id, null), /no further/);
    return ports.grants.add(grant);
  };
  must(await approvePin({ ...ports, grants: standIn(ports.grants, { add }) }, yes(pin)));
  assert.equal(await stateOf(pin), 'approved');
});

test('a yes is on the disk when it is told, though its approver was revoked and there is no device', async (context) => {
  const { store, ports, ask, stateOf, afterPowerCut } = await setUp(context);
  const approver = aGrant();
  await store.grants.add(approver);
  assert.equal(await store.grants.revoke(approver.id, approver.account, t0), true);
  const pin = await ask();
  must(await approvePin(ports, yes(pin, { approvedBy: approver.id })));
  assert.equal(await stateOf(pin), 'approved');
  assert.deepEqual(await (await afterPowerCut()).grants.listFor('ada'), []);
});

test('a token outlives a power cut though the approver never wrote the record of its device', async (context) => {
  const { ports, ask, stateOf, afterPowerCut } = await setUp(context);
  const pin = await ask();
  const dying = standIn(ports.grants, { add: () => Promise.reject(new Error('killed')) });
  await assert.rejects(approvePin({ ...ports, grants: dying }, yes(pin)), /killed/);
  const { token } = must(await redeemPin(ports, pin.id, null));
  assert.equal(await stateOf(pin), 'redeemed');
  assert.ok(await (await afterPowerCut()).grants.byTokenHash(ports.keys.hash(token ?? '')));
});

test('of many polls at once each that gets the token gets one that outlives a power cut', async (context) => {
  const { ports, ask, stateOf, afterPowerCut } = await setUp(context);
  const pin = await ask();
  must(await approvePin(ports, yes(pin)));
  const tokens = new Set<string | null>();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const { token } = must(await redeemPin(ports, pin.id, '203.0.113.4'));
      tokens.add(token);
      assert.equal(await stateOf(pin), 'redeemed');
    }),
  );
  assert.equal(tokens.size, 1);
  const [token = ''] = tokens;
  assert.ok(await (await afterPowerCut()).grants.byTokenHash(ports.keys.hash(token ?? '')));
});

test('what follows goes to the disk with the next write that is synced, and not before', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] }); // The writer syncs by itself after a second.
  const { store, ports, ask, afterPowerCut } = await setUp(context);
  const want = { key: 'guesses', limit: 5, period: 86_400_000 };
  const pin = await ask();
  assert.equal(await store.budgets.spend([want], t0), undefined);
  must(await openCode(ports, pin.code, 'ada'));
  const looked = async (left: typeof store) => {
    const state = (await left.pins.byId(pin.id))?.state;
    return state?.at === 'pending' && state.opened !== null;
  };
  const early = await afterPowerCut();
  assert.deepEqual([await early.budgets.spent(want, t0), await looked(early)], [0, false]);
  // Even one that comes to change nothing.
  assert.equal(await store.grants.revoke('no such device', 'ada', t0), false);
  const late = await afterPowerCut();
  assert.deepEqual([await late.budgets.spent(want, t0), await looked(late)], [1, true]);
});

const stubborn = <Pins extends { replace: unknown }>(pins: Pins): Pins =>
  standIn(pins, { replace: () => Promise.reject(new Error('no further')) } as unknown as Partial<Pins>);
