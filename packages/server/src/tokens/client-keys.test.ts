import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClientKeys, type ClientKeys } from './client-keys.ts';

const radio = { isVerified: true, jwksUri: 'https://radio.example/jwks' };
const selfMade = (name: string) => ({ isVerified: false, jwksUri: `https://${name}.example/jwks` });
const keySet = (kid: string) => ({ keys: [{ kty: 'EC', kid }] });

/** Key sets behind addresses that answer when the test says so. */
function setUp(mostWaiting = 4) {
  let now = 1_000_000;
  const asked: string[] = [];
  let pending: ((answer: unknown) => void)[] = [];
  const fetchDocument = (uri: string): Promise<unknown> => {
    asked.push(uri);
    return new Promise((resolve) => pending.push(resolve));
  };
  const keys = createClientKeys(fetchDocument, { now: () => now }, mostWaiting);
  return {
    keys,
    asked,
    answer(document: unknown): void {
      for (const resolve of pending) resolve(document instanceof Error ? Promise.reject(document) : document);
      pending = [];
    },
    pass(milliseconds: number): void {
      now += milliseconds;
    },
  };
}

const kidsOf = (found: Awaited<ReturnType<ClientKeys['fetch']>>): unknown =>
  found.ok ? found.value.keys.map(({ kid }) => kid) : found.refusal;

/** What is answered without waiting for the address, which the test has not had answer. */
const atOnce = (found: ReturnType<ClientKeys['fetch']>): Promise<unknown> =>
  Promise.race([found.then(kidsOf), new Promise((resolve) => setImmediate(resolve, 'waits'))]);

describe('the key set of a client', () => {
  it('is fetched once for all that want it, and then remembered', async () => {
    const { keys, asked, answer } = setUp();
    const found = [1, 2, 3].map(() => keys.fetch(radio));
    answer(keySet('one'));
    assert.deepEqual((await Promise.all(found)).map(kidsOf), [['one'], ['one'], ['one']]);
    assert.deepEqual(asked, [radio.jwksUri]);
    assert.deepEqual(keys.cached(radio), keySet('one'));
    assert.equal(keys.cached(selfMade('tv')), undefined);
  });

  for (const [how, document] of [
    ['that cannot be had', new Error('nobody there')],
    ['that is none', { keys: 'x' }],
    ['of too many keys', { keys: Array.from({ length: 17 }, () => ({ kty: 'EC' })) }],
    ['with a key that is too long', { keys: [{ kty: 'RSA', n: 'x'.repeat(4096) }] }],
  ] as const) {
    it(`${how} is not asked for again before half a minute is over`, async () => {
      const { keys, asked, answer, pass } = setUp();
      const first = keys.fetch(radio);
      answer(document);
      assert.equal(kidsOf(await first), 'unavailable');
      pass(29_999);
      assert.equal(await atOnce(keys.fetch(radio)), 'unavailable');
      assert.equal(asked.length, 1);
      pass(1);
      const second = keys.fetch(radio);
      answer(keySet('two'));
      assert.deepEqual(kidsOf(await second), ['two']);
    });
  }

  it('is trusted for ten minutes; a use after five has it fetched again, and nobody waits for that', async () => {
    const { keys, asked, answer, pass } = setUp();
    const first = keys.fetch(radio);
    answer(keySet('one'));
    await first;
    pass(299_999);
    keys.cached(radio);
    assert.equal(asked.length, 1);
    pass(1);
    for (let count = 0; count < 3; count += 1) assert.deepEqual(keys.cached(radio), keySet('one'));
    assert.equal(asked.length, 2);
    answer(new Error('nobody there'));
    pass(299_999);
    assert.deepEqual(keys.cached(radio), keySet('one'));
    pass(1);
    assert.equal(keys.cached(radio), undefined);
  });

  it('is waited for by eight at most, and by so many of all; self-registered clients cannot fill the places of others', async () => {
    const { keys, answer } = setUp(10);
    const waiting = Array.from({ length: 8 }, () => keys.fetch(selfMade('tv')));
    assert.equal(await atOnce(keys.fetch(selfMade('tv'))), 'busy');
    waiting.push(keys.fetch(selfMade('pc')), keys.fetch(selfMade('fridge')));
    assert.equal(await atOnce(keys.fetch(selfMade('clock'))), 'busy');
    const known = keys.fetch(radio);
    answer(keySet('one'));
    assert.deepEqual(kidsOf(await known), ['one']);
    await Promise.all(waiting);
    const later = keys.fetch(selfMade('clock'));
    answer(keySet('two'));
    assert.deepEqual(kidsOf(await later), ['two']);
  });

  it('has the members left that a signature check reads', async () => {
    const { keys, answer } = setUp();
    const found = keys.fetch(radio);
    answer({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k', x5c: ['x'], d: 'secret' }, null] });
    assert.deepEqual(await found, {
      ok: true,
      value: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k' }, {}] },
    });
  });

  it('that was fetched first is forgotten where a thousand are known', async () => {
    const { keys, answer } = setUp(2000);
    for (let count = 0; count <= 1000; count += 1) {
      const found = keys.fetch(selfMade(`app-${count}`));
      answer(keySet('one'));
      await found;
    }
    assert.equal(keys.cached(selfMade('app-0')), undefined);
    assert.deepEqual(keys.cached(selfMade('app-1')), keySet('one'));
  });
});
