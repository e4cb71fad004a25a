// A pin is decided in the very moment in which a read of it records a fact.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { deviceFlow, wordOf, type DeviceFlow } from '../../../../../test/harness/devices.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { DeviceKey } from '../../domain/pin.ts';
import { refused } from '../../domain/result.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { cancelPin } from './cancel-pin.ts';
import { denyPin } from './deny-pin.ts';
import { pollPlexPin } from './poll-plex-pin.ts';
import type { IssuedDeviceCode } from './request-device-code.ts';
import { standIn } from './stand-in.testing.ts';

const deviceKey: DeviceKey = { thumbprint: 'thumbprint', x: 'x', kid: 'kid' };

/** Polls a pin with its code for the first time, while something else happens to the pin. */
async function pollWhile(key: DeviceKey | null, meanwhile: 'denied' | 'cancelled') {
  const { ports, store } = testDependencies({ clock: movableClock(1000) });
  const pin = aPin({ deviceKey: key });
  await store.pins.insert(pin, 0);
  const reading = { protocol: 'plex', publicId: pin.publicId, clientId: pin.clientId, from: '203.0.113.7' } as const;
  let isFirst = true;
  const pins = standIn(ports.pins, {
    async replace(...given) {
      if (isFirst) {
        isFirst = false;
        const settled =
          meanwhile === 'denied'
            ? await denyPin(ports, pin.id, 'ada', null)
            : await cancelPin(ports, { ...reading, code: null });
        assert.ok(settled.ok);
      }
      return ports.pins.replace(...given);
    },
  });
  const poll = { ...reading, code: pin.code, deviceJwt: null, audiences: [], userOf: () => ({}) };
  return pollPlexPin({ ...ports, pins }, poll);
}

describe('a poll that shows a code for the first time', () => {
  for (const key of [null, deviceKey]) {
    for (const how of ['denied', 'cancelled'] as const) {
      it(`hears that the pin was ${how} at that moment, ${key === null ? 'without' : 'with'} a device key`, async () => {
        assert.deepEqual(await pollWhile(key, how), refused({ kind: 'settled', as: how }));
      });
    }
  }
});

describe('a poll of a device code from a network that had not polled', () => {
  const happenings = {
    denied: (flow: DeviceFlow, { pin }: IssuedDeviceCode) => denyPin(flow.ports, pin.id, 'ada', null),
    cancelled: (flow: DeviceFlow, { pin }: IssuedDeviceCode) =>
      cancelPin(flow.ports, {
        protocol: 'oauth',
        publicId: pin.publicId,
        clientId: pin.clientId,
        code: null,
        from: null,
      }),
    answer: (flow: DeviceFlow, { pin }: IssuedDeviceCode) => flow.approve(pin),
  };
  for (const [how, happen] of Object.entries(happenings)) {
    it(`hears what happened at that moment: ${how}`, async () => {
      const flow = await deviceFlow(createMemoryStore());
      const issued = await flow.begin();
      let isFirst = true;
      const pins = standIn(flow.ports.pins, {
        async replace(...given) {
          if (isFirst) {
            isFirst = false;
            await happen(flow, issued);
          }
          return flow.ports.pins.replace(...given);
        },
      });
      const polled = await flow.poll(issued.deviceCode, { reader: '198.51.100.7' }, { ...flow.ports, pins });
      assert.equal(wordOf(polled), how);
      assert.equal(isFirst, false, 'the poll recorded something');
    });
  }
});
