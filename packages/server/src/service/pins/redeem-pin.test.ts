// How an approved plex pin becomes a token: by a pin with a device key, and where something has gone meanwhile.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { Pin } from '../../domain/pin.ts';
import { refused } from '../../domain/result.ts';
import { aGrant, aPin } from '../../stores/contract/samples.ts';
import { approvePin } from './approve-pin.ts';
import { redeemPin } from './redeem-pin.ts';
import { standIn } from './stand-in.testing.ts';

const home = '203.0.113.9';
const deviceKey = { thumbprint: 'thumbprint', x: 'x', kid: 'kid' };

/** A pin that Ada has approved. */
async function begin(parts: Partial<Pin> = {}) {
  const dependencies = testDependencies();
  const { ports, store, clock } = dependencies;
  const pin = aPin({ clientId: 'tv', createdAt: clock.now(), expiresAt: clock.now() + 900_000, ...parts });
  await store.pins.insert(pin, clock.now());
  const account = { id: 'ada', createdAt: 0 };
  const yes = { account, address: home, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(ports, { pin, ...yes })).ok);
  const redeem = (given = ports) => redeemPin(given, pin.id, home);
  return { ...dependencies, ports, store, clock, pin, redeem };
}

describe('a pin without a key', () => {
  it('gives a token, and registers no key', async () => {
    const { redeem, store } = await begin();
    const redeemed = await redeem();
    assert.ok(redeemed.ok && redeemed.value.token !== null);
    assert.equal(await store.deviceKeys.ofGrant(redeemed.value.grant.id, 'tv'), undefined);
  });

  it('gives none when the key that it was to be made with is gone, and is not redeemed by that', async () => {
    const { redeem, ports, store, pin } = await begin();
    const keys = standIn(ports.keys, { deriveToken: () => undefined });
    assert.deepEqual(await redeem({ ...ports, keys }), refused({ kind: 'expired' }));
    assert.equal((await store.pins.byId(pin.id))?.state.at, 'approved');
  });

  it('gives none when its key goes while it is redeemed', async () => {
    const { redeem, ports } = await begin();
    let derived = 0;
    const keys = standIn(ports.keys, {
      deriveToken: (...given) => ((derived += 1) === 1 ? ports.keys.deriveToken(...given) : undefined),
    });
    assert.deepEqual(await redeem({ ...ports, keys }), refused({ kind: 'expired' }));
  });

  it('whose device is unlinked by then counts as redeemed', async () => {
    const { redeem, store, clock } = await begin();
    const [grant] = await store.grants.listFor('ada');
    await store.grants.revoke(grant?.id ?? '', 'ada', clock.now());
    assert.deepEqual(await redeem(), refused({ kind: 'settled', as: 'redeemed' }));
  });
});

describe('a pin with a key', () => {
  it('registers the key for its device, and gives no token beside the JWT', async () => {
    const { redeem, store, clock } = await begin({ deviceKey });
    clock.pass(5);
    const redeemed = await redeem();
    assert.ok(redeemed.ok);
    assert.equal(redeemed.value.token, null);
    assert.deepEqual(await store.deviceKeys.ofGrant(redeemed.value.grant.id, 'tv'), {
      ...deviceKey,
      grantId: redeemed.value.grant.id,
      account: 'ada',
      clientId: 'tv',
      registeredAt: clock.now(),
    });
  });

  it('takes the key over from the device that had it before', async () => {
    const { redeem, store, clock } = await begin({ deviceKey });
    const before = aGrant({ id: 'before', account: 'ada', clientId: 'tv' });
    await store.grants.add(before);
    const registered = { ...deviceKey, grantId: 'before', account: 'ada', clientId: 'tv', registeredAt: clock.now() };
    assert.equal(await store.deviceKeys.register(registered, true), 'ok');
    const redeemed = await redeem();
    assert.ok(redeemed.ok);
    assert.notEqual(await store.deviceKeys.ofGrant(redeemed.value.grant.id, 'tv'), undefined);
  });

  it('whose device is unlinked by then registers nothing and counts as redeemed', async () => {
    const { redeem, ports, store, clock } = await begin({ deviceKey });
    const [grant] = await store.grants.listFor('ada');
    await store.grants.revoke(grant?.id ?? '', 'ada', clock.now());
    const deviceKeys = standIn(ports.deviceKeys, { register: async () => assert.fail() });
    assert.deepEqual(await redeem({ ...ports, deviceKeys }), refused({ kind: 'settled', as: 'redeemed' }));
  });

  it('gives nothing when its key cannot be registered', async () => {
    const { redeem, ports, store, pin } = await begin({ deviceKey });
    const deviceKeys = standIn(ports.deviceKeys, { register: async () => 'no-grant' });
    assert.deepEqual(await redeem({ ...ports, deviceKeys }), refused({ kind: 'settled', as: 'redeemed' }));
    assert.equal((await store.pins.byId(pin.id))?.state.at, 'approved');
  });
});
