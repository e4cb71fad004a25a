// Long polls, in every protocol and through both adapters.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createHarness, type Harness } from '../harness/service.ts';
import { protocols, type Waiting } from './protocols.ts';
import { fetchAdapter, nodeAdapter, untilWaiting, type Adapter } from './holding.ts';

const open = new Set<Harness>();
after(() => Promise.all([...open].map(({ service }) => service.close())));

async function aHarness(way: string, settings: Readonly<Record<string, unknown>> = {}): Promise<[Harness, Adapter]> {
  const harness = createHarness(`waiting ${way}`, { settings });
  open.add(harness);
  return [harness, way === 'fetch' ? fetchAdapter(harness) : nodeAdapter(await harness.service.listen())];
}

const wait = (seconds: number): Readonly<Record<string, string>> => ({ prefer: `wait=${seconds}` });

for (const way of ['node', 'fetch']) {
  for (const [protocol, begin] of Object.entries(protocols)) {
    const start = async (settings?: Readonly<Record<string, unknown>>): Promise<[Harness, Waiting]> => {
      const [harness, adapter] = await aHarness(way, settings);
      return [harness, await begin(harness, adapter)];
    };

    describe(`a held poll of ${protocol} through the ${way} adapter`, () => {
      it('is answered with the token when the pin is approved', async () => {
        const [harness, tv] = await start();
        assert.equal(tv.offer, '25');
        const held = tv.poll(wait(25));
        await untilWaiting(harness, 1);
        await tv.approve();
        const answer = await held;
        assert.ok(tv.hasToken(answer), answer.text);
        assert.equal(answer.header('preference-applied'), 'wait=25');
        assert.deepEqual(harness.localNotifier.watched(), []);
      });

      it('is answered when the pin is denied', async () => {
        const [harness, tv] = await start();
        const held = tv.poll(wait(25));
        await untilWaiting(harness, 1);
        await tv.deny();
        assert.ok(tv.isDenied(await held));
      });

      it('is answered pending when its wait ends, and may be repeated at once', async () => {
        const [harness, tv] = await start();
        const answer = await tv.poll(wait(1));
        assert.ok(tv.isPending(answer), answer.text);
        assert.equal(answer.header('preference-applied'), 'wait=1');
        harness.clock.pass(5000);
        const again = tv.poll(wait(25));
        await untilWaiting(harness, 1);
        await tv.approve();
        assert.ok(tv.hasToken(await again));
      });

      it('is not held unless it asks for it', async () => {
        const [harness, tv] = await start();
        const answer = await tv.poll();
        assert.ok(tv.isPending(answer));
        assert.equal(answer.header('preference-applied'), null);
        assert.deepEqual(harness.localNotifier.watched(), []);
      });

      it('is answered at once when no slot is free, and not offered where there are none', async () => {
        const [, first] = await start({ waitsPerNetwork: 1 });
        const held = first.poll(wait(25));
        const [none, off] = await start({ waits: 0 });
        assert.equal(off.offer, null);
        assert.ok(off.isPending(await off.poll(wait(25))));
        assert.deepEqual(none.localNotifier.watched(), []);
        await first.approve();
        await held;
      });

      it('redeems nothing for a device that went away', async () => {
        const [harness, tv] = await start();
        const gone = new AbortController();
        const held = tv.poll(wait(25), gone.signal);
        await untilWaiting(harness, 1);
        gone.abort();
        await assert.rejects(held);
        await untilWaiting(harness, 0);
        await tv.approve();
        harness.clock.pass(5000);
        assert.ok(tv.hasToken(await tv.poll()), 'the next poll redeems');
      });

      it('is told to come again when the service stops', async () => {
        const [harness, tv] = await start();
        const held = tv.poll(wait(25));
        await untilWaiting(harness, 1);
        await harness.service.close();
        const answer = await held;
        assert.ok(tv.isPending(answer), answer.text);
        assert.equal(answer.header('preference-applied'), null);
      });

      it('is held no longer than the code lives', async () => {
        const [harness, tv] = await start();
        harness.clock.pass(tv.life - 1);
        const held = tv.poll(wait(25));
        await untilWaiting(harness, 1);
        harness.clock.pass(1);
        assert.ok(tv.isExpired(await held));
      });
    });
  }
  describe(`a poll of oauth through the ${way} adapter`, () => {
    it('is told to come again when the service stops as the code is opened, which OAuth does not signal', async () => {
      const [harness, adapter] = await aHarness(way);
      const begin = protocols['oauth'] ?? assert.fail();
      const tv = await begin(harness, adapter);
      const held = tv.poll(wait(25));
      await untilWaiting(harness, 1);
      await tv.open();
      await harness.service.close();
      const answer = await held;
      assert.ok(tv.isPending(answer), answer.text);
      assert.equal(answer.header('preference-applied'), null);
      assert.equal(answer.header('connection'), 'close');
    });
  });

  describe(`a plex poll through the ${way} adapter after the code was opened`, () => {
    it('is answered at once, and the next one is held', async () => {
      const [harness, adapter] = await aHarness(way);
      const begin = protocols['plex'] ?? assert.fail();
      const tv = await begin(harness, adapter);
      await tv.open();
      const news = await tv.poll(wait(25));
      assert.ok(news.header('linkpin-opened'));
      assert.equal(news.header('preference-applied'), 'wait=25');
      const held = tv.poll(wait(25));
      await untilWaiting(harness, 1);
      await tv.approve();
      assert.ok(tv.hasToken(await held));
    });
  });
}
