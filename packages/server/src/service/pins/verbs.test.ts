import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventsOver } from '../../events/events.testing.ts';
import { createCodeProofs } from '../../rate-limits/code-proofs.ts';
import { createIssuing } from '../../rate-limits/issuing.ts';
import { roomyGuards } from '../../rate-limits/guards.testing.ts';
import { plexCodes } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { systemRandom } from '../../app/random.ts';
import { anAccount } from '../../stores/contract/samples.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { createWakes } from '../../long-poll/wakes.ts';
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

/** A service room with a clock that is moved by hand. */
function aRoom(): PinPorts & { readonly store: Store; time: { now: number } } {
  const store = createMemoryStore();
  const time = { now: 1_000_000 };
  const clock = { now: () => time.now };
  const keys = createKeys([makeSecretKey()]);
  return {
    store,
    pins: store.pins,
    grants: store.grants,
    deviceKeys: store.deviceKeys,
    keys,
    clock,
    random: systemRandom,
    ...roomyGuards(store.budgets, clock),
    proofs: createCodeProofs(clock),
    wakes: createWakes(),
    events: eventsOver(store, { keys, clock }),
    time,
  };
}

const plexAsk = (room: PinPorts) =>
  ({
    dialect: 'plex',
    kind: 'weak',
    requester: aPin().requester,
    ask: null,
    keyThumbprint: null,
    deviceKey: null,
    drawHandle: () => drawPlexId(room),
  }) as const;

const ask = (room: PinPorts, holder = 'tv'): Promise<PinResult<Pin>> =>
  requestPin(room, { ...plexAsk(room), format: plexCodes.weak, holder });

const yes = (pin: Pin, id = 'ada') => ({
  pinKey: pin.key,
  account: { id, createdAt: 0 },
  address: '203.0.113.7',
  place: null,
  mayApprove: true,
  approvedBy: null,
});

const reading = (pin: Pin, code: string | null = null) => ({
  dialect: pin.dialect,
  handle: pin.handle,
  holder: pin.holder,
  code,
  from: pin.requester.address,
});

describe('a pin on its way', () => {
  it('is asked for, opened, approved and redeemed, and the device is there before its token is told', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    assert.match(pin.handle, /^[1-9]\d{0,9}$/);
    assert.ok(Number(pin.handle) < 2 ** 31, 'S7');
    must(await openCode(room, pin.code.toLowerCase(), 'ada'));
    must(await approvePin(room, yes(pin)));
    const [before] = await room.grants.listFor('ada');
    assert.equal(before?.collectedAt, null);
    room.time.now += 5;
    const { token } = must(await redeemPin(room, pin.key, '203.0.113.7'));
    const grant = await room.grants.byTokenHash(room.keys.hash(token ?? ''));
    assert.equal(grant?.id, before?.id);
    assert.equal(grant?.collectedAt, room.time.now);
    assert.equal(grant?.mayApprove, false, 'the device did not ask to approve others');
    room.time.now += 9_999;
    assert.equal(must(await redeemPin(room, pin.key, '203.0.113.7')).token, token, 'S10');
    room.time.now += 1;
    assert.equal(kindOf(await redeemPin(room, pin.key, '203.0.113.7')), 'settled');
  });

  it('heals when the process died between the approval and the device record', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    const byId = (id: string) => room.grants.byId(id);
    const add = () => Promise.reject(new Error('power cut'));
    const dying = { ...room, grants: { ...room.grants, byId, add } };
    await assert.rejects(approvePin(dying, yes(pin)), /power cut/);
    assert.deepEqual(await room.grants.listFor('ada'), []);
    await assert.rejects(redeemPin(dying, pin.key, null), /power cut/);
    const { token } = must(await redeemPin(room, pin.key, null));
    assert.equal((await room.grants.byTokenHash(room.keys.hash(token ?? '')))?.account, 'ada');
  });

  it('gives no token once its device was revoked, not even within the ten seconds', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    must(await approvePin(room, yes(pin)));
    const [grant] = await room.grants.listFor('ada');
    must(await redeemPin(room, pin.key, null));
    assert.equal(await room.grants.revoke(grant?.id ?? '', 'ada', room.time.now), true);
    assert.equal(kindOf(await redeemPin(room, pin.key, null)), 'settled');
  });

  it('gives nobody a token when its device was revoked before it collected', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    must(await approvePin(room, yes(pin)));
    const [grant] = await room.grants.listFor('ada');
    await room.grants.revoke(grant?.id ?? '', 'ada', room.time.now);
    assert.equal(kindOf(await redeemPin(room, pin.key, null)), 'settled');
  });
});

describe('a device that another device approved', () => {
  async function approver(room: PinPorts): Promise<string> {
    const pin = must(await ask(room, 'phone'));
    must(await approvePin(room, yes(pin)));
    const [grant] = await room.grants.listFor('ada');
    assert.ok(grant);
    return grant.id;
  }

  it('ends with it', async () => {
    const room = aRoom();
    const approvedBy = await approver(room);
    const pin = must(await ask(room));
    must(await approvePin(room, { ...yes(pin), approvedBy }));
    const { token } = must(await redeemPin(room, pin.key, null));
    assert.equal((await room.grants.byTokenHash(room.keys.hash(token ?? '')))?.approvedBy, approvedBy);
    await room.grants.revoke(approvedBy, 'ada', room.time.now);
    assert.equal(await room.grants.byTokenHash(room.keys.hash(token ?? '')), undefined);
    assert.equal(kindOf(await redeemPin(room, pin.key, null)), 'settled');
  });

  it('gets nothing when it collects later than that, though its own record was never written', async () => {
    const room = aRoom();
    const approvedBy = await approver(room);
    const pin = must(await ask(room));
    const dying = { ...room, grants: { ...room.grants, add: () => Promise.reject(new Error('power cut')) } };
    await assert.rejects(approvePin(dying, { ...yes(pin), approvedBy }), /power cut/);
    await room.grants.revoke(approvedBy, 'ada', room.time.now);
    assert.equal(kindOf(await redeemPin(room, pin.key, null)), 'settled');
    assert.deepEqual(await room.grants.listFor('ada'), []);
  });
});

describe('a read', () => {
  it('shows a pin to its holder only (S9)', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    assert.equal(must(await readPin(room, reading(pin))).key, pin.key);
    assert.equal(kindOf(await readPin(room, { ...reading(pin), holder: 'other' })), 'wrong-holder');
    assert.equal(kindOf(await readPin(room, { ...reading(pin), handle: '1' })), 'not-found');
  });

  it('that carries the code needs the right one, and from then on always', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    must(await readPin(room, reading(pin)));
    assert.equal(kindOf(await readPin(room, reading(pin, 'ZZZZ'))), 'wrong-holder');
    must(await readPin(room, reading(pin)));
    must(await readPin(room, reading(pin, pin.code)));
    assert.equal(kindOf(await readPin(room, reading(pin))), 'wrong-holder');
    must(await readPin(room, reading(pin, pin.code)));
  });

  it('says to the holder how it ended', async () => {
    const room = aRoom();
    const [denied, cancelled, expired] = [must(await ask(room)), must(await ask(room)), must(await ask(room))];
    must(await denyPin(room, denied.key, 'ada'));
    must(await cancelPin(room, reading(cancelled)));
    assert.deepEqual(await readPin(room, reading(denied)), { ok: false, refusal: { kind: 'settled', as: 'denied' } });
    assert.deepEqual(await readPin(room, reading(cancelled)), {
      ok: false,
      refusal: { kind: 'settled', as: 'cancelled' },
    });
    room.time.now += 900_000;
    assert.equal(kindOf(await readPin(room, reading(expired))), 'expired');
    assert.deepEqual(await readPin(room, reading(denied)), { ok: false, refusal: { kind: 'settled', as: 'denied' } });
  });
});

describe('a race', () => {
  it('of yes, no and cancel has one winner, every time', async () => {
    for (let round = 0; round < 50; round += 1) {
      const room = aRoom();
      const pin = must(await ask(room));
      const results = await Promise.all([
        approvePin(room, yes(pin)),
        denyPin(room, pin.key, 'ben'),
        cancelPin(room, reading(pin)),
        approvePin(room, yes(pin, 'eve')),
      ]);
      assert.equal(results.filter(({ ok }) => ok).length, 1);
      const winner = results.find((result) => result.ok);
      assert.deepEqual((await room.pins.byKey(pin.key))?.state, winner?.ok && winner.value.state);
    }
  });

  it('of 64 readers ends in one token and one device', async () => {
    const room = aRoom();
    const pin = must(await ask(room));
    must(await approvePin(room, yes(pin)));
    const readers = Array.from({ length: 64 }, (_, index) => redeemPin(room, pin.key, `203.0.113.${index % 2}`));
    const tokens = (await Promise.all(readers)).flatMap((result) => (result.ok ? [result.value] : []));
    assert.equal(new Set(tokens.map(({ token }) => token)).size, 1);
    assert.equal(new Set(tokens.map(({ pin: { state } }) => state.reader)).size, 1);
    assert.equal((await room.grants.listFor('ada')).length, 1);
  });
});

describe('a request', () => {
  it('draws again when the handle or the code is taken', async () => {
    const room = aRoom();
    const first = must(await ask(room));
    const answers = ['handle-taken', 'code-taken'] as const;
    let turn = 0;
    const insert = (pin: Pin, now: number) => {
      const answer = answers[turn];
      turn += 1;
      return answer === undefined ? room.pins.insert(pin, now) : Promise.resolve(answer);
    };
    const pins = new Proxy(room.pins, {
      get: (target, name) => (name === 'insert' ? insert : Reflect.get(target, name)),
    });
    const second = must(await ask({ ...room, pins }));
    assert.equal(turn, 3);
    assert.notEqual(second.handle, first.handle);
  });

  it('says that it is busy when no free code is found', async () => {
    const room = aRoom();
    const pins = { ...room.pins, insert: async () => 'code-taken' as const };
    assert.deepEqual(await ask({ ...room, pins }), { ok: false, refusal: { kind: 'busy', retryAfter: 60 } });
  });

  it('has four symbols while fewer than four of its network and eight in all wait, then as many as it needs (X6)', async () => {
    const room = { ...aRoom(), issuing: createIssuing({ perNetwork: 1000, overall: 10_000, guessesPerDay: 160 }) };
    const from = async (address: string): Promise<Pin> => {
      const requester = { ...aPin().requester, address };
      const request = { ...plexAsk(room), format: plexCodes.weak, holder: 'tv', requester };
      return must(await requestPin(room, request));
    };
    const busy: Pin[] = [];
    for (let turn = 0; turn < 10; turn += 1) busy.push(await from('203.0.113.9'));
    const lengths = busy.map(({ code }) => code.length);
    assert.deepEqual(lengths, [4, 4, 4, 4, 5, 5, 5, 5, 6, 6]);
    assert.equal((await from('198.51.100.1')).code.length, 4, 'a neighbour has a short code still');
    must(await approvePin(room, yes(busy[0] as Pin)));
    assert.equal((await from('203.0.113.9')).code.length, 4, 'and so has who got an answer');
    assert.equal((await from('203.0.113.9')).code.length, 6);
    room.time.now += plexCodes.weak.life + 60_000;
    assert.equal((await from('203.0.113.9')).code.length, 4);
  });

  it('is refused while too many of its network wait for an answer, until one does not', async () => {
    const room = { ...aRoom(), issuing: createIssuing({ perNetwork: 2, overall: 100, guessesPerDay: 1 }) };
    const first = must(await ask(room));
    room.time.now += 90_000;
    must(await ask(room));
    const end = first.expiresAt - (first.expiresAt % 60_000) + 60_000;
    const retryAfter = Math.ceil((end - room.time.now) / 1000);
    assert.deepEqual(await ask(room), { ok: false, refusal: { kind: 'over-budget', retryAfter } });
    must(await approvePin(room, yes(first)));
    must(await ask(room));
    assert.equal(kindOf(await ask(room)), 'over-budget');
    room.time.now += plexCodes.weak.life + 60_000;
    must(await ask(room));
  });
});

describe('a device that comes in with a password', () => {
  it('gets nothing when the password was changed while it was checked', async () => {
    const room = aRoom();
    const { accounts } = room.store;
    const added = await accounts.add(anAccount({ id: 'ada' }), { by: 'operator' }, 0);
    assert.ok('added' in added);
    const device = { holder: 'app', claims: aPin().requester.claims, address: null, place: null };
    const comeIn = () => grantByPassword(room, { account: added.added, ...device });
    assert.ok(await comeIn());
    const { passwordHash: replaces } = added.added;
    assert.ok(await accounts.setPassword({ id: 'ada', replaces, passwordHash: 'new', keep: null, at: 0 }));
    assert.equal(await comeIn(), undefined);
    assert.deepEqual(await room.grants.listFor('ada'), []);
  });
});
