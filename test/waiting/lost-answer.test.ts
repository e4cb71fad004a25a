// The answer with the tokens is lost on its way: the SDK asks again at its own pace, and gets the same one.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { createDeviceClient, createDeviceKey, createDpop, type Clock as SdkClock } from '@linkpin/client';
import { pollPause, slowDown } from '../../packages/client/src/oauth-pace.ts';
import { pollTimeout } from '../../packages/client/src/oauth-sign-in.ts';
import { repeatReadWindow } from '../../packages/server/src/domain/pin.ts';
import type { CachedStore } from '../../packages/server/src/service/ports/pending-cache.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { until } from '../support/until.ts';
import { deciding } from './protocols.ts';

/** The latest that the SDK ever asks again: jitter is drawn from below 1. */
const latest = 1 - 1e-9;

/** For how long the service is asked to hold a poll, in milliseconds. */
const longestHeld = 25_000;

/** How the answer is lost: its connection breaks, or nothing is heard any more. */
type Loss = 'cut' | 'silent';

/** Stands between the SDK and a service, and loses the first answer that has tokens. */
async function losing(context: TestContext, service: string, loss: Loss) {
  const lost: string[] = [];
  const silent = new Set<Socket>();
  const relay = createServer((client) => {
    const upstream = connect(Number(new URL(service).port), '127.0.0.1');
    const end = (): void => void [silent.delete(client), client.destroy(), upstream.destroy()];
    client.on('error', end).on('close', end);
    upstream.on('error', end).on('close', end);
    client.pipe(upstream);
    upstream.on('data', (part: Buffer) => {
      // The clock of Node's own header is not the one that the test moves, and the SDK would go by it.
      const text = part.toString().replace(/^date: .*\r\n/im, '');
      if (lost.length > 0 || !text.includes('"access_token"')) return void client.write(text);
      lost.push(text);
      if (loss === 'cut') end();
      else silent.add(client);
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  context.after(() => relay.close());
  return { url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`, lost, isSilent: () => silent.size > 0 };
}

/** The SDK's clock: the service's, whose timers go off when they are told to. */
function handTimers({ clock }: Harness) {
  const timers = new Set<{ readonly ms: number; readonly due: number; readonly ring: () => void }>();
  const sdk: SdkClock = {
    now: () => clock.now(),
    wallTime: () => clock.now(),
    after(ms, ring) {
      const timer = { ms, due: clock.now() + ms, ring };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  return {
    sdk,
    /** Whether it makes a pause: then no answer is waited for, and there is a second timer, which counts what is shown. */
    isPausing: (): boolean => timers.size === 2 && ![...timers].some(({ ms }) => ms >= pollTimeout),
    isWaiting: (): boolean => timers.size > 0,
    /** Goes on to the next timer. */
    next(): void {
      const [timer] = [...timers].toSorted((one, other) => one.due - other.due);
      assert.ok(timer, 'the SDK waits for something');
      timers.delete(timer);
      clock.pass(Math.max(0, timer.due - clock.now()));
      timer.ring();
    },
  };
}

const keys = [makeSecretKey()];
const folder = mkdtempSync(join(tmpdir(), 'linkpin-lost-'));
after(() => rmSync(folder, { recursive: true }));

const engines: Readonly<Record<string, () => Promise<CachedStore>>> = {
  SQLite: () => openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) }),
  async PostgreSQL() {
    const address = readPostgresAddress((await freshDatabase()).url);
    return openPostgresStore({ address, keys: createKeys(keys), connections: 4 });
  },
};

for (const [engine, open] of Object.entries(engines)) {
  // One for all tests: to make one takes longer than a test.
  let opened: Promise<CachedStore> | undefined;
  after(async () => (await opened)?.close());
  for (const [poll, loss, waits] of [
    ['a plain poll breaks', 'cut', 0],
    ['a plain poll is never answered', 'silent', 0],
    ['a held poll is never answered', 'silent', 10],
  ] as const) {
    for (const hasKey of [false, true]) {
      test(`${poll} on ${engine}, ${hasKey ? 'with' : 'without'} a key: the tokens come after all`, async (context) => {
        context.mock.method(Math, 'random', () => latest);
        const store = await (opened ??= open());
        const clock = movableClock(Date.now);
        const harness = createHarness(poll, {
          store: { ...store, close: async () => {} },
          keys,
          clock,
          settings: { waits },
        });
        context.after(() => harness.service.close());
        const clientId = `${engine} ${poll} ${hasKey}`;
        await registerClient(harness, clientId);
        const { url, lost, isSilent } = await losing(context, await harness.service.listen(), loss);
        const { sdk, isPausing, isWaiting, next } = handTimers(harness);
        const endpoints = {
          deviceAuthorizationEndpoint: `${url}/oauth/device_authorization`,
          tokenEndpoint: `${url}/oauth/token`,
        };
        const dpop = hasKey ? createDpop(await createDeviceKey(), sdk) : undefined;
        const client = createDeviceClient({ endpoints, clientId, clock: sdk, dpop });
        const signIn = await client.requestCode();
        await deciding(harness, signIn.code).approve();
        let isDone = false;
        const waiting = signIn.wait().finally(() => (isDone = true));
        while (!isDone) {
          await until('only time can help', () => isDone || isPausing() || (isSilent() && isWaiting()));
          if (!isDone) next();
        }
        const ended = await waiting;
        assert.ok(ended.kind === 'approved', JSON.stringify(ended));
        assert.equal(lost.length, 1);
        assert.ok(lost[0]?.includes(ended.tokens.accessToken), 'it is the answer that was lost');
        const { id } = await harness.person('ada');
        const grants = await harness.ports.grants.listFor(id);
        assert.equal(grants.filter((grant) => grant.clientId === clientId).length, 1);
      });
    }
  }
}

test('the SDK is never too late for a lost answer, not even when it was told once to slow down', () => {
  const interval = slowDown(5, null);
  assert.ok(longestHeld + pollTimeout + pollPause(interval, 1, undefined, latest) < repeatReadWindow.oauth);
});
