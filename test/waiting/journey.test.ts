// The SDK against a real server: with long polls, without them, and through a proxy that cuts connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { deciding } from './protocols.ts';
import { untilWaiting } from './holding.ts';
import { devices } from './sdk-devices.ts';

/** A TCP proxy that ends every connection when it is told to. */
async function startCutter(
  t: TestContext,
  target: string,
): Promise<{ readonly url: string; readonly cut: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [one, two] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(two);
      one.on('error', () => two.destroy());
      one.on('close', () => {
        sockets.delete(one);
        two.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  t.after(() => {
    cut();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

for (const [protocol, begin] of Object.entries(devices)) {
  const start = async (t: TestContext, settings = {}) => {
    const harness = createHarness('journey', { settings, clock: movableClock(Date.now) });
    t.after(() => harness.service.close());
    const proxy = await startCutter(t, await harness.service.listen());
    const tv = await begin(harness, proxy.url);
    return { harness, ...proxy, tv, person: deciding(harness, tv.code) };
  };

  describe(`a sign-in by ${protocol}`, () => {
    it('learns of an approval while a poll is held', async (t) => {
      const { harness, tv, person } = await start(t);
      const outcome = tv.wait();
      await untilWaiting(harness, 1);
      await person.approve();
      assert.equal(await outcome, 'approved');
    });

    it('learns of a denial while a poll is held', async (t) => {
      const { harness, tv, person } = await start(t);
      const outcome = tv.wait();
      await untilWaiting(harness, 1);
      await person.deny();
      assert.equal(await outcome, 'denied');
    });

    it('polls where no poll is held', async (t) => {
      const { harness, tv, person } = await start(t, { waits: 0 });
      const outcome = tv.wait();
      await person.approve();
      assert.equal(await outcome, 'approved');
      assert.equal(harness.localNotifier.isWatched(), false);
    });

    it('goes on when its connection is cut during a held poll, and loses nothing', async (t) => {
      const { harness, cut, tv, person } = await start(t);
      const outcome = tv.wait();
      await untilWaiting(harness, 1);
      cut();
      await untilWaiting(harness, 0);
      await person.approve();
      assert.equal(await outcome, 'approved');
    });
  });
}
