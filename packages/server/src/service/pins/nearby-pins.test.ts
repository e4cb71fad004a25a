import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { plexCodes } from '../../domain/code.ts';
import { aPin } from '../../domain/pin.testing.ts';
import { deny, type Pin } from '../../domain/pin.ts';
import { accepted, refused } from '../../domain/result.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import type { CodeAttempt, CodeAttempts } from '../ports/code-attempts.ts';
import { endingLength, listNearby, pickNearby } from './nearby-pins.ts';

const now = 1_000_000;
const home = '192.168.1.20';
const spent = { kind: 'over-budget', retryAfter: 60 } as const;
const account = { id: 'ada', createdAt: 0 };

/** A pin of a device at home, and attempts as the test wants them. */
async function setUp(attempt: Partial<CodeAttempt> | null = {}, listsNearby = true) {
  const store = createMemoryStore();
  const first = aPin();
  const at = (address: string, parts: Partial<Pin> = {}): Pin => ({
    ...first,
    createdAt: now,
    expiresAt: now + 900_000,
    ...parts,
    requester: { ...first.requester, address },
  });
  const pin = at('192.168.1.30');
  await store.pins.insert(pin, now);
  const seen = { taken: [] as string[], released: 0, confirmed: 0 };
  const codeAttempts: Pick<CodeAttempts, 'take'> = {
    async take(source, code) {
      assert.deepEqual([source.account.id, source.address], ['ada', home]);
      seen.taken.push(code);
      const release = async (): Promise<void> => void (seen.released += 1);
      const confirm = async (): Promise<void> => void (seen.confirmed += 1);
      return attempt === null
        ? refused(spent)
        : accepted({ nearOnly: false, reaches: () => true, release, confirm, ...attempt });
    },
  };
  const clock = movableClock(now);
  const { ports: others } = testDependencies({ store, clock });
  const ports = { ...others, codeAttempts: codeAttempts as CodeAttempts, listsNearby };
  const pick = (ending: string, address: string | null = home, pinId = pin.id) =>
    pickNearby(ports, { pinId, ending, account, address, session: 's' }, 2);
  const kindOf = async (...given: Parameters<typeof pick>): Promise<string> => {
    const picked = await pick(...given);
    return picked.ok ? 'opened' : picked.refusal.kind;
  };
  return { store, ports, clock, pin, at, seen, pick, kindOf };
}

describe('devices nearby', () => {
  it('are listed where the setting is on and the address says of a home', async () => {
    const { ports, pin } = await setUp();
    assert.deepEqual(await listNearby(ports, home), [pin]);
    assert.deepEqual(await listNearby(ports, '192.168.2.20'), []);
    assert.deepEqual(await listNearby(ports, '203.0.113.7'), []);
    assert.deepEqual(await listNearby(ports, null), []);
    assert.deepEqual(await listNearby({ ...ports, listsNearby: false }, home), []);
  });

  it('are eight at most, the newest first', async () => {
    const { store, ports, at } = await setUp();
    for (let number = 0; number < 9; number += 1) {
      const own = {
        id: `pin-${number}`,
        publicId: String(number + 1),
        code: `77${number}Q`,
        expiresAt: now + 901_000 + number,
      };
      await store.pins.insert(at(home, own), now);
    }
    const listed = await listNearby(ports, home);
    assert.deepEqual(
      listed.map(({ id }) => id),
      [8, 7, 6, 5, 4, 3, 2, 1].map((number) => `pin-${number}`),
    );
  });
});

describe('a device that is picked', () => {
  it('opens by the end of its code in any case, and gives the attempt back', async () => {
    const { pin, seen, pick } = await setUp();
    const picked = await pick('qz');
    assert.ok(picked.ok);
    assert.deepEqual(picked.value.state.at === 'pending' && picked.value.state.opened?.session, 's');
    assert.deepEqual(seen, { taken: ['7RQZ'], released: 1, confirmed: 0 });
    assert.equal(pin.code, '7RQZ');
  });

  it('does not open by another end, nor by a part of it, and that has cost an attempt', async () => {
    const { seen, kindOf } = await setUp();
    assert.equal(await kindOf('ZZ'), 'wrong-ending');
    assert.equal(await kindOf('Z'), 'wrong-ending');
    assert.deepEqual([seen.released, seen.confirmed], [0, 2]);
  });

  it('needs its whole code after three wrong ends, and asks for no more attempts then', async () => {
    const { clock, seen, kindOf } = await setUp();
    for (const ending of ['22', '33', '44']) assert.equal(await kindOf(ending), 'wrong-ending');
    assert.equal(await kindOf('QZ'), 'needs-whole-code');
    assert.equal(seen.taken.length, 3);
    clock.pass(899_999);
    assert.equal(await kindOf('QZ'), 'needs-whole-code', 'as long as it waits');
  });

  it('has tries of its own', async () => {
    const { store, at, kindOf } = await setUp();
    const other = at('192.168.1.31', { id: 'other', publicId: '2', code: '7RQY' });
    await store.pins.insert(other, now);
    for (const ending of ['22', '33', '44']) assert.equal(await kindOf(ending), 'wrong-ending');
    assert.equal(await kindOf('QY', home, 'other'), 'opened');
  });

  it('of a longer code opens by its last two symbols', async () => {
    const { store, at, kindOf } = await setUp();
    await store.pins.insert(at('192.168.1.31', { id: 'longer', publicId: '2', code: 'A7RQY' }), now);
    assert.equal(await kindOf('RQY', home, 'longer'), 'wrong-ending');
    assert.equal(await kindOf('QY', home, 'longer'), 'opened');
  });

  it('is not found where nobody lists, elsewhere, answered, expired or unknown', async () => {
    assert.equal(await (await setUp({}, false)).kindOf('QZ'), 'not-found');
    const { store, clock, pin, at, seen, kindOf } = await setUp();
    assert.equal(await kindOf('QZ', '192.168.2.20'), 'not-found');
    assert.equal(await kindOf('QZ', null), 'not-found');
    await store.pins.insert(at('203.0.113.7', { id: 'abroad', publicId: '2', code: 'ABCD' }), now);
    assert.equal(await kindOf('CD', '203.0.113.7', 'abroad'), 'not-found', 'no address of a home');
    assert.equal(await kindOf('QZ', home, 'nobody'), 'not-found');
    clock.pass(900_000);
    assert.equal(await kindOf('QZ'), 'not-found');
    const answered = deny(pin, 'ada', now);
    assert.ok(answered.ok);
    assert.equal(await store.pins.replace(answered.value, pin.version), true);
    assert.equal(await kindOf('QZ'), 'not-found');
    assert.deepEqual(seen.taken, []);
  });

  it('is refused as the attempts are, and costs no try of its own then', async () => {
    const { kindOf } = await setUp(null);
    for (let times = 0; times < 4; times += 1) assert.equal(await kindOf('QZ'), 'over-budget');
  });

  it('out of reach of the attempts is not found, and gives back attempt and try', async () => {
    const { seen, kindOf } = await setUp({ reaches: () => false });
    for (let times = 0; times < 4; times += 1) assert.equal(await kindOf('QZ'), 'not-found');
    assert.deepEqual([seen.released, seen.confirmed], [4, 0]);
  });
});

describe('the end of a code', () => {
  it('has two symbols where codes have letters, and three of digits alone', () => {
    assert.equal(endingLength(plexCodes.weak), 2);
    assert.equal(endingLength({ alphabet: '0123456789' }), 3);
  });
});
