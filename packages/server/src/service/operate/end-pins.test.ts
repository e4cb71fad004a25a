import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pin } from '../../domain/pin.ts';
import { cancelPin } from '../pins/cancel-pin.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import { endPins, endWaiting, waitingPins, type EndedScope } from './end-pins.ts';
import { command, grace, operated } from './operate.testing.ts';

const from = (address: string | null, { requester }: Pin) => ({ requester: { ...requester, address } });

/** Three pins that wait: of one client at two places, and of another client beside the first. */
async function begin() {
  const service = operated();
  const { store, wait, ports } = service;
  const one = await wait({ clientId: 'tv' });
  const sameClient = await wait({ clientId: 'tv', ...from('198.51.100.1', one) });
  const sameNetwork = await wait({ clientId: 'radio', ...from('203.0.113.9', one) });
  const sameName = await wait({ clientId: 'tv', protocol: 'oauth', ...from('198.51.100.2', one) });
  const all = { one, sameClient, sameNetwork, sameName };
  const waiting = async () => {
    const states = await Promise.all(
      Object.entries(all).map(async ([name, { id }]) =>
        (await store.pins.byId(id))?.state.at === 'pending' ? [name] : [],
      ),
    );
    return states.flat();
  };
  const end = (scope: EndedScope, id = one.id) => endPins(ports, id, scope, grace);
  return { ...service, all, waiting, end };
}

describe('what an operator ends', () => {
  it('is one pin: its device hears a no, by whom is noted, and whoever waits for it is woken', async () => {
    const { all, end, waiting, ports, store, told } = await begin();
    const woken: string[] = [];
    const changeNotifier = standIn(ports.changeNotifier, { changed: (id) => void woken.push(id) });
    assert.equal(await endPins({ ...ports, changeNotifier }, all.one.id, 'pin', grace), 1);
    assert.deepEqual(await waiting(), ['sameClient', 'sameNetwork', 'sameName']);
    const state = (await store.pins.byId(all.one.id))?.state;
    assert.deepEqual(state?.at === 'denied' && [state.by, state.why], ['grace', 'operator']);
    assert.deepEqual(woken, [all.one.id]);
    assert.deepEqual(await told(), [['denied', null, 'grace', '203.0.113.80']]);
    assert.equal(await end('pin'), 0, 'it has ended already');
  });

  it('is all that waits of its client, which in the other protocol is another', async () => {
    const { end, waiting } = await begin();
    assert.equal(await end('client'), 2);
    assert.deepEqual(await waiting(), ['sameNetwork', 'sameName']);
  });

  it('is all that was requested in its network', async () => {
    const { end, waiting } = await begin();
    assert.equal(await end('network'), 2);
    assert.deepEqual(await waiting(), ['sameClient', 'sameName']);
  });

  it('is nothing where there is no such pin', async () => {
    const { end, waiting } = await begin();
    assert.equal(await end('client', 'no pin'), undefined);
    assert.equal((await waiting()).length, 4);
  });

  it('is what is like a pin that has ended meanwhile, which does not count', async () => {
    const { all, end, waiting, ports } = await begin();
    const { protocol, publicId, clientId, requester } = all.one;
    assert.ok((await cancelPin(ports, { protocol, publicId, clientId, code: null, from: requester.address })).ok);
    assert.equal(await end('client'), 1);
    assert.deepEqual(await waiting(), ['sameNetwork', 'sameName']);
  });

  it('leaves what a person decided at the same moment', async () => {
    const { all, ports, store } = await begin();
    const { protocol, publicId, clientId, requester } = all.one;
    const pins = standIn(ports.pins, {
      async waitingAfter(...mark) {
        const waiting = await ports.pins.waitingAfter(...mark);
        await cancelPin(ports, { protocol, publicId, clientId, code: null, from: requester.address });
        return waiting;
      },
    });
    assert.equal(await endWaiting({ ...ports, pins }, () => true, command), 3);
    assert.equal((await store.pins.byId(all.one.id))?.state.at, 'cancelled');
  });

  it('by command is noted as by command', async () => {
    const { ports, store, all } = await begin();
    assert.equal(await endWaiting(ports, ({ clientId }) => clientId === 'radio', command), 1);
    const state = (await store.pins.byId(all.sameNetwork.id))?.state;
    assert.equal(state?.at === 'denied' && state.by, 'command');
  });
});

describe('the pins that wait', () => {
  it('come the first to expire first, however many, also two that end at once', async () => {
    const { ports, clock, wait } = operated();
    const end = clock.now() + 900_000;
    for (let number = 0; number < 1001; number += 1) {
      await wait({ id: `pin-${String(number).padStart(4, '0')}`, expiresAt: end + Math.floor(number / 2) });
    }
    const asked: number[] = [];
    const pins = standIn(ports.pins, {
      async waitingAfter(...mark) {
        const some = await ports.pins.waitingAfter(...mark);
        asked.push(some.length);
        return some;
      },
    });
    const ids: string[] = [];
    for await (const { id } of waitingPins({ pins, clock })) ids.push(id);
    assert.equal(ids.length, 1001);
    assert.deepEqual(ids, ids.toSorted());
    assert.deepEqual(asked, [500, 500, 1]);
  });

  it('are none', async () => {
    const { ports } = operated();
    for await (const pin of waitingPins(ports)) assert.fail(pin.id);
  });
});
