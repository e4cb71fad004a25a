// A device asks one replica, a person answers at another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { nodeAdapter, untilWaiting } from '../waiting/holding.ts';
import { protocols } from '../waiting/protocols.ts';
import { foldCode } from '../../packages/server/src/domain/code.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { replicasFor, type Replica } from './replicas.ts';

/** Approves the pin of a code. It is not opened first, which would be a change of its own. */
async function approve({ ports, person }: Replica, code: string): Promise<void> {
  const pin = await ports.pins.byCode(foldCode(code), ports.clock.now());
  assert.ok(pin);
  const approval = { account: await person('ada'), address: null, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(ports, { pin, ...approval })).ok);
}

for (const [protocol, begin] of Object.entries(protocols)) {
  test(`a held poll of ${protocol} is answered when another replica writes the approval`, async (context) => {
    const replicas = await replicasFor(context);
    const [one, other] = [await replicas.start('one'), await replicas.start('other')];
    const tv = await begin(one, nodeAdapter(await one.service.listen()));
    const held = tv.poll({ prefer: 'wait=25' });
    await untilWaiting(one, 1);
    await approve(other, tv.code);
    const answer = await held;
    assert.ok(tv.hasToken(answer), answer.text);
  });

  test(`a plain poll of ${protocol} at any replica hears of the approval, wherever the pin was asked for`, async (context) => {
    const replicas = await replicasFor(context);
    const [one, other] = [await replicas.start('one'), await replicas.start('other')];
    const tv = await begin(one, nodeAdapter(await one.service.listen()));
    assert.ok(tv.isPending(await tv.poll()));
    one.clock.pass(6000);
    assert.ok(tv.isPending(await tv.poll()), 'remembered');
    await approve(other, tv.code);
    await until('the approval is heard of', async () => {
      one.clock.pass(6000);
      return tv.hasToken(await tv.poll());
    });
  });
}
