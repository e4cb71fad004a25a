import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { emptyStores } from '../../stores/sqlite/temporary.testing.ts';
import { deviceFlow, tokensIn, wordOf, type TokenSet } from '../../../../../test/harness/devices.ts';

const stores = { memory: async () => createMemoryStore(), SQLite: emptyStores() };

for (const [storeName, open] of Object.entries(stores)) {
  describe(`a redemption of a pin that is bound to a key, on ${storeName}`, () => {
    it('needs the key that the pin is bound to, and is none without it; the pace does not move', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin('key');
      assert.equal(wordOf(await flow.poll(deviceCode)), 'wrong-key');
      assert.equal(wordOf(await flow.poll(deviceCode, { provenKey: 'other' })), 'wrong-key');
      assert.equal(wordOf(await flow.poll(deviceCode, { provenKey: 'key' })), 'pending');
      await flow.approve(pin);
      assert.equal(wordOf(await flow.poll(deviceCode, { provenKey: 'other' })), 'wrong-key');
      assert.equal((await flow.ports.pins.byId(pin.id))?.state.at, 'approved');
      assert.equal(wordOf(await flow.poll(deviceCode, { provenKey: 'key' })), 'answer');
    });

    it('is repeated for the same key for ten seconds, and for nobody else; nothing is revoked (X9)', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin('key');
      await flow.approve(pin);
      const tokens = tokensIn(await flow.poll(deviceCode, { provenKey: 'key' }));
      flow.clock.pass(9999);
      assert.deepEqual(tokensIn(await flow.poll(deviceCode, { provenKey: 'key' })), tokens);
      assert.equal(wordOf(await flow.poll(deviceCode, { provenKey: 'other' })), 'wrong-key');
      assert.equal(wordOf(await flow.poll(deviceCode)), 'wrong-key');
      assert.equal(await flow.works(tokens, 'key'), true);
      flow.clock.pass(1);
      assert.equal(wordOf(await flow.poll(deviceCode, { provenKey: 'other' })), 'wrong-key');
      assert.equal(await flow.works(tokens, 'key'), true, 'a wrong key never revokes');
    });
  });

  describe(`a redemption that proves a key first, on ${storeName}`, () => {
    it('of a code that was asked for without a key is bound to the key that the poll proves (RFC 9449 §5)', async () => {
      const flow = await deviceFlow(await open());
      const { deviceCode, pin } = await flow.begin();
      await flow.approve(pin);
      const tokens = tokensIn(await flow.poll(deviceCode, { provenKey: 'key' }));
      assert.equal((await flow.ports.grants.listFor('ada'))[0]?.keyThumbprint, 'key');
      assert.deepEqual(tokensIn(await flow.poll(deviceCode, { provenKey: 'key' })), tokens);
      assert.equal(wordOf(await flow.poll(deviceCode)), 'wrong-key');
      assert.equal(await flow.works(tokens, 'key'), true);
    });

    it('raced with two keys is bound to one of them, whose tokens work', async () => {
      for (let round = 0; round < 10; round += 1) {
        const flow = await deviceFlow(await open());
        const { deviceCode, pin } = await flow.begin();
        await flow.approve(pin);
        const keys = ['key', 'other', 'key', 'other'];
        const results = await Promise.all(keys.map((provenKey) => flow.poll(deviceCode, { provenKey })));
        const winners = new Set(keys.filter((_, turn) => results[turn]?.ok));
        assert.equal(winners.size, 1);
        const [winner = ''] = winners;
        const sets = results.filter(({ ok }) => ok).map((result) => JSON.stringify(tokensIn(result)));
        assert.equal(new Set(sets).size, 1);
        assert.equal(await flow.works(JSON.parse(sets[0] ?? '') as TokenSet, winner), true);
      }
    });
  });
}
