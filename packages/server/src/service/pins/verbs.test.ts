import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock, type MovableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { SettingsInput } from '../../config/settings.ts';
import { plexCodes } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { anAccount } from '../../stores/contract/samples.ts';
import { approvePin } from './approve-pin.ts';
import { cancelPin } from './cancel-pin.ts';
import { denyPin } from './deny-pin.ts';
import { grantByPassword } from '../grants/grant-by-password.ts';
import { openCode } from './open-code.ts';
import type { PinPorts } from './pin-ports.ts';
import type { Store } from '../ports/store.ts';
import { readPin } from './read-pin.ts';
import { redeemPin } from './redeem-pin.ts';
import { drawPlexId, requestPin } from './request-pin.ts';

const must = <Value>(result: PinResult<Value>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

const kindOf = (result: PinResult<unknown>): string => (result.ok ? 'ok' : result.refusal.kind);

/** Ports over the memory store, with a clock that is moved by hand. */
function setUp(settings: SettingsInput = {}): PinPorts & { readonly store: Store; readonly clock: MovableClock } {
  const { store, ports, clock } = testDependencies({ clock: movableClock(1_000_000), settings });
  return { ...ports, store, clock };
}

const plexAsk = (ports: PinPorts) =>
  ({
    protocol: 'plex',
    kind: 'weak',
    requester: aPin().requester,
    authorizationRequest: null,
    keyThumbprint: null,
    deviceKey: null,
    drawPublicId: () => drawPlexId(ports),
  }) as const;

const ask = (ports: PinPorts, clientId = 'tv'): Promise<PinResult<Pin>> =>
  requestPin(ports, { ...plexAsk(ports), format: plexCodes.weak, clientId });

const yes = (pin: Pin, id = 'ada') => ({
  pin: pin.id,
  account: { id, createdAt: 0 },
  address: '203.0.113.7',
  place: null,
  mayApprove: true,
  approvedBy: null,
});

const reading = (pin: Pin, code: string | null = null) => ({
  protocol: pin.protocol,
  publicId: pin.publicId,
  clientId: pin.clientId,
  code,
  from: pin.requester.address,
});

describe('a pin on its way', () => {
  it('is asked for, opened, approved and redeemed, and the device is there before its token is told', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    assert.match(pin.publicId, /^[1-9]\d{0,9}$/);
    assert.ok(Number(pin.publicId) < 2 ** 31, 'S7');
    must(await openCode(ports, pin.code.toLowerCase(), 'ada'));
    must(await approvePin(ports, yes(pin)));
    const [before] = await ports.grants.listFor('ada');
    assert.equal(before?.collectedAt, null);
    ports.clock.pass(5);
    const { token } = must(await redeemPin(ports, pin.id, '203.0.113.7'));
    const grant = await ports.grants.byTokenHash(ports.keys.hash(token ?? ''));
    assert.equal(grant?.id, before?.id);
    assert.equal(grant?.collectedAt, ports.clock.now());
    assert.equal(grant?.mayApprove, false, 'the device did not ask to approve others');
    ports.clock.pass(9_999);
    assert.equal(must(await redeemPin(ports, pin.id, '203.0.113.7')).token, token, 'S10');
    ports.clock.pass(1);
    assert.equal(kindOf(await redeemPin(ports, pin.id, '203.0.113.7')), 'settled');
  });

  it('heals when the process died between the approval and the device record', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    const byId = (id: string) => ports.grants.byId(id);
    const add = () => Promise.reject(new Error('power cut'));
    const dying = { ...ports, grants: { ...ports.grants, byId, add } };
    await assert.rejects(approvePin(dying, yes(pin)), /power cut/);
    assert.deepEqual(await ports.grants.listFor('ada'), []);
    await assert.rejects(redeemPin(dying, pin.id, null), /power cut/);
    const { token } = must(await redeemPin(ports, pin.id, null));
    assert.equal((await ports.grants.byTokenHash(ports.keys.hash(token ?? '')))?.account, 'ada');
  });

  it('gives no token once its device was revoked, not even within the ten seconds', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    must(await approvePin(ports, yes(pin)));
    const [grant] = await ports.grants.listFor('ada');
    must(await redeemPin(ports, pin.id, null));
    assert.equal(await ports.grants.revoke(grant?.id ?? '', 'ada', ports.clock.now()), true);
    assert.equal(kindOf(await redeemPin(ports, pin.id, null)), 'settled');
  });

  it('gives nobody a token when its device was revoked before it collected', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    must(await approvePin(ports, yes(pin)));
    const [grant] = await ports.grants.listFor('ada');
    await ports.grants.revoke(grant?.id ?? '', 'ada', ports.clock.now());
    assert.equal(kindOf(await redeemPin(ports, pin.id, null)), 'settled');
  });
});

describe('a device that another device approved', () => {
  async function approver(ports: PinPorts): Promise<string> {
    const pin = must(await ask(ports, 'phone'));
    must(await approvePin(ports, yes(pin)));
    const [grant] = await ports.grants.listFor('ada');
    assert.ok(grant);
    return grant.id;
  }

  it('ends with it', async () => {
    const ports = setUp();
    const approvedBy = await approver(ports);
    const pin = must(await ask(ports));
    must(await approvePin(ports, { ...yes(pin), approvedBy }));
    const { token } = must(await redeemPin(ports, pin.id, null));
    assert.equal((await ports.grants.byTokenHash(ports.keys.hash(token ?? '')))?.approvedBy, approvedBy);
    await ports.grants.revoke(approvedBy, 'ada', ports.clock.now());
    assert.equal(await ports.grants.byTokenHash(ports.keys.hash(token ?? '')), undefined);
    assert.equal(kindOf(await redeemPin(ports, pin.id, null)), 'settled');
  });

  it('gets nothing when it collects later than that, though its own record was never written', async () => {
    const ports = setUp();
    const approvedBy = await approver(ports);
    const pin = must(await ask(ports));
    const dying = { ...ports, grants: { ...ports.grants, add: () => Promise.reject(new Error('power cut')) } };
    await assert.rejects(approvePin(dying, { ...yes(pin), approvedBy }), /power cut/);
    await ports.grants.revoke(approvedBy, 'ada', ports.clock.now());
    assert.equal(kindOf(await redeemPin(ports, pin.id, null)), 'settled');
    assert.deepEqual(await ports.grants.listFor('ada'), []);
  });
});

describe('a read', () => {
  it('shows a pin to its holder only (S9)', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    assert.equal(must(await readPin(ports, reading(pin))).id, pin.id);
    assert.equal(kindOf(await readPin(ports, { ...reading(pin), clientId: 'other' })), 'wrong-client');
    assert.equal(kindOf(await readPin(ports, { ...reading(pin), publicId: '1' })), 'not-found');
  });

  it('that carries the code needs the right one, and from then on always', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    must(await readPin(ports, reading(pin)));
    assert.equal(kindOf(await readPin(ports, reading(pin, 'ZZZZ'))), 'wrong-client');
    must(await readPin(ports, reading(pin)));
    must(await readPin(ports, reading(pin, pin.code)));
    assert.equal(kindOf(await readPin(ports, reading(pin))), 'wrong-client');
    must(await readPin(ports, reading(pin, pin.code)));
  });

  it('says to the holder how it ended', async () => {
    const ports = setUp();
    const [denied, cancelled, expired] = [must(await ask(ports)), must(await ask(ports)), must(await ask(ports))];
    must(await denyPin(ports, denied.id, 'ada'));
    must(await cancelPin(ports, reading(cancelled)));
    assert.deepEqual(await readPin(ports, reading(denied)), { ok: false, refusal: { kind: 'settled', as: 'denied' } });
    assert.deepEqual(await readPin(ports, reading(cancelled)), {
      ok: false,
      refusal: { kind: 'settled', as: 'cancelled' },
    });
    ports.clock.pass(900_000);
    assert.equal(kindOf(await readPin(ports, reading(expired))), 'expired');
    assert.deepEqual(await readPin(ports, reading(denied)), { ok: false, refusal: { kind: 'settled', as: 'denied' } });
  });
});

describe('a race', () => {
  it('of yes, no and cancel has one winner, every time', async () => {
    const ports = setUp();
    for (let round = 0; round < 50; round += 1) {
      const pin = must(await ask(ports));
      const results = await Promise.all([
        approvePin(ports, yes(pin)),
        denyPin(ports, pin.id, 'ben'),
        cancelPin(ports, reading(pin)),
        approvePin(ports, yes(pin, 'eve')),
      ]);
      assert.equal(results.filter(({ ok }) => ok).length, 1);
      const winner = results.find((result) => result.ok);
      assert.deepEqual((await ports.pins.byId(pin.id))?.state, winner?.ok && winner.value.state);
    }
  });

  it('of 64 readers ends in one token and one device', async () => {
    const ports = setUp();
    const pin = must(await ask(ports));
    must(await approvePin(ports, yes(pin)));
    const readers = Array.from({ length: 64 }, (_, index) => redeemPin(ports, pin.id, `203.0.113.${index % 2}`));
    const tokens = (await Promise.all(readers)).flatMap((result) => (result.ok ? [result.value] : []));
    assert.equal(new Set(tokens.map(({ token }) => token)).size, 1);
    assert.equal(new Set(tokens.map(({ pin: { state } }) => state.reader)).size, 1);
    assert.equal((await ports.grants.listFor('ada')).length, 1);
  });
});

describe('a request', () => {
  it('draws again when the handle or the code is taken', async () => {
    const ports = setUp();
    const first = must(await ask(ports));
    const answers = ['public-id-taken', 'code-taken'] as const;
    let turn = 0;
    const insert = (pin: Pin, now: number) => {
      const answer = answers[turn];
      turn += 1;
      return answer === undefined ? ports.pins.insert(pin, now) : Promise.resolve(answer);
    };
    const pins = new Proxy(ports.pins, {
      get: (target, name) => (name === 'insert' ? insert : Reflect.get(target, name)),
    });
    const second = must(await ask({ ...ports, pins }));
    assert.equal(turn, 3);
    assert.notEqual(second.publicId, first.publicId);
    assert.equal(second.code.length, 4, 'of the same length');
  });

  it('gives up when no other handle can be drawn', async () => {
    const ports = setUp();
    const ids = ['5'];
    const drawPublicId = () => ids.pop();
    const pins = { ...ports.pins, insert: async () => 'public-id-taken' as const };
    const request = { ...plexAsk(ports), format: plexCodes.weak, clientId: 'tv', drawPublicId };
    assert.deepEqual(await requestPin({ ...ports, pins }, request), {
      ok: false,
      refusal: { kind: 'busy', retryAfter: 60 },
    });
  });

  it('begins with the length that its network last needed, and says what it has learnt', async () => {
    const ports = setUp({ livePinsPerNetwork: 1000, livePins: 10_000, guessesPerDay: 160 });
    const learnt: unknown[] = [];
    const issuing = {
      ...ports.issuing,
      learn: (...given: Parameters<typeof ports.issuing.learn>) => {
        learnt.push([given[0], given[1], given[3]]);
        ports.issuing.learn(...given);
      },
    };
    for (let turn = 0; turn < 6; turn += 1) must(await ask({ ...ports, issuing }));
    assert.deepEqual(learnt, [['weak', '203.0.113.7', 5]]);
  });

  it('says that it is busy when no free code is found', async () => {
    const ports = setUp();
    const pins = { ...ports.pins, insert: async () => 'code-taken' as const };
    assert.deepEqual(await ask({ ...ports, pins }), { ok: false, refusal: { kind: 'busy', retryAfter: 60 } });
  });

  it('has four symbols while fewer than four of its network and eight in all wait, then as many as it needs (X6)', async () => {
    const ports = setUp({ livePinsPerNetwork: 1000, livePins: 10_000, guessesPerDay: 160 });
    const from = async (address: string): Promise<Pin> => {
      const requester = { ...aPin().requester, address };
      const request = { ...plexAsk(ports), format: plexCodes.weak, clientId: 'tv', requester };
      return must(await requestPin(ports, request));
    };
    const busy: Pin[] = [];
    for (let turn = 0; turn < 10; turn += 1) busy.push(await from('203.0.113.9'));
    const lengths = busy.map(({ code }) => code.length);
    assert.deepEqual(lengths, [4, 4, 4, 4, 5, 5, 5, 5, 6, 6]);
    assert.equal((await from('198.51.100.1')).code.length, 4, 'a neighbour has a short code still');
    must(await approvePin(ports, yes(busy[0] as Pin)));
    assert.equal((await from('203.0.113.9')).code.length, 4, 'and so has who got an answer');
    assert.equal((await from('203.0.113.9')).code.length, 6);
    ports.clock.pass(plexCodes.weak.life + 60_000);
    assert.equal((await from('203.0.113.9')).code.length, 4);
  });

  it('of any kind is refused while too many of its network wait', async () => {
    for (const kind of ['weak', 'strong', 'user'] as const) {
      const ports = setUp({ livePinsPerNetwork: 1, livePins: 100 });
      const format = kind === 'user' ? { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 } : plexCodes[kind];
      const request = () => requestPin(ports, { ...plexAsk(ports), kind, format, clientId: 'tv' });
      must(await request());
      assert.equal(kindOf(await request()), 'over-budget', kind);
    }
  });

  it('is refused while too many of its network wait for an answer, until one does not', async () => {
    const ports = setUp({ livePinsPerNetwork: 2, livePins: 100 });
    const first = must(await ask(ports));
    ports.clock.pass(90_000);
    must(await ask(ports));
    const end = first.expiresAt - (first.expiresAt % 60_000) + 60_000;
    const retryAfter = Math.ceil((end - ports.clock.now()) / 1000);
    assert.deepEqual(await ask(ports), { ok: false, refusal: { kind: 'over-budget', retryAfter } });
    must(await approvePin(ports, yes(first)));
    must(await ask(ports));
    assert.equal(kindOf(await ask(ports)), 'over-budget');
    ports.clock.pass(plexCodes.weak.life + 60_000);
    must(await ask(ports));
  });
});

describe('a device that comes in with a password', () => {
  it('gets nothing when the password was changed while it was checked', async () => {
    const ports = setUp();
    const { accounts } = ports.store;
    const added = await accounts.add(anAccount({ id: 'ada' }), { by: 'operator' }, 0);
    assert.ok('added' in added);
    const device = { clientId: 'app', deviceInfo: aPin().requester.deviceInfo, address: null, place: null };
    const comeIn = () => grantByPassword(ports, { account: added.added, ...device });
    assert.ok(await comeIn());
    const { passwordHash: replaces } = added.added;
    assert.ok(await accounts.setPassword({ id: 'ada', replaces, passwordHash: 'new', keep: null, at: 0 }));
    assert.equal(await comeIn(), undefined);
    assert.deepEqual(await ports.grants.listFor('ada'), []);
  });
});
