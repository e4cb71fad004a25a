// What a poll of a device code proves, and what a plain one is answered from.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceFlow, must, wordOf } from '../../../../../test/harness/devices.ts';
import { accepted, refused } from '../../domain/result.ts';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { isPlainDevicePoll, pollDeviceCode, type DevicePoll } from './poll-device-code.ts';
import { requestDeviceCode } from './request-device-code.ts';
import { standIn } from './stand-in.testing.ts';

const verifier = 'a verifier that only this device knows, of this code';
const home = aPin().requester.address;

/** A device with a code, which it asked for with a challenge or without. */
async function begin(codeChallenge: 'with a challenge' | 'without') {
  const flow = await deviceFlow(createMemoryStore());
  const { ports } = flow;
  const challenge = codeChallenge === 'without' ? {} : { codeChallenge: ports.keys.hash(verifier) };
  const { pin, deviceCode } = must(
    await requestDeviceCode(ports, {
      clientId: 'tv',
      format: { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 },
      requester: aPin().requester,
      authorizationRequest: { scopes: ['watch'], resources: [], ...challenge },
      keyThumbprint: null,
      matchesNumber: false,
    }),
  );
  const word = async (more: Partial<DevicePoll> = {}) => wordOf(await flow.poll(deviceCode, { reader: home, ...more }));
  return { ...flow, pin, deviceCode, word };
}

describe('a code that was asked for with a challenge (RFC 7636)', () => {
  it('needs its verifier at each poll, and gives its tokens for that alone', async () => {
    const { pin, word, approve, clock } = await begin('with a challenge');
    assert.equal(await word(), 'wrong-verifier');
    assert.equal(await word({ codeVerifier: `${verifier}.` }), 'wrong-verifier');
    assert.equal(await word({ codeVerifier: verifier }), 'pending');
    clock.pass(10_000);
    await approve(pin);
    assert.equal(await word({ codeVerifier: null }), 'wrong-verifier');
    assert.equal(await word({ codeVerifier: verifier }), 'answer');
    assert.equal(await word(), 'wrong-verifier');
  });
});

describe('a code that was asked for without a challenge', () => {
  it('takes no verifier: who sends one takes it for another', async () => {
    const { pin, word, approve } = await begin('without');
    assert.equal(await word({ codeVerifier: verifier }), 'wrong-verifier');
    await approve(pin);
    assert.equal(await word({ codeVerifier: verifier }), 'wrong-verifier');
    assert.equal(await word(), 'answer');
  });
});

describe('a proof that was used before', () => {
  it('gives no tokens, neither the first time nor again, and uses nothing up', async () => {
    const { ports, pin, deviceCode, approve, word, poll } = await begin('without');
    const replay = (useUp: DevicePoll<'replayed'>['useUp']) =>
      pollDeviceCode<'replayed'>(
        ports,
        { deviceCode, clientId: 'tv', provenKey: null, reader: home, interval: 5000, ...(useUp && { useUp }) },
        () => assert.fail('no tokens are made'),
      );
    const usedBefore = refused({ kind: 'used-before', fault: 'replayed' });
    const isPending = await replay(async () => assert.fail('a poll that waits uses up no proof'));
    assert.equal(isPending.ok && isPending.value.kind, 'waiting');
    await approve(pin);
    assert.deepEqual(await replay(async () => refused('replayed')), usedBefore);
    const first = await poll(deviceCode, { reader: home });
    assert.deepEqual(await replay(async () => refused('replayed')), usedBefore);
    assert.deepEqual(await replay(async () => accepted(undefined)), first);
    assert.equal(
      await word({ reader: '198.51.100.80', useUp: async () => assert.fail('not for strangers') }),
      'redeemed',
    );
  });
});

describe('an answer that is to be had again', () => {
  it('is for the key that had it, wherever that is by now', async () => {
    const flow = await deviceFlow(createMemoryStore());
    const { pin, deviceCode } = await flow.begin('key');
    await flow.approve(pin);
    const proven = { provenKey: 'key' };
    const first = await flow.poll(deviceCode, { ...proven, reader: home });
    assert.equal(wordOf(first), 'answer');
    assert.deepEqual(await flow.poll(deviceCode, { ...proven, reader: '198.51.100.80' }), first);
  });

  it('that was fetched from a network where nobody had asked is told as that', async () => {
    const { ports, pin, word, approve } = await begin('without');
    await approve(pin);
    assert.equal(await word({ reader: '198.51.100.80' }), 'answer');
    const [grant] = await ports.grants.listFor('ada');
    assert.deepEqual([grant?.collectedFrom, grant?.collectedElsewhere], ['198.51.100.80', true]);
  });

  it('is none that cannot be unsealed any more', async () => {
    const { ports, pin, deviceCode, approve, word, poll } = await begin('without');
    await approve(pin);
    assert.equal(await word(), 'answer');
    const keys = standIn(ports.keys, { unsealWith: () => undefined });
    assert.equal(wordOf(await poll(deviceCode, { reader: home }, { ...ports, keys })), 'redeemed');
  });
});

describe('a plain poll of a pin that waits', () => {
  const isPlain = async (
    changes: Partial<DevicePoll> = {},
    parts: Partial<Pin> = {},
    challenge: Parameters<typeof begin>[0] = 'without',
  ) => {
    const { ports, pin } = await begin(challenge);
    return isPlainDevicePoll(ports, { ...pin, ...parts }, { clientId: 'tv', reader: home, ...changes });
  };

  it('is one by its client that shows nothing new', async () => {
    assert.equal(await isPlain(), true);
    assert.equal(await isPlain({ codeVerifier: verifier }, {}, 'with a challenge'), true);
  });

  it('is none by another client, from a new network, or of a pin that a redirect brought', async () => {
    assert.equal(await isPlain({ clientId: 'radio' }), false);
    assert.equal(await isPlain({ reader: '198.51.100.80' }), false);
    const redirect = { uri: 'https://tv.example', state: null, code: 'c', browser: 'b', signedInSince: null };
    assert.equal(await isPlain({}, { redirect }), false);
  });

  it('is none where a key or a verifier is to be shown that is not', async () => {
    assert.equal(await isPlain({}, { keyThumbprint: 'key' }), false);
    assert.equal(await isPlain({}, {}, 'with a challenge'), false);
    assert.equal(await isPlain({ codeVerifier: verifier }), false);
  });
});

describe('a poll that changes what is known of its pin', () => {
  it('is answered by what has become of the pin meanwhile', async () => {
    const { ports, pin, deviceCode, approve, poll } = await begin('without');
    const pins = standIn(ports.pins, {
      async replace(...given) {
        if (given[0].state.at === 'pending') await approve(pin);
        return ports.pins.replace(...given);
      },
    });
    assert.equal(wordOf(await poll(deviceCode, { reader: '198.51.100.80' }, { ...ports, pins })), 'answer');
  });

  it('is asked to come again if that cannot be stored for now', async () => {
    const { ports, deviceCode, poll } = await begin('without');
    const pins = standIn(ports.pins, { replace: async () => false });
    assert.equal(wordOf(await poll(deviceCode, { reader: '198.51.100.80' }, { ...ports, pins })), 'busy');
  });
});

describe('a poll from the pending cache', () => {
  it('is a plain one, and no other', async () => {
    const { ports, deviceCode, poll, clock } = await begin('without');
    let looks = 0;
    const pending = standIn(ports.pending, {
      peek(...given) {
        looks += 1;
        return ports.pending.peek(...given);
      },
    });
    for (const [kind, expected] of [
      ['plain', 1],
      ['waiting', 1],
      [undefined, 1],
    ] as const) {
      clock.pass(20_000);
      assert.equal(wordOf(await poll(deviceCode, { reader: home, kind }, { ...ports, pending })), 'pending');
      assert.equal(looks, expected, kind);
    }
  });
});
