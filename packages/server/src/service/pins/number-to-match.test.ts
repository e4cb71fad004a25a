import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { emptyStores } from '../../stores/sqlite/temporary.testing.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { approvePin } from './approve-pin.ts';
import { deviceFlow, must, tokensIn, wordOf, type DeviceFlow } from '../../../../../test/harness/devices.ts';
import { numberToMatch } from './number-to-match.ts';
import { openCode } from './open-code.ts';

const stores = { memory: async () => createMemoryStore(), SQLite: emptyStores() };

/** What the device shows, told by a poll at an allowed time. */
async function shown(flow: DeviceFlow, deviceCode: string): Promise<number | null> {
  flow.clock.pass(20_000);
  const polled = must(await flow.poll(deviceCode));
  assert.ok(polled.kind === 'waiting');
  return polled.number;
}

const type = (flow: DeviceFlow, pin: Pin, session: string, typed: number | null): Promise<PinResult<Pin>> =>
  approvePin(flow.ports, {
    pin: pin.id,
    account: { id: 'ada', createdAt: 0 },
    address: null,
    place: null,
    mayApprove: false,
    approvedBy: null,
    ...(typed === null ? {} : { number: { session, typed } }),
  });

const another = (number: number | null): number => (number === 99 ? 10 : (number ?? 10) + 1);

for (const [storeName, open] of Object.entries(stores)) {
  describe(`a number to match, on ${storeName}`, () => {
    const begin = async () => {
      const flow = await deviceFlow(await open(), { numberMatching: true });
      return { flow, ...(await flow.begin()) };
    };

    it('is shown from when somebody opens the code, and lets that session say yes', async () => {
      const { flow, pin, deviceCode } = await begin();
      assert.equal(await shown(flow, deviceCode), null);
      must(await openCode(flow.ports, pin.code, 'ada', { session: 'phone' }));
      const number = await shown(flow, deviceCode);
      assert.ok(number !== null && number >= 10 && number <= 99);
      assert.equal(await shown(flow, deviceCode), number, 'the same at every poll');
      assert.equal(must(await type(flow, pin, 'phone', number)).state.at, 'approved');
      assert.ok(tokensIn(await flow.poll(deviceCode)).access_token);
    });

    it('is not shown for a code that was opened by API, and no yes by API counts', async () => {
      const { flow, pin, deviceCode } = await begin();
      must(await openCode(flow.ports, pin.code, 'ada'));
      assert.equal(await shown(flow, deviceCode), null);
      const said = await type(flow, pin, '', null);
      assert.ok(!said.ok && said.refusal.kind === 'not-allowed');
      assert.equal(wordOf(await flow.poll(deviceCode)), 'slow down', 'and the device still waits');
    });

    it('denies the pin when it was wrong twice, and the device hears it', async () => {
      const { flow, pin, deviceCode } = await begin();
      must(await openCode(flow.ports, pin.code, 'ada', { session: 'phone' }));
      const wrong = another(await shown(flow, deviceCode));
      assert.equal(must(await type(flow, pin, 'phone', wrong)).state.at, 'pending');
      assert.equal(must(await type(flow, pin, 'phone', wrong)).state.at, 'denied');
      assert.equal(wordOf(await flow.poll(deviceCode)), 'denied');
    });

    it('is of the last session: one that was left cannot use it, and takes over when it answers', async () => {
      const { flow, pin, deviceCode } = await begin();
      must(await openCode(flow.ports, pin.code, 'ada', { session: 'in-app browser' }));
      must(await openCode(flow.ports, pin.code, 'ada', { session: 'phone' }));
      const number = await shown(flow, deviceCode);
      assert.equal(must(await type(flow, pin, 'in-app browser', number)).state.at, 'pending');
      const next = await shown(flow, deviceCode);
      assert.equal(must(await type(flow, pin, 'in-app browser', next)).state.at, 'approved');
    });

    it('lets of many racing wrong answers no more than two be tries, and nobody in', async () => {
      const { flow, pin, deviceCode } = await begin();
      must(await openCode(flow.ports, pin.code, 'ada', { session: 'phone' }));
      const wrong = another(await shown(flow, deviceCode));
      await Promise.all(Array.from({ length: 8 }, () => type(flow, pin, 'phone', wrong)));
      assert.equal((await flow.ports.pins.byId(pin.id))?.state.at, 'denied');
    });
  });
}

describe('the number', () => {
  const keys = createKeys([makeSecretKey()]);

  it('is of two digits, and nearly as often each of the ninety', async () => {
    const flow = await deviceFlow(createMemoryStore(), { numberMatching: true });
    const { pin } = await flow.begin();
    const seen = new Set<number>();
    for (let at = 0; at < 4000; at += 1) {
      const opened = { by: 'ada', at, session: 'phone', tries: 0 };
      const number = numberToMatch(keys, { ...pin, state: { at: 'pending', opened } });
      assert.ok(number !== null && Number.isInteger(number) && number >= 10 && number <= 99);
      seen.add(number);
    }
    assert.equal(seen.size, 90);
  });

  it('is another under another key, and none where no number has to match', async () => {
    const flow = await deviceFlow(createMemoryStore());
    const { pin } = await flow.begin();
    const opened = { by: 'ada', at: 1, session: 'phone', tries: 0 };
    assert.equal(numberToMatch(keys, { ...pin, state: { at: 'pending', opened } }), null);
    const numbers = Array.from({ length: 40 }, () =>
      numberToMatch(createKeys([makeSecretKey()]), { ...pin, matchesNumber: true, state: { at: 'pending', opened } }),
    );
    assert.ok(new Set(numbers).size > 1);
  });
});
