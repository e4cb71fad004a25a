import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { refused } from '../../domain/result.ts';
import { aPin } from '../../stores/contract/samples.ts';
import { openCode, openPin } from './open-code.ts';

async function begin() {
  const { ports, store, clock, events } = testDependencies();
  const pin = aPin({ createdAt: clock.now(), expiresAt: clock.now() + 900_000, matchesNumber: true });
  await store.pins.insert(pin, clock.now());
  const counts = async () => {
    await events.flush();
    return (await store.statistics.since(0)).map(({ what, count }) => [what, count]);
  };
  const told = async () =>
    (await store.auditLog.list({ since: 0, kinds: [], limit: 10 })).map(({ kind, account }) => [kind, account]);
  return { ports, store, clock, pin, counts, told };
}

describe('a code that is opened', () => {
  it('is found however it is typed, and its pin knows by whom, when and in which session', async () => {
    const { ports, pin, clock } = await begin();
    clock.pass(5);
    const opened = await openCode(ports, ` ${pin.code.toLowerCase().replace('w', 'w-')} `, 'ada', { session: 's' });
    assert.deepEqual(opened.ok && opened.value.state, {
      at: 'pending',
      opened: { by: 'ada', at: clock.now(), session: 's', tries: 0 },
    });
  });

  it('is told for each session that takes over, and counted once', async () => {
    const { ports, pin, counts, told } = await begin();
    assert.ok((await openPin(ports, pin.id, 'ada', { session: 'one' })).ok);
    assert.deepEqual(await counts(), [['opened', 1]]);
    for (const session of ['two', 'two']) assert.ok((await openPin(ports, pin.id, 'ada', { session })).ok);
    assert.deepEqual(await counts(), [['opened', 1]]);
    assert.deepEqual(await told(), [
      ['opened', 'ada'],
      ['opened', 'ada'],
    ]);
  });

  it('is not found if it does not fit, and then nothing is done', async () => {
    const { ports, pin } = await begin();
    const nothing = async () => assert.fail();
    const options = { fits: () => false, act: nothing, meanwhile: nothing };
    assert.deepEqual(await openCode(ports, pin.code, 'ada', options), refused({ kind: 'not-found' }));
  });
});
