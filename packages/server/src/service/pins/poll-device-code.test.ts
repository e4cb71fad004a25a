import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Address } from '../../domain/address.ts';
import type { Pin } from '../../domain/pin.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { emptyStores } from '../../stores/sqlite/temporary.testing.ts';
import { cancelPin } from './cancel-pin.ts';
import { denyPin } from './deny-pin.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import {
  deviceFlow,
  tokensIn,
  wordOf,
  type DevicePorts,
  type DeviceFlow,
} from '../../../../../test/harness/devices.ts';

const stores = { memory: async () => createMemoryStore(), SQLite: emptyStores() };

/** Ports of which one method is another. */
function withMethod<Name extends 'pins' | 'grants' | 'tokens'>(
  ports: DevicePorts,
  port: Name,
  method: keyof DevicePorts[Name],
  work: unknown,
): DevicePorts {
  const other = new Proxy(ports[port], {
    get(target, name) {
      const value: unknown = name === method ? work : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...ports, [port]: other };
}

const powerCut = (): Promise<never> => Promise.reject(new Error('power cut'));

/** A door that stays shut until it is opened. */
function aDoor(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

const grantsOf = async (flow: DeviceFlow) => flow.ports.grants.listFor('ada');

for (const [storeName, open] of Object.entries(stores)) {
  describe(`a poll, on ${storeName}`, () => {
    it('waits, and is told to slow down only while nobody has decided (D31 D33)', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      assert.equal(wordOf(await flow.poll(deviceCode)), 'pending', 'the first is never too soon (trap 5)');
      flow.clock.pass(2000);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'slow down');
      await flow.approve(pin);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'answer', 'approved is told at once');
    });

    it('of a device that waits the new interval is always accepted (D34, trap 4)', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode } = await flow.begin();
      await flow.poll(deviceCode);
      flow.clock.pass(1000);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'slow down');
      flow.clock.pass(9000);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'pending', '10 s after the last accepted one');
      flow.clock.pass(9000);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'slow down', 'the interval stays longer');
    });

    it('is accepted at the first interval when the record of the pace was lost', async () => {
      const store = await open();
      const flow = await deviceFlow(store);
      const { deviceCode } = await flow.begin();
      await flow.poll(deviceCode);
      flow.clock.pass(1000);
      const { ports: restarted } = testDependencies({ store, clock: flow.clock });
      assert.equal(wordOf(await flow.poll(deviceCode, {}, restarted)), 'pending');
      flow.clock.pass(5000);
      assert.equal(wordOf(await flow.poll(deviceCode, {}, restarted)), 'pending');
    });

    it('hears denied, cancelled and expired at once, whatever its pace (D35 D36, trap 9)', async () => {
      const flow = await deviceFlow(await open());
      const [denied, cancelled, expired] = [await flow.begin(), await flow.begin(), await flow.begin()];
      for (const { deviceCode } of [denied, cancelled, expired]) await flow.poll(deviceCode);
      await denyPin(flow.ports, denied.pin.id, 'ada');
      const { protocol, publicId, clientId, requester } = cancelled.pin;
      const from = requester.address;
      assert.ok((await cancelPin(flow.ports, { protocol, publicId, clientId, code: null, from })).ok);
      assert.equal(wordOf(await flow.poll(denied.deviceCode)), 'denied');
      assert.equal(wordOf(await flow.poll(cancelled.deviceCode)), 'cancelled');
      flow.clock.pass(600_000);
      assert.equal(wordOf(await flow.poll(expired.deviceCode)), 'expired');
      assert.equal(wordOf(await flow.poll(expired.deviceCode)), 'expired');
      assert.equal(wordOf(await flow.poll(denied.deviceCode)), 'denied', 'and still denied later');
    });

    it('gets nothing for an approval that it comes too late for (trap 10)', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      await flow.approve(pin);
      flow.clock.pass(600_000);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'expired');
    });

    it('never writes to the pin while nobody has decided (trap 3), but once that it comes from another network', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      const ports = withMethod(flow.ports, 'pins', 'replace', powerCut);
      const from = (reader: Address) => flow.poll(deviceCode, { reader }, ports);
      for (let turn = 0; turn < 3; turn += 1) assert.ok((await from(pin.requester.address)).ok);
      assert.deepEqual(await flow.ports.pins.byId(pin.id), pin);
      await flow.poll(deviceCode, { reader: '192.0.2.44' });
      const known = await flow.ports.pins.byId(pin.id);
      assert.deepEqual(known, { ...pin, version: pin.version + 1, polled: known?.polled });
      for (let turn = 0; turn < 3; turn += 1) assert.ok((await from('192.0.2.44')).ok);
      assert.deepEqual(await flow.ports.pins.byId(pin.id), known);
    });

    it('of another client learns nothing and changes nothing, then and later (D30 D46)', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      assert.equal(wordOf(await flow.poll('no such code')), 'not-found');
      assert.equal(wordOf(await flow.poll(deviceCode, { clientId: 'radio' })), 'wrong-client');
      assert.equal(wordOf(await flow.poll(deviceCode)), 'pending', 'its poll did not count for the pace');
      await flow.approve(pin);
      assert.equal(wordOf(await flow.poll(deviceCode, { clientId: 'radio' })), 'wrong-client');
      const tokens = tokensIn(await flow.poll(deviceCode));
      flow.clock.pass(60_000);
      assert.equal(wordOf(await flow.poll(deviceCode, { clientId: 'radio' })), 'wrong-client');
      assert.equal(await flow.works(tokens), true);
    });

    it('hears that it was denied when its device was unlinked before it collected', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      await flow.approve(pin);
      const [grant] = await grantsOf(flow);
      await flow.ports.grants.revoke(grant?.id ?? '', 'ada', flow.clock.now());
      assert.equal(wordOf(await flow.poll(deviceCode)), 'denied');
    });
  });

  describe(`a redemption, on ${storeName}`, () => {
    for (const pollers of [2, 3, 4, 8, 16, 64]) {
      it(`of ${pollers} polls at once gives one set of tokens, and it works afterwards (B17, trap 1)`, async () => {
        const flow = await deviceFlow(await open());
        const { deviceCode, pin } = await flow.begin();
        await flow.approve(pin);
        const from = (index: number): Address => `198.51.100.${index}`;
        const polls = Array.from({ length: pollers }, (_, index) => flow.poll(deviceCode, { reader: from(index) }));
        const results = await Promise.all(polls);
        const words = results.map(wordOf).sort();
        assert.deepEqual(words, ['answer', ...Array.from({ length: pollers - 1 }, () => 'redeemed')]);
        const winner = results.find(({ ok }) => ok);
        assert.ok(winner);
        assert.equal((await grantsOf(flow)).length, 1);
        assert.equal(await flow.works(tokensIn(winner)), true);
      });
    }

    for (const key of [undefined, 'key']) {
      it(`of 16 polls ${key === undefined ? 'from one network' : 'with one key'} at once gives all of them the same tokens`, async () => {
        const flow = await deviceFlow(await open());
        const { deviceCode, pin } = await flow.begin(key);
        await flow.approve(pin);
        const polls = Array.from({ length: 16 }, () => flow.poll(deviceCode, { provenKey: key ?? null }));
        const results = await Promise.all(polls);
        const sets = results.map((result) => JSON.stringify(tokensIn(result)));
        assert.equal(new Set(sets).size, 1);
        assert.equal((await grantsOf(flow)).length, 1);
        const [first] = results;
        assert.ok(first);
        assert.equal(await flow.works(tokensIn(first), key), true);
      });
    }

    it('without a key is repeated in the same network for a minute and a half; elsewhere it is not, and nothing is revoked', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      await flow.approve(pin);
      const tokens = tokensIn(await flow.poll(deviceCode, { reader: '2001:db8:1:2::5' }));
      flow.clock.pass(89_999);
      for (const reader of ['2001:db8:1:2::5', '2001:db8:1:2::6']) {
        assert.deepEqual(tokensIn(await flow.poll(deviceCode, { reader })), tokens);
      }
      for (const reader of ['2001:db8:1:3::5', '203.0.113.50']) {
        assert.equal(wordOf(await flow.poll(deviceCode, { reader })), 'redeemed', 'not even where it was requested');
      }
      const proven = await flow.poll(deviceCode, { reader: '2001:db8:1:2::5', provenKey: 'some key' });
      assert.equal(wordOf(proven), 'redeemed', 'whoever redeemed it had no key');
      assert.equal(wordOf(await flow.poll(deviceCode, { clientId: 'radio' })), 'wrong-client');
      assert.equal((await grantsOf(flow)).length, 1);
      assert.equal(await flow.works(tokens), true);
    });

    for (const key of [undefined, 'key']) {
      it(`keeps no token in clear in the pin, ${key === undefined ? 'without' : 'with'} a key (B28)`, async () => {
        const flow = await deviceFlow(await open());
        const { deviceCode, pin } = await flow.begin(key);
        await flow.approve(pin);
        const tokens = tokensIn(await flow.poll(deviceCode, { provenKey: key ?? null }));
        const kept = JSON.stringify([await flow.ports.pins.byId(pin.id), await grantsOf(flow)]);
        for (const secret of [deviceCode, tokens.access_token, tokens.refresh_token]) assert.ok(!kept.includes(secret));
      });
    }

    for (const key of [undefined, 'key']) {
      it(`that comes again after a minute and a half ends the device, ${key === undefined ? 'without' : 'with'} a key (B17)`, async () => {
        const flow = await deviceFlow(await open());
        const provenKey = key ?? null;
        const { deviceCode, pin } = await flow.begin(key);
        await flow.approve(pin);
        const tokens = tokensIn(await flow.poll(deviceCode, { provenKey }));
        flow.clock.pass(90_000);
        assert.equal(wordOf(await flow.poll(deviceCode, { provenKey })), 'redeemed');
        assert.equal(await flow.works(tokens, key), false);
        assert.deepEqual(await grantsOf(flow), []);
      });
    }
  });

  describe(`a slow poll, on ${storeName}`, () => {
    /** Polls once while nothing but `method` of the pin store stands still, for longer than the answer may be had again. */
    async function slowly(
      flow: DeviceFlow,
      method: 'byPublicId' | 'replace',
      deviceCode: string,
      meanwhile: () => Promise<void>,
    ) {
      const door = aDoor();
      const arrived = aDoor();
      const slow = withMethod(flow.ports, 'pins', method, async (...given: readonly never[]) => {
        arrived.open();
        await door.opened;
        return Reflect.apply(flow.ports.pins[method], flow.ports.pins, given) as Promise<Pin | undefined>;
      });
      const polling = flow.poll(deviceCode, {}, slow);
      await arrived.opened;
      flow.clock.pass(1);
      await meanwhile();
      flow.clock.pass(100_000);
      door.open();
      return polling;
    }

    for (const method of ['byPublicId', 'replace'] as const) {
      it(`that began before the redemption never revokes, held up in ${method}`, async () => {
        const flow = await deviceFlow(await open());
        const { deviceCode, pin } = await flow.begin();
        await flow.approve(pin);
        let winner: Awaited<ReturnType<DeviceFlow['poll']>> | undefined;
        const slow = await slowly(flow, method, deviceCode, async () => {
          winner = await flow.poll(deviceCode);
        });
        assert.equal(wordOf(slow), 'redeemed');
        assert.ok(winner);
        assert.equal(await flow.works(tokensIn(winner)), true);
      });
    }

    it('that began while the redemption was being written never revokes', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      await flow.approve(pin);
      const writing = aDoor();
      const disk = aDoor();
      const stalled = withMethod(flow.ports, 'pins', 'replace', async (next: Pin, version: number) => {
        writing.open();
        await disk.opened;
        return flow.ports.pins.replace(next, version);
      });
      const winning = flow.poll(deviceCode, {}, stalled);
      await writing.opened;
      flow.clock.pass(1000);
      const second = await slowly(flow, 'byPublicId', deviceCode, async () => {
        flow.clock.pass(91_000);
        disk.open();
        await winning;
      });
      assert.equal(wordOf(second), 'redeemed');
      assert.equal(await flow.works(tokensIn(await winning)), true);
    });
  });

  describe(`a power cut, on ${storeName}`, () => {
    for (const [flow, method, when] of [
      ['grants', 'add', 'before the device record'],
      ['tokens', 'addFamily', 'before the tokens are kept, both in one step'],
      ['pins', 'replace', 'before the redemption'],
    ] as const) {
      it(`${when} loses nothing: the next poll has its tokens`, async () => {
        const device = await deviceFlow(await open());
        const { deviceCode, pin } = await device.begin();
        const dying = withMethod(device.ports, flow, method as never, powerCut);
        // Whoever says yes writes the device record, too: that comes to nothing as well.
        if (flow === 'grants') await assert.rejects(device.approve(pin, dying), /power cut/);
        else await device.approve(pin);
        await assert.rejects(device.poll(deviceCode, {}, dying), /power cut/);
        const tokens = tokensIn(await device.poll(deviceCode));
        assert.equal((await grantsOf(device)).length, 1);
        assert.equal(await device.works(tokens), true);
      });
    }

    it('after the redemption: the device gets its answer again, and none is ended for asking once more', async () => {
      for (const key of [undefined, 'key']) {
        const device = await deviceFlow(await open());
        const { deviceCode, pin } = await device.begin(key);
        await device.approve(pin);
        const dying = withMethod(device.ports, 'grants', 'replace', powerCut);
        const provenKey = key ?? null;
        await assert.rejects(device.poll(deviceCode, { provenKey }, dying), /power cut/);
        assert.equal(wordOf(await device.poll(deviceCode, { provenKey })), 'answer');
        device.clock.pass(90_000);
        assert.equal(wordOf(await device.poll(deviceCode, { provenKey })), 'redeemed');
        assert.equal((await grantsOf(device)).length, 1, 'nobody knows that anybody collected');
        device.clock.pass(1);
        assert.equal(wordOf(await device.poll(deviceCode, { provenKey })), 'redeemed');
        assert.equal((await grantsOf(device)).length, 0, 'this one is a reuse');
      }
    });
  });
}
