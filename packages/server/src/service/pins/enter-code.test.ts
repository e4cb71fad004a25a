import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { Pin } from '../../domain/pin.ts';
import { accepted, refused } from '../../domain/result.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { enterCode } from './enter-code.ts';
import type { CodeAttempt, CodeAttempts } from '../ports/code-attempts.ts';

const now = 1_000_000;
const spent = { kind: 'over-budget', retryAfter: 60 } as const;

/** A service with one live pin, and guesses as the test wants them. */
async function setUp(guess: Partial<CodeAttempt> | null, parts: Partial<Pin> = {}) {
  const store = createMemoryStore();
  const pin = aPin({ createdAt: now, expiresAt: now + 900_000, ...parts });
  await store.pins.insert(pin, now);
  const seen = { looks: 0, released: 0, spent: 0 };
  const byCode = store.pins.byCode.bind(store.pins);
  store.pins.byCode = (...args) => {
    seen.looks += 1;
    return byCode(...args);
  };
  const release = async (): Promise<void> => {
    seen.released += 1;
  };
  const confirm = async (): Promise<void> => {
    seen.spent += 1;
  };
  const codeAttempts: Pick<CodeAttempts, 'take'> = {
    take: async () =>
      guess === null ? refused(spent) : accepted({ nearOnly: false, reaches: () => true, release, confirm, ...guess }),
  };
  const { ports: others, events } = testDependencies({ store, clock: movableClock(now) });
  const ports = { ...others, codeAttempts: codeAttempts as CodeAttempts };
  const enter = (typed: string, clientId: string | null = null, act?: Parameters<typeof enterCode>[2]) =>
    enterCode(ports, { typed, clientId, session: null, account: { id: 'ada', createdAt: 0 }, address: null }, act);
  const told = async () => {
    await events.flush();
    return (await store.auditLog.list({ since: 0, kinds: [], limit: 10 })).map(({ kind }) => kind);
  };
  return { pin, seen, enter, told };
}

describe('a code that somebody gives', () => {
  it('is not looked up when no guess is left, right or wrong', async () => {
    const { pin, seen, enter } = await setUp(null);
    for (const code of [pin.code, 'NOPE']) assert.deepEqual(await enter(code), refused(spent));
    assert.equal(seen.looks, 0);
  });

  it('finds its pin, and costs no guess', async () => {
    const { pin, seen, enter } = await setUp({});
    assert.ok((await enter(pin.code)).ok);
    assert.deepEqual(seen, { looks: 1, released: 1, spent: 0 });
  });

  it('of the client that is named is found, if it is one of plex', async () => {
    const { pin, enter } = await setUp({});
    assert.ok((await enter(pin.code, pin.clientId)).ok);
    const oauth = await setUp({}, { protocol: 'oauth', kind: 'user' });
    assert.ok((await oauth.enter(oauth.pin.code)).ok);
    assert.deepEqual(
      await oauth.enter(oauth.pin.code, oauth.pin.clientId),
      refused({ kind: 'not-found', nearOnly: false }),
    );
  });

  it('that is wrong, out of reach or of another client is answered alike, and has cost its guess', async () => {
    const wrong = refused({ kind: 'not-found', nearOnly: false });
    const far = await setUp({ reaches: () => false });
    assert.deepEqual(await far.enter(far.pin.code), wrong);
    const near = await setUp({});
    assert.deepEqual(await near.enter('NOPE'), wrong);
    assert.deepEqual(await near.enter(near.pin.code, 'another client'), wrong);
    assert.deepEqual(far.seen, { looks: 1, released: 0, spent: 1 });
    assert.deepEqual(near.seen, { looks: 2, released: 0, spent: 2 });
  });

  it('that is wrong and could have reached pins nearby only says so, and the operator is told', async () => {
    const far = await setUp({ nearOnly: true });
    assert.deepEqual(await far.enter('NOPE'), refused({ kind: 'not-found', nearOnly: true }));
    assert.deepEqual(await far.told(), ['throttled']);
    const any = await setUp({});
    await any.enter('NOPE');
    assert.deepEqual(await any.told(), []);
  });

  it('that is wrong is not answered before its guess is spent', async () => {
    const { enter } = await setUp({ confirm: () => Promise.reject(new Error('out of reach')) });
    await assert.rejects(enter('NOPE'), /out of reach/);
  });

  it('that is right, of a pin that is gone by then, costs no guess', async () => {
    const { pin, seen, enter } = await setUp({});
    const gone = await enter(pin.code, null, async () => refused({ kind: 'not-found' } as const));
    assert.deepEqual(gone, refused({ kind: 'not-found', nearOnly: false }));
    assert.deepEqual(seen, { looks: 1, released: 1, spent: 0 });
  });
});
