import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Refusal } from './refusal.ts';
import {
  approve,
  cancel,
  deny,
  endOf,
  isExpired,
  open,
  publicIdRest,
  readable,
  redeem,
  redeemOnce,
  type Pin,
} from './pin.ts';
import { aPin, anApproval, truthTable, type PinAction } from './pin.testing.ts';
import type { PinResult } from './refusal.ts';

const must = <Value>(result: PinResult<Value>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

const pending = aPin();
const approved = must(approve(pending, anApproval()));
const redeemed: Pin = must(redeem(approved, '203.0.113.7', 2000));
const states: Readonly<Record<Pin['state']['at'], Pin>> = {
  pending,
  approved,
  denied: must(deny(pending, 'ada', 1000)),
  cancelled: must(cancel(pending, 1000)),
  redeemed,
};

const actions: Readonly<Record<PinAction, (pin: Pin, now: number) => PinResult<Pin>>> = {
  open: (pin, now) => open(pin, 'ada', now),
  approve: (pin, now) => approve(pin, anApproval({ at: now })),
  deny: (pin, now) => deny(pin, 'ada', now),
  cancel: (pin, now) => cancel(pin, now),
  redeem: (pin, now) => redeem(pin, '203.0.113.7', now),
};

describe('the truth table of a pin that lives', () => {
  for (const [action, row] of Object.entries(truthTable)) {
    for (const [from, expected] of Object.entries(row)) {
      it(`${action} a pin that is ${from}`, () => {
        const result = actions[action as PinAction](states[from as Pin['state']['at']], 3000);
        if (typeof expected === 'string') assert.equal(result.ok && result.value.state.at, expected);
        else assert.deepEqual(result, { ok: false, refusal: expected });
      });
    }
  }
});

describe('what a decision says', () => {
  it('is who opened it first, when, and in which session', () => {
    const opened = { by: 'ada', at: 100, session: null, tries: 0 };
    assert.deepEqual(must(open(pending, 'ada', 100)), { ...pending, version: 2, state: { at: 'pending', opened } });
  });

  it('is the approval, with what was judged of it', () => {
    const approval = { ...anApproval(), trusted: true };
    assert.deepEqual(approved, { ...pending, version: 2, state: { at: 'approved', approval } });
  });

  it('is who denied it, when and why', () => {
    const denied = { at: 'denied', by: 'ada', deniedAt: 1000 };
    assert.deepEqual(must(deny(pending, 'ada', 1000)).state, { ...denied, why: 'said-no' });
    assert.deepEqual(must(deny(pending, 'ada', 1000, 'not-me')).state, { ...denied, why: 'not-me' });
  });

  it('is when its device cancelled it', () => {
    assert.deepEqual(must(cancel(pending, 1000)).state, { at: 'cancelled', cancelledAt: 1000 });
  });

  it('is who read the token first, when, and whether from a new network', () => {
    const approval = { ...anApproval(), trusted: true };
    const state = { at: 'redeemed', approval, redeemedAt: 2000, reader: '203.0.113.7', answer: null } as const;
    assert.deepEqual(redeemed, { ...pending, version: 3, state: { ...state, elsewhere: false } });
    assert.deepEqual(must(redeem(approved, '203.0.113.7', 2000, true)).state, { ...state, elsewhere: true });
  });
});

describe('a pin that is redeemed exactly once (B17)', () => {
  const collection = { reader: '203.0.113.7', elsewhere: true, answer: 'sealed' };

  it('keeps the sealed answer, and is given to nobody again', () => {
    const once = must(redeemOnce(approved, collection, 2000));
    const approval = { ...anApproval(), trusted: true };
    assert.deepEqual(once.state, { at: 'redeemed', approval, redeemedAt: 2000, ...collection });
    assert.deepEqual(redeemOnce(once, collection, 2000), {
      ok: false,
      refusal: { kind: 'settled', as: 'redeemed' },
    });
  });
});

describe('a pin whose number has to match', () => {
  const asked = aPin({ matchesNumber: true });
  const look = (pin: Pin, session: string | null, now = 100): Pin => must(open(pin, 'ada', now, session));
  const say = (pin: Pin, session: string, isRight: boolean): PinResult<Pin> =>
    approve(pin, anApproval(), { session, isRight });
  const openedIn = ({ state }: Pin) => (state.at === 'pending' ? state.opened : undefined);
  const phone = look(asked, 'phone');

  const table: readonly [
    number: string,
    seenBy: Pin,
    answer: Parameters<typeof approve>[2],
    Pin['state']['at'] | Refusal,
  ][] = [
    ['the right one', phone, { session: 'phone', isRight: true }, 'approved'],
    ['a wrong one', phone, { session: 'phone', isRight: false }, 'pending'],
    ['a second wrong one', must(say(phone, 'phone', false)), { session: 'phone', isRight: false }, 'denied'],
    [
      'the right one after a wrong one',
      must(say(phone, 'phone', false)),
      { session: 'phone', isRight: true },
      'approved',
    ],
    ['no number', phone, null, { kind: 'not-allowed' }],
    ['no number, before anybody looked', asked, null, { kind: 'not-allowed' }],
    ['a number before anybody looked', asked, { session: 'phone', isRight: true }, 'pending'],
    ['a number after a look by API', look(asked, null), { session: 'phone', isRight: true }, 'pending'],
    ['the number of another session', look(phone, 'laptop'), { session: 'phone', isRight: true }, 'pending'],
  ];
  for (const [typed, pin, answer, expected] of table) {
    it(`${typed}: ${typeof expected === 'string' ? expected : expected.kind}`, () => {
      const result = approve(pin, anApproval(), answer);
      if (typeof expected === 'string') assert.equal(result.ok && result.value.state.at, expected);
      else assert.deepEqual(result, { ok: false, refusal: expected });
    });
  }

  it('belongs to the last session that looked, and looking twice changes nothing', () => {
    assert.equal(look(phone, 'phone', 200), phone);
    assert.deepEqual(openedIn(look(phone, 'laptop', 200)), { by: 'ada', at: 200, session: 'laptop', tries: 0 });
    assert.equal(look(phone, null, 200), phone, 'an API takes nothing over');
  });

  it('a session that answers too late takes over and spends no try', () => {
    const late = must(say(look(phone, 'laptop', 200), 'phone', true));
    assert.deepEqual(openedIn(late), { by: 'ada', at: 1000, session: 'phone', tries: 0 });
  });

  it('counts wrong numbers over every session', () => {
    const once = look(must(say(phone, 'phone', false)), 'laptop', 200);
    assert.equal(openedIn(once)?.tries, 1);
    const { state } = must(say(once, 'laptop', false));
    assert.deepEqual(state, { at: 'denied', by: 'ada', deniedAt: 1000, why: 'wrong-number' });
  });

  it('is never approved but by the right number of the last session, whatever happens', () => {
    const step = fc.record({
      act: fc.constantFrom('open', 'right', 'wrong', 'none'),
      session: fc.constantFrom('phone', 'laptop', 'attacker'),
      wait: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let pin = asked;
        let now = 0;
        let wrong = 0;
        for (const { act, session, wait } of steps) {
          now += wait;
          const before = pin;
          const last = openedIn(pin)?.session;
          const typed = act === 'none' ? null : { session, isRight: act === 'right' };
          const result = act === 'open' ? open(pin, 'ada', now, session) : approve(pin, anApproval({ at: now }), typed);
          if (!result.ok) continue;
          pin = result.value;
          if (act === 'wrong' && last === session && before.state.at === 'pending') wrong += 1;
          if (before.state.at !== pin.state.at) {
            assert.ok(pin.state.at === 'denied' ? wrong === 2 : act === 'right' && last === session);
          }
        }
      }),
    );
  });

  it('an ordinary pin remembers its first look', () => {
    const first = must(open(pending, 'ada', 100, 'phone'));
    assert.equal(must(open(first, 'eve', 200, 'laptop')), first);
  });
});

describe('the end of a pin', () => {
  it('comes at expiresAt, to the millisecond, whatever was decided before', () => {
    for (const pin of [pending, approved]) {
      assert.equal(isExpired(pin, 899_999), false);
      assert.equal(isExpired(pin, 900_000), true);
      for (const act of Object.values(actions)) {
        assert.deepEqual(act(pin, 900_000), { ok: false, refusal: { kind: 'expired' } });
      }
    }
  });

  it('comes a minute after the yes to a request by redirect, and with the first use of its code', () => {
    const redirect = { uri: 'https://app.example', state: null, code: 'c', browser: 'b', signedInSince: null };
    const approved = approve(aPin({ protocol: 'oauth', redirect }), anApproval({ at: 1000 }));
    assert.ok(approved.ok);
    assert.equal(endOf(approved.value), 61_000);
    assert.equal(endOf(aPin({ redirect })), 900_000);
    const redeemed = redeemOnce(approved.value, { reader: null, elsewhere: false, answer: null }, 5000);
    assert.ok(redeemed.ok);
    assert.equal(endOf(redeemed.value), 5000);
  });

  it('leaves its public id to nobody for a day', () => {
    assert.equal(publicIdRest, 86_400_000);
  });

  it('comes a minute and a half after an OAuth device had its tokens', () => {
    assert.equal(endOf({ ...redeemed, protocol: 'oauth' }), 92_000);
  });

  it('comes ten seconds after the first read of the token (S10)', () => {
    assert.equal(endOf(redeemed), 12_000);
    assert.equal(redeem(redeemed, '203.0.113.7', 11_999).ok, true);
    assert.deepEqual(redeem(redeemed, '203.0.113.7', 12_000), {
      ok: false,
      refusal: { kind: 'settled', as: 'redeemed' },
    });
  });
});

describe('a pin that its device reads', () => {
  it('is itself while it waits, can be redeemed or was redeemed a moment ago', () => {
    for (const pin of [pending, approved, redeemed]) assert.equal(must(readable(pin, 11_999)), pin);
  });

  it('is told to be expired from its end on, and how it was settled whenever that is', () => {
    for (const pin of [pending, approved])
      assert.deepEqual(readable(pin, 900_000), { ok: false, refusal: { kind: 'expired' } });
    for (const as of ['denied', 'cancelled'] as const) {
      for (const now of [1000, 900_000])
        assert.deepEqual(readable(states[as], now), { ok: false, refusal: { kind: 'settled', as } });
    }
    assert.deepEqual(readable(redeemed, 12_000), { ok: false, refusal: { kind: 'settled', as: 'redeemed' } });
  });
});

describe('a second reader', () => {
  it('is given nothing, not even within the ten seconds', () => {
    assert.deepEqual(redeem(redeemed, '198.51.100.1', 2001), {
      ok: false,
      refusal: { kind: 'settled', as: 'redeemed' },
    });
    assert.deepEqual(redeem(redeemed, null, 2001), { ok: false, refusal: { kind: 'settled', as: 'redeemed' } });
  });

  it('is the first one again when it comes from the same prefix, or when neither is known', () => {
    const v6 = must(redeem(approved, '2001:db8::1', 2000));
    assert.equal(redeem(v6, '2001:db8::2', 2001).ok, true);
    assert.equal(redeem(v6, '2001:db8:0:1::2', 2001).ok, false);
    assert.equal(redeem(must(redeem(approved, null, 2000)), null, 2001).ok, true);
    assert.equal(redeem(must(redeem(approved, null, 2000)), '203.0.113.7', 2001).ok, false);
  });
});

describe('the scopes of a yes', () => {
  it('are those that were asked for and left, and none beside', () => {
    const asked = aPin({ authorizationRequest: { scopes: ['watch', 'rate'], resources: [] } });
    const { state } = must(approve(asked, anApproval({ scopes: ['watch', 'delete'] })));
    assert.deepEqual(state.at === 'approved' && state.approval.scopes, ['watch']);
    const { state: plex } = must(approve(pending, anApproval({ scopes: ['watch'] })));
    assert.deepEqual(plex.at === 'approved' && plex.approval.scopes, []);
  });
});

describe('trusted', () => {
  const trustedFrom = (requester: string | null, approver: string | null): boolean => {
    const pin = aPin({ requester: { ...pending.requester, address: requester } });
    const { state } = must(approve(pin, anApproval({ address: approver })));
    return state.at === 'approved' && state.approval.trusted;
  };
  it('is true when approver and requester share a public address or IPv6 /64', () => {
    assert.equal(trustedFrom('203.0.113.7', '203.0.113.7'), true);
    assert.equal(trustedFrom('2001:db8::7', '2001:db8::8'), true);
    assert.equal(trustedFrom('203.0.113.7', '::ffff:203.0.113.7'), true);
  });
  it('is false for others, for private addresses, and for unknown ones', () => {
    assert.equal(trustedFrom('203.0.113.7', '203.0.113.8'), false);
    assert.equal(trustedFrom('192.168.1.2', '192.168.1.2'), false);
    assert.equal(trustedFrom('fd00::1', 'fd00::1'), false);
    assert.equal(trustedFrom(null, null), false);
    assert.equal(trustedFrom('203.0.113.7', null), false);
  });
});

describe('whatever happens to a pin, in any order and at any time', () => {
  const steps = fc.array(
    fc.record({
      action: fc.constantFrom(...(Object.keys(actions) as readonly PinAction[])),
      wait: fc.integer({ min: 0, max: 400_000 }),
    }),
    { maxLength: 12 },
  );

  it('only the version of a changed pin moves, by one, and what was decided stays decided', () => {
    fc.assert(
      fc.property(steps, (todo) => {
        let pin = pending;
        let now = 0;
        for (const { action, wait } of todo) {
          now += wait;
          const before = structuredClone(pin);
          const result = actions[action](pin, now);
          assert.deepEqual(pin, before, 'a transition never touches the pin that it is given');
          if (!result.ok) continue;
          const { version } = result.value;
          assert.ok(version === pin.version ? result.value === pin : version === pin.version + 1);
          const order = ['pending', 'approved', 'redeemed'];
          if (pin.state.at !== 'pending' && result.value.state.at !== pin.state.at) {
            assert.equal(order.indexOf(result.value.state.at), order.indexOf(pin.state.at) + 1);
          }
          pin = result.value;
        }
        if (pin.state.at === 'redeemed') assert.ok(pin.state.redeemedAt < 900_000);
      }),
    );
  });
});
