// A plex device's reads of its pin: whose they are, and what the code beside them is good for.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { aPin } from '../../stores/contract/samples.ts';
import { cancelPin } from './cancel-pin.ts';
import { isPlainRead, readPin, type PinReading } from './read-pin.ts';
import { standIn } from './stand-in.testing.ts';

const home = '203.0.113.9';

async function begin() {
  const { ports, store, clock } = testDependencies();
  const pin = aPin({ createdAt: clock.now(), expiresAt: clock.now() + 900_000 });
  await store.pins.insert(pin, clock.now());
  const reading = (changes: Partial<PinReading> = {}): PinReading => ({
    protocol: 'plex',
    publicId: pin.publicId,
    clientId: pin.clientId,
    code: null,
    from: home,
    ...changes,
  });
  const read = async (changes: Partial<PinReading> = {}, given = ports) => {
    const result = await readPin(given, reading(changes));
    if (result.ok) return 'the pin';
    return result.refusal.kind === 'settled' ? result.refusal.as : result.refusal.kind;
  };
  const isPlain = async (changes: Partial<PinReading> = {}) =>
    isPlainRead(ports, reading(changes), (await store.pins.byId(pin.id)) ?? assert.fail());
  return { ports, store, clock, pin, read, isPlain, right: { code: pin.code }, wrong: { code: 'ZZZZ' } };
}

describe('a read with the code', () => {
  it('may write it as people do', async () => {
    const { read, pin } = await begin();
    assert.equal(await read({ code: pin.code.toLowerCase() }), 'the pin');
  });

  it('makes everybody show it from then on, but for whom it is optional', async () => {
    const { read, right } = await begin();
    assert.equal(await read(), 'the pin');
    await read(right);
    assert.equal(await read(), 'wrong-client');
    assert.equal(await read({ codeOptional: true }), 'the pin');
  });

  it('is refused after ten wrong ones for the pin, from wherever they came, even if it is right', async () => {
    const { read, right, wrong } = await begin();
    for (let turn = 0; turn < 10; turn += 1) {
      assert.equal(await read({ ...wrong, from: `203.0.113.${turn}` }), 'wrong-client');
    }
    assert.equal(await read(right), 'wrong-client');
  });

  it('that is right costs none of the ten', async () => {
    const { read, right, wrong } = await begin();
    for (let turn = 0; turn < 20; turn += 1) {
      assert.equal(await read({ ...right, agent: `another each time ${turn}` }), 'the pin');
    }
    for (let turn = 0; turn < 9; turn += 1) await read(wrong);
    assert.equal(await read({ ...right, agent: 'one more' }), 'the pin');
  });

  it('stays good for whoever has shown it before, whatever others try', async () => {
    const { read, right, wrong } = await begin();
    assert.equal(await read({ ...right, agent: 'TV' }), 'the pin');
    for (let turn = 0; turn < 12; turn += 1) await read({ ...wrong, agent: 'guesser' });
    assert.equal(await read({ ...right, agent: 'TV' }), 'the pin');
    assert.equal(await read({ ...wrong, agent: 'TV' }), 'wrong-client');
    for (const other of [{ agent: 'guesser' }, { agent: null }, { agent: 'TV', from: '203.0.113.10' }]) {
      assert.equal(await read({ ...right, ...other }), 'wrong-client', JSON.stringify(other));
    }
  });

  it('knows a reader without an address and without an agent again', async () => {
    const { read, right, wrong, clock, store, ports } = await begin();
    const { requester } = aPin();
    const pin = aPin({ requester: { ...requester, address: null }, expiresAt: clock.now() + 900_000 });
    await store.pins.insert(pin, clock.now());
    const nowhere = { publicId: pin.publicId, from: null };
    assert.equal(await read({ ...nowhere, code: pin.code }), 'the pin');
    const holders = (await ports.pins.byId(pin.id))?.polled?.codeHolders;
    assert.deepEqual(holders, [ports.keys.hash('unknown ')]);
    for (let turn = 0; turn < 12; turn += 1) await read({ ...nowhere, ...wrong, agent: 'guesser' });
    assert.equal(await read({ ...nowhere, code: pin.code }), 'the pin');
    assert.equal(await read({ ...right }), 'the pin', 'another pin has a count of its own');
  });

  it('is answered by what has become of the pin while that was noted', async () => {
    const { read, right, ports, pin } = await begin();
    const pins = standIn(ports.pins, {
      async replace(...given) {
        const { protocol, publicId, clientId } = pin;
        await cancelPin(ports, { protocol, publicId, clientId, code: null, from: home });
        return ports.pins.replace(...given);
      },
    });
    assert.equal(await read(right, { ...ports, pins }), 'cancelled');
  });
});

describe('the count of wrong codes', () => {
  it('is kept until ten minutes after the pin’s end, or after a code that comes later still', async () => {
    const { read, wrong, ports, pin, clock } = await begin();
    const untils: number[] = [];
    const wrongCodes = standIn(ports.wrongCodes, {
      take(pinId, until) {
        untils.push(until);
        return ports.wrongCodes.take(pinId, until);
      },
    });
    await read(wrong, { ...ports, wrongCodes });
    clock.pass(1_000_000);
    await read(wrong, { ...ports, wrongCodes });
    assert.deepEqual(untils, [pin.expiresAt + 600_000, clock.now() + 600_000]);
  });
});

describe('a pin that has ended', () => {
  it('says so to its client without the code, and counts what comes with one', async () => {
    const { read, right, wrong, clock } = await begin();
    assert.equal(await read(right), 'the pin');
    clock.pass(899_999);
    assert.equal(await read(), 'wrong-client');
    clock.pass(1);
    assert.equal(await read(), 'expired');
    assert.equal(await read(right), 'expired');
    for (let turn = 0; turn < 10; turn += 1) assert.equal(await read(wrong), 'wrong-client');
    assert.equal(await read(right), 'wrong-client', 'even of one that had shown it');
  });
});

describe('a plain read', () => {
  it('is one by the client at home, that shows nothing new', async () => {
    const { isPlain } = await begin();
    assert.equal(await isPlain(), true);
    assert.equal(await isPlain({ clientId: 'other' }), false);
    assert.equal(await isPlain({ from: '198.51.100.80' }), false);
  });

  it('is one with a code only if its reader has shown that before', async () => {
    const { isPlain, read, right, wrong } = await begin();
    assert.equal(await isPlain(right), false);
    assert.equal(await isPlain(wrong), false);
    await read(right);
    assert.equal(await isPlain(right), true);
    assert.equal(await isPlain(wrong), false);
    assert.equal(await isPlain(), false);
    assert.equal(await isPlain({ codeOptional: true }), true);
  });
});
