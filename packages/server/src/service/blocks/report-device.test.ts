import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { Pin } from '../../domain/pin.ts';
import { requesterIdentityOf, requesterKeyOf } from '../../domain/requester-key.ts';
import { refused } from '../../domain/result.ts';
import { aDeviceKey, aGrant, aPin } from '../../stores/contract/samples.ts';
import { findBlock, isBlockedForEverybody } from './find-block.ts';
import { reportGrant } from './report-grant.ts';
import { reportPin } from './report-pin.ts';

const reporter = { account: { id: 'ada', createdAt: 0 }, address: '198.51.100.7' };

function begin() {
  const { store, ports, clock } = testDependencies();
  const block = (pin: Pin, account: string | null, life = 1) =>
    store.blocks.put({
      id: 'block',
      requesterKey: requesterKeyOf(requesterIdentityOf(pin)) ?? '',
      account,
      name: 'TV',
      by: 'operator',
      at: clock.now(),
      until: clock.now() + life,
    });
  return { store, ports, clock, block };
}

describe('the block of a requester', () => {
  it('is found for its account, for everybody, and while it lasts', async () => {
    const { ports, clock, block } = begin();
    const pin = aPin();
    assert.equal(await findBlock(ports, pin, 'ada'), null);
    await block(pin, 'ada', 5);
    assert.equal(await findBlock(ports, pin, 'ada'), 'account');
    assert.equal(await findBlock(ports, pin, 'bob'), null);
    assert.equal(await isBlockedForEverybody(ports, requesterIdentityOf(pin)), false);
    await block(pin, null, 5);
    assert.equal(await findBlock(ports, pin, 'ada'), 'everybody');
    assert.equal(await findBlock(ports, pin, 'bob'), 'everybody');
    clock.pass(5);
    assert.equal(await findBlock(ports, pin, 'ada'), null);
  });

  it('is found by its client and prefix although it shows a key now', async () => {
    const { ports, block } = begin();
    const pin = aPin();
    await block(pin, null);
    const keyed = { ...pin, deviceKey: { thumbprint: 'new', x: 'x', kid: 'kid' } };
    assert.equal(await findBlock(ports, keyed, 'ada'), 'everybody');
  });
});

describe('a pin', () => {
  it('is reported by the account that denied it, and blocks its requester', async () => {
    const { store, ports, clock } = begin();
    const denied = aPin({ state: { at: 'denied', by: 'ada', deniedAt: clock.now(), why: 'said-no' } });
    assert.deepEqual(await reportPin(ports, denied, reporter), { ok: true, value: { unlinked: 0, blocked: true } });
    assert.equal(await findBlock(ports, denied, 'ada'), 'account');
    const [block] = await store.blocks.listFor('ada', clock.now());
    assert.equal(block?.name, 'TV');
  });

  it('is reported by nobody else, and in no other state', async () => {
    const { ports } = begin();
    const byBob = aPin({ state: { at: 'denied', by: 'bob', deniedAt: 0, why: 'said-no' } });
    for (const pin of [byBob, aPin(), aPin({ state: { at: 'cancelled', cancelledAt: 0 } })]) {
      assert.deepEqual(await reportPin(ports, pin, reporter), refused('not-denied'));
      assert.equal(await findBlock(ports, pin, 'ada'), null);
    }
  });
});

describe('a device', () => {
  it('is unlinked when its person reports it, and its requester blocked', async () => {
    const { store, ports, clock } = begin();
    const [before, grant, after] = [1, 2, 3].map((last) => aGrant({ account: 'ada', address: `203.0.113.${last}` }));
    assert.ok(before && grant && after);
    for (const one of [before, grant, after]) await store.grants.add(one);
    assert.deepEqual(await reportGrant(ports, grant.id, reporter), { unlinked: 0, blocked: true });
    assert.equal(await store.grants.byId(grant.id), undefined);
    const [block] = await store.blocks.listFor('ada', clock.now());
    assert.equal(block?.requesterKey, `plex ${String(grant.address)} ${grant.clientId}`);
  });

  it('is blocked by its key, wherever that is kept', async () => {
    const { store, ports, clock } = begin();
    const keyed = aGrant({ account: 'ada', keyThumbprint: 'of the tokens' });
    const signing = aGrant({ account: 'ada', clientId: 'phone' });
    for (const grant of [keyed, signing]) await store.grants.add(grant);
    await store.deviceKeys.register(aDeviceKey(signing, { thumbprint: 'of the device' }), false);
    await reportGrant(ports, keyed.id, reporter);
    await reportGrant(ports, signing.id, reporter);
    const blocks = await store.blocks.listFor('ada', clock.now());
    assert.deepEqual(blocks.map(({ requesterKey }) => requesterKey).sort(), ['key of the device', 'key of the tokens']);
  });

  it('of somebody else, or none, is not touched', async () => {
    const { store, ports } = begin();
    const theirs = aGrant({ account: 'bob' });
    await store.grants.add(theirs);
    assert.equal(await reportGrant(ports, theirs.id, reporter), undefined);
    assert.equal(await reportGrant(ports, 'nothing', reporter), undefined);
    assert.ok(await store.grants.byId(theirs.id));
  });
});
