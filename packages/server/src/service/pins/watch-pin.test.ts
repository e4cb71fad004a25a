import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { approve, cancel, deny, redeem, type Pin } from '../../domain/pin.ts';
import { recordPoll } from '../../domain/poll-facts.ts';
import { aPin, anApproval, must, t0 } from '../../stores/contract/samples.ts';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { findWatchedDeviceCode, findWatchedPin } from './watch-pin.ts';

describe('who may be notified of a plex pin', () => {
  const from = '203.0.113.9';

  it('is its client, without the code although that is required', async () => {
    const { store, ports } = testDependencies({ clock: movableClock(t0) });
    const pin = recordPoll(aPin(), { codeHolder: 'somebody' });
    await store.pins.insert(pin, t0);
    const { publicId, clientId } = pin;
    assert.deepEqual(await findWatchedPin(ports, { publicId, clientId, from }), { ok: true, value: pin });
    const other = await findWatchedPin(ports, { publicId, clientId: 'another', from });
    assert.equal(other.ok ? 'ok' : other.refusal.kind, 'wrong-client');
    const none = await findWatchedPin(ports, { publicId: '1', clientId, from });
    assert.equal(none.ok ? 'ok' : none.refusal.kind, 'not-found');
  });
});

describe('who may be notified of a device code', () => {
  it('is whoever knows its hash, while it can be decided or redeemed', async () => {
    const { store, ports, clock } = testDependencies({ clock: movableClock(t0) });
    const waiting = (): Pin => aPin({ protocol: 'oauth', kind: 'user' });
    const approved = must(approve(waiting(), anApproval()));
    const pins: readonly (readonly [Pin, boolean])[] = [
      [waiting(), true],
      [approved, true],
      [must(redeem({ ...approved, id: 'redeemed', publicId: 'r', code: 'RRRR' }, null, t0)), false],
      [must(deny(waiting(), 'ada', t0)), false],
      [must(cancel(waiting(), t0)), false],
    ];
    for (const [pin, isWatched] of pins) {
      await store.pins.insert(pin, t0);
      const found = await findWatchedDeviceCode(ports, pin.publicId);
      assert.deepEqual(found, isWatched ? pin : undefined, pin.state.at);
    }
    assert.equal(await findWatchedDeviceCode(ports, 'nothing'), undefined);
    const plex = aPin();
    await store.pins.insert(plex, t0);
    assert.equal(await findWatchedDeviceCode(ports, plex.publicId), undefined, 'plex ids are no secret');
    clock.pass(900_000);
    assert.equal(await findWatchedDeviceCode(ports, approved.publicId), undefined);
  });
});
