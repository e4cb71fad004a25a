import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceInfo } from '../../stores/contract/samples.ts';
import { findBlock } from '../blocks/find-block.ts';
import { blockRequester, unblockRequester } from './block-requester.ts';
import { command, grace, operated } from './operate.testing.ts';

const silent = { ...deviceInfo, product: null, device: null, platform: null };

describe('a block for everybody', () => {
  it('bars the requester of a pin, whoever would approve it, until it ends', async () => {
    const { ports, store, clock, wait, told } = operated();
    const pin = await wait();
    assert.equal(await blockRequester(ports, pin, 60_000, grace), true);
    assert.notEqual(await findBlock(ports, pin, 'ada'), null);
    assert.notEqual(await findBlock(ports, pin, 'ben'), null);
    const [block] = await store.blocks.listFor(null, clock.now());
    assert.deepEqual(
      [block?.account, block?.by, block?.name, block?.at, block?.until],
      [null, 'operator', 'TV', clock.now(), clock.now() + 60_000],
    );
    assert.deepEqual(await told(), [['blocked', null, 'grace', '203.0.113.80']]);
    clock.pass(60_000);
    assert.equal(await findBlock(ports, pin, 'ada'), null);
  });

  it('has the name of any device where the requester says none', async () => {
    const { ports, store, clock, wait } = operated();
    const pin = await wait({
      requester: { deviceInfo: silent, address: '203.0.113.9', place: null, wantsToApprove: false },
    });
    assert.equal(await blockRequester(ports, pin, 60_000, command), true);
    assert.equal((await store.blocks.listFor(null, clock.now()))[0]?.name, 'A device');
  });

  it('is none where nothing is known to block by', async () => {
    const { ports, store, clock, wait, told } = operated();
    const pin = await wait({ requester: { deviceInfo, address: null, place: null, wantsToApprove: false } });
    assert.equal(await blockRequester(ports, pin, 60_000, grace), false);
    assert.deepEqual([await store.blocks.listFor(null, clock.now()), await told()], [[], []]);
  });

  it('is taken back by its id, once, and never one that a person made', async () => {
    const { ports, store, clock, wait, told } = operated();
    const pin = await wait();
    await blockRequester(ports, pin, 60_000, command);
    const [block] = await store.blocks.listFor(null, clock.now());
    assert.ok(block);
    await store.blocks.put({ ...block, id: 'own', account: 'ada', by: 'person' });
    assert.equal(await unblockRequester(ports, 'own', grace), false);
    assert.equal(await unblockRequester(ports, block.id, grace), true);
    assert.equal(await unblockRequester(ports, block.id, grace), false);
    assert.deepEqual(await told(), [
      ['blocked', null, 'command', null],
      ['unblocked', null, 'grace', '203.0.113.80'],
    ]);
  });
});
