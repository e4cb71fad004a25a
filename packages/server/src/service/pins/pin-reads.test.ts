// A decision and a redemption read their pin once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testSite } from '../../http/pages/site.testing.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import type { PinStore } from '../ports/pin-store.ts';
import { decideByCode } from './decide-by-code.ts';
import { decidePin } from './decide-pin.ts';
import { deviceFlow, must, wordOf } from '../../../../../test/harness/devices.ts';
import { openPin } from './open-code.ts';
import { readPin } from './read-pin.ts';
import { redeemPin } from './redeem-pin.ts';
import { standIn } from './stand-in.testing.ts';

/** Pins that say how each read of one was made. */
function counted(pins: PinStore): { readonly pins: PinStore; readonly reads: string[] } {
  const reads: string[] = [];
  const byId: PinStore['byId'] = (key) => {
    reads.push('byId');
    return pins.byId(key);
  };
  const byCode: PinStore['byCode'] = (code, now) => {
    reads.push('byCode');
    return pins.byCode(code, now);
  };
  const byPublicId: PinStore['byPublicId'] = (protocol, publicId) => {
    reads.push('byPublicId');
    return pins.byPublicId(protocol, publicId);
  };
  return { pins: standIn(pins, { byId, byCode, byPublicId }), reads };
}

async function begin() {
  const site = testSite();
  const account = await site.person('Ada');
  const { pins, reads } = counted(site.context.store.pins);
  const ports = { ...site.context.ports, pins };
  const ada = { account, address: '203.0.113.50', codeEntry: 'typed' } as const;
  const yes = { answer: 'approve', signedInAt: ports.clock.now(), approvedBy: null, mayApprove: false } as const;
  return { ports, reads, ada, yes, pin: await site.ask() };
}

describe('the pin of', () => {
  it('an approval or a denial is not read when the caller has it', async () => {
    for (const answer of ['approve', 'deny'] as const) {
      const { ports, reads, ada, yes, pin } = await begin();
      assert.ok((await decidePin(ports, pin, ada, answer === 'approve' ? yes : { answer })).ok);
      assert.deepEqual(reads, [], answer);
    }
  });

  it('a decision by code is read by its code alone', async () => {
    for (const answer of ['approve', 'deny'] as const) {
      const { ports, reads, ada, yes, pin } = await begin();
      assert.ok((await decideByCode(ports, pin.code, ada, answer === 'approve' ? yes : { answer })).ok);
      assert.deepEqual(reads, ['byCode'], answer);
    }
  });

  it('a decision is read again when it has changed meanwhile', async () => {
    const { ports, reads, ada, yes, pin } = await begin();
    must(await openPin(ports, pin, ada.account.id, {}));
    assert.ok((await decidePin(ports, pin, ada, yes)).ok);
    assert.deepEqual(reads, ['byId']);
  });

  it('a plex device that redeems is read once', async () => {
    const { ports, reads, ada, yes, pin } = await begin();
    assert.ok((await decidePin(ports, pin, ada, yes)).ok);
    const { protocol, publicId, clientId } = pin;
    const read = must(await readPin(ports, { protocol, publicId, clientId, code: null, from: pin.requester.address }));
    must(await redeemPin(ports, read, pin.requester.address));
    assert.deepEqual(reads, ['byPublicId']);
  });

  it('an OAuth device that redeems is read once', async () => {
    const store = createMemoryStore();
    const { pins, reads } = counted(store.pins);
    const room = await deviceFlow(standIn(store, { pins }));
    const { pin, deviceCode } = await room.begin();
    await room.approve(pin);
    reads.length = 0;
    assert.equal(wordOf(await room.poll(deviceCode)), 'answer');
    assert.deepEqual(reads, ['byPublicId']);
  });
});
