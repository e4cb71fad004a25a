import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { plexCodes } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { approvePin } from './approve-pin.ts';
import { cancelPin } from './cancel-pin.ts';
import { readPin } from './read-pin.ts';
import { redeemPin } from './redeem-pin.ts';
import { drawPlexId, requestPin } from './request-pin.ts';

const home = '203.0.113.9';
const abroad = '198.51.100.7';

function setUp() {
  const { store, ports: pinPorts, clock, events } = testDependencies({ clock: movableClock(1_000_000) });
  const ports = { ...store, ...pinPorts, events };
  const read = async (
    { publicId, clientId }: Pick<Pin, 'publicId' | 'clientId'>,
    from: string | null,
    code: string | null = null,
  ): Promise<string> => word(await readPin(ports, { protocol: 'plex', publicId, clientId, code, from }));
  return {
    store,
    ports,
    clock,
    read,
    async ask(address: string | null = home): Promise<Pin> {
      const made = await requestPin(ports, {
        protocol: 'plex',
        kind: 'weak',
        format: plexCodes.weak,
        clientId: 'tv',
        requester: { ...aPin().requester, address },
        authorizationRequest: null,
        keyThumbprint: null,
        deviceKey: null,
        drawPublicId: () => drawPlexId(ports),
      });
      assert.ok(made.ok);
      return made.value;
    },
    async miss(from: string | null, times = 30): Promise<readonly string[]> {
      const told: string[] = [];
      for (let turn = 0; turn < times; turn += 1)
        told.push(await read({ publicId: String(turn + 1), clientId: 'x' }, from));
      return told;
    },
  };
}

const word = (result: PinResult<unknown>): string => (result.ok ? 'ok' : result.refusal.kind);

describe('a read from another network than the one that asked', () => {
  it('may miss thirty times in ten minutes; then nothing is told there, not of live pins either', async () => {
    const { ask, read, miss, clock } = setUp();
    const pin = await ask();
    assert.equal(await read(pin, abroad), 'ok');
    assert.deepEqual([...new Set(await miss(abroad))], ['not-found']);
    assert.equal(await read(pin, abroad), 'over-budget');
    assert.equal(await read({ ...pin, clientId: 'other' }, abroad), 'over-budget');
    assert.equal(await read({ publicId: '7', clientId: 'x' }, abroad), 'over-budget');
    clock.pass(11 * 60_000);
    assert.equal(await read(pin, abroad), 'ok');
  });

  it('counts when the pin is unknown, of another holder or expired, also when it would be cancelled', async () => {
    const { ports, ask, read, clock } = setUp();
    const pin = await ask();
    for (let turn = 0; turn < 10; turn += 1)
      assert.equal(await read({ ...pin, clientId: 'other' }, abroad), 'wrong-client');
    const cancelling = {
      protocol: 'plex',
      publicId: pin.publicId,
      clientId: 'other',
      code: null,
      from: abroad,
    } as const;
    for (let turn = 0; turn < 10; turn += 1) assert.equal(word(await cancelPin(ports, cancelling)), 'wrong-client');
    clock.set(pin.expiresAt);
    const other = await ask();
    for (let turn = 0; turn < 30; turn += 1) assert.equal(await read(pin, abroad), 'expired', String(turn));
    assert.equal(await read(other, abroad), 'over-budget');
    assert.equal(
      word(await cancelPin(ports, { ...cancelling, publicId: other.publicId, clientId: 'tv' })),
      'over-budget',
    );
  });

  it('does not count while it hits', async () => {
    const { ask, read, miss } = setUp();
    const pin = await ask();
    for (let turn = 0; turn < 100; turn += 1) assert.equal(await read(pin, abroad), 'ok');
    assert.deepEqual([...new Set(await miss(abroad))], ['not-found']);
  });

  it('is refused everywhere when three thousand have missed, from however many networks', async () => {
    const { ask, read, miss } = setUp();
    const pin = await ask();
    for (let network = 0; network < 100; network += 1) await miss(`192.0.${network}.2`);
    assert.deepEqual(await miss('192.0.2.200', 1), ['over-budget']);
    assert.equal(await read(pin, abroad), 'over-budget');
    assert.equal(await read(pin, home), 'ok');
  });

  it('tells when it is worth another try', async () => {
    const { ports, ask, miss, clock, read } = setUp();
    const pin = await ask();
    await miss(abroad);
    const reading = { protocol: 'plex', publicId: pin.publicId, clientId: 'tv', code: null, from: abroad } as const;
    const refused = await readPin(ports, reading);
    assert.ok(!refused.ok && refused.refusal.kind === 'over-budget');
    assert.ok(refused.refusal.retryAfter >= 1 && refused.refusal.retryAfter <= 650);
    clock.pass(refused.refusal.retryAfter * 1000);
    assert.equal(await read(pin, abroad), 'ok');
  });

  it('holds over the processes of a store and a restart', async () => {
    const { store, clock, ask, miss } = setUp();
    const pin = await ask();
    await miss(abroad);
    const { ports: restarted } = testDependencies({ store, clock });
    const reading = { protocol: 'plex', publicId: pin.publicId, clientId: 'tv', code: null, from: abroad } as const;
    assert.equal(word(await readPin(restarted, reading)), 'over-budget');
  });
});

describe('a read from the network that asked', () => {
  it('is never refused and never counts, of an expired pin or with another holder’s name', async () => {
    const { ask, read, miss, clock } = setUp();
    const pin = await ask();
    const old = await ask();
    for (let turn = 0; turn < 40; turn += 1)
      assert.equal(await read({ ...pin, clientId: 'other' }, home), 'wrong-client');
    clock.set(old.expiresAt);
    for (let turn = 0; turn < 40; turn += 1) assert.equal(await read(old, home), 'expired');
    const live = await ask();
    assert.deepEqual([...new Set(await miss(home))], ['not-found']);
    assert.equal((await miss(home, 1))[0], 'over-budget');
    assert.equal(await read(live, home), 'ok');
    assert.equal(await read(old, home), 'expired');
  });

  it('is the /64 over IPv6, and everybody whose address cannot be known is one network', async () => {
    const { ask, read, miss } = setUp();
    const [six, unknown] = [await ask('2001:db8:1:2::1'), await ask(null)];
    await miss('2001:db8:1:2::2');
    await miss(null);
    assert.equal(await read(six, '2001:db8:1:2::2'), 'ok');
    assert.equal(await read(unknown, null), 'ok');
    assert.equal(await read(unknown, '2001:db8:1:2::2'), 'over-budget');
  });

  it('of a pin that waits asks nobody but the store', async () => {
    const { ports, ask } = setUp();
    const pin = await ask();
    const nobody = { count: () => assert.fail(), allow: () => assert.fail() };
    const reading = { protocol: 'plex', publicId: pin.publicId, clientId: 'tv', code: null, from: home } as const;
    assert.equal(word(await readPin({ ...ports, failedLookups: nobody }, reading)), 'ok');
  });
});

describe('a token that is collected', () => {
  const yes = { account: { id: 'ada', createdAt: 0 }, address: home, place: null, mayApprove: false, approvedBy: null };

  async function collect(from: string, pollsFrom: readonly string[], sendsCode = true): Promise<unknown> {
    const { ports, ask, read } = setUp();
    const pin = await ask();
    const code = sendsCode ? pin.code : null;
    for (const address of pollsFrom) assert.equal(await read(pin, address, code), 'ok');
    assert.ok((await approvePin(ports, { ...yes, pin: pin.id })).ok);
    assert.equal(await read(pin, from, pollsFrom.length === 0 ? null : code), 'ok');
    assert.ok((await redeemPin(ports, pin.id, from)).ok);
    await ports.events.flush();
    const [grant] = await ports.grants.listFor('ada');
    const entries = await ports.auditLog.list({ since: 0, kinds: ['redeemed'], limit: 1 });
    assert.equal(entries[0]?.fact, grant?.collectedElsewhere === true ? 'collected-elsewhere' : null);
    return grant?.collectedElsewhere;
  }

  it('from a network that neither asked nor polled before the yes is marked, and told to the trail', async () => {
    assert.equal(await collect(abroad, []), true);
    assert.equal(await collect(abroad, [home, '192.0.2.1']), true);
  });

  it('from a network that polled without the code is marked: the number of a pin is no secret', async () => {
    assert.equal(await collect(abroad, [abroad], false), true);
  });

  it('at home, or by a device that moved and polled from there, is not', async () => {
    assert.equal(await collect(home, []), false);
    assert.equal(await collect(abroad, [abroad]), false);
  });
});
