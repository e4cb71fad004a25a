import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pin } from '../../domain/pin.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { deviceFlow, must } from '../../../../../test/harness/devices.ts';
import { requestDeviceCode } from './request-device-code.ts';

const asked = {
  clientId: 'tv',
  format: { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 },
  requester: {
    deviceInfo: {
      product: 'Hall Player',
      version: null,
      platform: null,
      platformVersion: null,
      device: null,
      deviceName: null,
      model: null,
      vendor: null,
    },
    address: '203.0.113.9',
    place: null,
    wantsToApprove: false,
  },
  authorizationRequest: { scopes: ['watch'], resources: ['https://api.example'] },
  keyThumbprint: 'thumbprint',
} as const;

describe('a request for a device code', () => {
  it('makes a pin of its client, with what it asks for, its key, its code and its life (D46 D49 D53)', async () => {
    const { ports, clock } = await deviceFlow(createMemoryStore());
    const { pin } = must(await requestDeviceCode(ports, asked));
    const { protocol, kind, clientId, authorizationRequest, keyThumbprint, requester, state } = pin;
    assert.deepEqual(
      { protocol, kind, clientId, authorizationRequest, keyThumbprint, requester, state },
      {
        protocol: 'oauth',
        kind: 'user',
        clientId: 'tv',
        authorizationRequest: asked.authorizationRequest,
        keyThumbprint: 'thumbprint',
        requester: asked.requester,
        state: { at: 'pending', opened: null },
      },
    );
    assert.match(pin.code, /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    assert.deepEqual([pin.createdAt, pin.expiresAt], [clock.now(), clock.now() + 600_000]);
  });

  it('tells a secret of 256 bits, of which the pin knows only the hash (D45 B28)', async () => {
    const { ports } = await deviceFlow(createMemoryStore());
    const issued = [must(await requestDeviceCode(ports, asked)), must(await requestDeviceCode(ports, asked))];
    for (const { pin, deviceCode } of issued) {
      assert.match(deviceCode, /^[\w-]{44}$/);
      assert.equal(pin.publicId, ports.keys.hash(deviceCode));
      assert.ok(!JSON.stringify(pin).includes(deviceCode));
      assert.equal((await ports.pins.byPublicId('oauth', pin.publicId))?.id, pin.id);
    }
    assert.notEqual(issued[0]?.deviceCode, issued[1]?.deviceCode);
  });

  it('tells the secret of the pin that was stored, when one before it was not', async () => {
    const { ports } = await deviceFlow(createMemoryStore());
    const answers = ['public-id-taken', 'code-taken'] as const;
    const tried: Pin[] = [];
    const pins = new Proxy(ports.pins, {
      get(target, name) {
        if (name !== 'insert') return Reflect.get(target, name);
        return async (pin: Pin, now: number) => {
          tried.push(pin);
          return answers[tried.length - 1] ?? target.insert(pin, now);
        };
      },
    });
    const { pin, deviceCode } = must(await requestDeviceCode({ ...ports, pins }, asked));
    assert.equal(tried.length, 3);
    assert.equal(new Set(tried.map(({ publicId }) => publicId)).size, 3);
    assert.equal(pin.publicId, ports.keys.hash(deviceCode));
  });

  it('says that it is busy when no free code is found', async () => {
    const { ports } = await deviceFlow(createMemoryStore());
    const pins = { ...ports.pins, insert: async () => 'code-taken' as const };
    const refusal = { kind: 'busy', retryAfter: 60 };
    assert.deepEqual(await requestDeviceCode({ ...ports, pins }, asked), { ok: false, refusal });
  });
});
