import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { cancel, open, type Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import { accepted, refused } from '../../domain/result.ts';
import { changePin } from './change-pin.ts';
import { drawPlexId } from './request-pin.ts';
import { standIn } from './stand-in.testing.ts';

/** A pin, whose first replaces are lost. */
async function begin(losing = 0) {
  const { store, ports } = testDependencies();
  const pin = aPin();
  await store.pins.insert(pin, 0);
  const counted = { reads: 0, replaces: 0, changed: [] as string[] };
  const pins = standIn(store.pins, {
    async byId(...given) {
      counted.reads += 1;
      return store.pins.byId(...given);
    },
    async replace(...given) {
      counted.replaces += 1;
      return counted.replaces > losing && store.pins.replace(...given);
    },
  });
  const changeNotifier = standIn(ports.changeNotifier, { changed: (id) => void counted.changed.push(id) });
  return { ports: { ...ports, pins, changeNotifier }, store, pin, counted };
}

const cancelled = (pin: Pin) => cancel(pin, 1);
const nothing = () => [];

describe('a change of a pin', () => {
  it('stores what follows, with its events, and tells those who wait', async () => {
    const { ports, store, pin, counted } = await begin();
    const tell = (next: Pin, before: Pin) => {
      assert.deepEqual([next.state.at, before.state.at], ['cancelled', 'pending']);
      return [{ kind: 'cancelled', about: next, account: 'ada', address: null } as const];
    };
    const changed = await changePin(ports, pin, cancelled, tell);
    assert.deepEqual(await store.pins.byId(pin.id), changed.ok && changed.value);
    assert.deepEqual(counted, { reads: 0, replaces: 1, changed: [pin.id] });
    assert.deepEqual(
      (await store.auditLog.listFor('ada', 9)).map(({ kind }) => kind),
      ['cancelled'],
    );
  });

  it('reads a pin that is given by its id, and one that has changed again', async () => {
    const byId = await begin();
    assert.ok((await changePin(byId.ports, byId.pin.id, cancelled, nothing)).ok);
    assert.equal(byId.counted.reads, 1);
    const raced = await begin(15);
    assert.ok((await changePin(raced.ports, raced.pin, cancelled, nothing)).ok);
    assert.deepEqual([raced.counted.reads, raced.counted.replaces], [15, 16]);
  });

  it('gives up after sixteen lost races, and finds no pin that is gone', async () => {
    const { ports, pin, counted } = await begin(Infinity);
    assert.deepEqual(await changePin(ports, pin, cancelled, nothing), refused({ kind: 'busy', retryAfter: 1 }));
    assert.deepEqual([counted.replaces, counted.changed], [16, []]);
    assert.deepEqual(await changePin(ports, 'nothing', cancelled, nothing), refused({ kind: 'not-found' }));
  });

  it('stores nothing that is refused, or that has the same version', async () => {
    const { ports, pin, counted } = await begin();
    const no = refused({ kind: 'not-allowed' } as const);
    assert.deepEqual(await changePin(ports, pin, () => no, nothing), no);
    assert.deepEqual(await changePin(ports, pin, accepted, nothing), accepted(pin));
    assert.deepEqual([counted.replaces, counted.changed], [0, []]);
  });

  it('tells those who wait of a new state alone', async () => {
    const { ports, pin, counted } = await begin();
    await changePin(ports, pin, (current) => accepted({ ...current, version: current.version + 1 }), nothing);
    assert.deepEqual(counted.changed, []);
    await changePin(ports, pin.id, (current) => open(current, 'ada', 1), nothing);
    assert.deepEqual(counted.changed, [pin.id]);
  });
});

describe('the id of a plex pin', () => {
  it('is a positive number of 31 bits, drawn again while it is none', () => {
    const drawn = (...bytes: number[]) => {
      const random = { bytes: () => Uint8Array.from(bytes.splice(0, 4)), id: () => '' };
      return drawPlexId({ random });
    };
    assert.equal(drawn(0xff, 0xff, 0xff, 0xff), String(2 ** 31 - 1));
    assert.equal(drawn(1, 2, 3, 4), String(0x01020304));
    assert.equal(drawn(0x80, 0, 0, 0, 0, 0, 0, 1), '1');
  });
});
