import assert from 'node:assert/strict';
import { deny } from '../../domain/pin.ts';
import { aPin, life, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** What the port of the pins promises of those that wait. */
export function waitingPinContract({ describe, story }: Suite): void {
  describe('pins that wait', () => {
    story('all pins that wait are listed from a cursor on, the first to expire first', async ({ pins }) => {
      const [first, second, third] = [1, 2, 3].map((minutes) => aPin({ expiresAt: t0 + life + minutes * 60_000 }));
      const strong = aPin({ kind: 'strong', code: secret(), expiresAt: t0 + life + 240_000 });
      const [answered, ended] = [aPin(), aPin({ expiresAt: t0 + 1 })];
      assert.ok(first && second && third);
      for (const pin of [third, first, answered, strong, second, ended]) await pins.insert(pin, t0);
      const denied = deny(answered, 'account-1', t0);
      assert.ok(denied.ok && (await pins.replace(denied.value, answered.version)));
      const start = { endsAt: 0, id: '' };
      assert.deepEqual(await pins.waitingAfter(start, t0 + 1, 9), [first, second, third, strong]);
      assert.deepEqual(await pins.waitingAfter(start, t0 + 1, 2), [first, second]);
      const mark = { endsAt: second.expiresAt, id: second.id };
      assert.deepEqual(await pins.waitingAfter(mark, t0 + 1, 9), [third, strong]);
      const twins = [aPin({ expiresAt: third.expiresAt }), aPin({ expiresAt: third.expiresAt })];
      for (const pin of twins) await pins.insert(pin, t0);
      const found = [];
      for (let from = start; ;) {
        const [pin] = await pins.waitingAfter(from, t0 + 1, 1);
        if (pin === undefined) break;
        found.push(pin.id);
        from = { endsAt: pin.expiresAt, id: pin.id };
      }
      assert.equal(new Set(found).size, 6, 'none is missed and none comes twice');
      assert.equal(found.length, 6);
    });
  });
}
