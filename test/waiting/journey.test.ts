// The client at a real server, with waiting, without it, and with a proxy on the way that cuts.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createWorld } from '../support/world.ts';
import { deciding } from './dialects.ts';
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

for (const [dialect, begin] of Object.entries(devices)) {
  const start = async (t: TestContext, settings = {}) => {
    const world = createWorld('journey', { settings, clock: { now: () => Date.now() } });
    t.after(() => world.service.close());
    const proxy = await startCutter(t, await world.service.listen());
    const tv = await begin(world, proxy.url);
    return { world, ...proxy, tv, person: deciding(world, tv.code) };
  };

  describe(`a sign-in by ${dialect}`, () => {
    it('hears of the yes while it waits', async (t) => {
      const { world, tv, person } = await start(t);
      const outcome = tv.wait();
      await untilWaiting(world, 1);
      await person.approve();
      assert.equal(await outcome, 'approved');
    });

    it('hears of the no while it waits', async (t) => {
      const { world, tv, person } = await start(t);
      const outcome = tv.wait();
      await untilWaiting(world, 1);
      await person.deny();
      assert.equal(await outcome, 'denied');
    });

    it('polls where nothing is held', async (t) => {
      const { world, tv, person } = await start(t, { waits: 0 });
      const outcome = tv.wait();
      await person.approve();
      assert.equal(await outcome, 'approved');
      assert.equal(world.wakes.isWatched(), false);
    });

    it('goes on when its connection is cut in the middle of a wait, and loses nothing', async (t) => {
      const { world, cut, tv, person } = await start(t);
      const outcome = tv.wait();
      await untilWaiting(world, 1);
      cut();
      await untilWaiting(world, 0);
      await person.approve();
      assert.equal(await outcome, 'approved');
    });
  });
}
