// One real service, many devices and people at once, connections that are cut: what it answered is judged.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createKeys, createMemoryStore, openSqliteStore } from '@linkpin/server';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { standIn } from '../../packages/server/src/service/pins/stand-in.testing.ts';
import { movableClock } from '../harness/clock.ts';
import { testKeys } from '../harness/dependencies.ts';
import { createHarness } from '../harness/service.ts';
import { chanceOf } from './chance.ts';
import { describe as describeFault, kindOf, type FaultKind } from './history/explain.ts';
import type { Call } from './history/history.ts';
import { judge } from './history/judge.ts';
import { approversOf, namesOf, settle } from './people.ts';
import { Recorder, type Send } from './recorder.ts';
import { failedIn, playStory, type SignIn } from './story.ts';

/** One store serves one service: nothing that it answers may be old. */
const bounds = { pendingWithin: 0, clockSkew: 2 };

/** What was recorded of a story, and how it ended for the devices. */
interface Played {
  readonly history: readonly Call[];
  readonly ended: readonly SignIn[];
}

interface Story {
  readonly count: number;
  readonly cuts: number;
  readonly patience?: number;
  /** Called when everybody has an account, before the first device asks. */
  readonly begin?: () => void;
}

/** Plays a story on a store, which it closes. */
async function play(store: Store, { count, cuts, patience = 120_000, begin = () => {} }: Story): Promise<Played> {
  const harness = createHarness('chaos', {
    store,
    clock: movableClock(Date.now),
    // Whoever approves too late gives a code that leads nowhere, which is a wrong code.
    settings: { trustedProxies: '127.0.0.1', guessesPerDay: 2000 },
  });
  try {
    const url = await harness.service.listen();
    const history: Call[] = [];
    const people = await settle(harness, 30);
    const recorder = new Recorder({
      now: () => performance.timeOrigin + performance.now(),
      nameOf: namesOf(people),
      keep: (call) => history.push(call),
    });
    const approvers = approversOf(people, url, recorder, (index) => [`198.19.0.${index}`, fetch]);
    const sendFrom = (): Send => fetch;
    const world = { url, recorder, sendFrom, chance: chanceOf('chaos'), approvers, cuts, patience };
    begin();
    const ended = await playStory(world, count, 50);
    return { history, ended };
  } finally {
    await harness.service.close();
  }
}

const stores: Readonly<Record<string, (context: TestContext) => Promise<Store>>> = {
  memory: async () => createMemoryStore(),
  async SQLite(context) {
    const folder = await mkdtemp(join(tmpdir(), 'linkpin-chaos-'));
    context.after(() => rm(folder, { recursive: true }));
    return openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(testKeys) });
  },
};

describe('a service of one process', () => {
  for (const [name, open] of Object.entries(stores)) {
    it(`answers two hundred sign-ins as the core would, on ${name}`, async (context) => {
      const { history, ended } = await play(await open(context), { count: 200, cuts: 0.15 });
      const unanswered = history.filter(({ answer }) => answer === null).length;
      const tokens = ended.filter(({ ended: how }) => how === 'token').length;
      context.diagnostic(`${history.length} calls, ${unanswered} without an answer, ${tokens} tokens`);
      assert.equal(judge(history, bounds).map(describeFault).join('\n'), '');
      assert.equal(ended.length, 200);
      assert.deepEqual(failedIn(ended), []);
      assert.ok(unanswered > 20, 'connections were cut');
    });
  }
});

/** A memory store that keeps its pins otherwise from some moment on. */
function breakable(change: (pins: Store['pins']) => Partial<Store['pins']>) {
  const { pins, ...rest } = createMemoryStore();
  const parts: Partial<Store['pins']> = {};
  return { store: { ...rest, pins: standIn(pins, parts) }, breaks: () => Object.assign(parts, change(pins)) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What is wrong with a store, and the kinds of fault of which one has to be found. */
const brokenStores: Readonly<Record<string, readonly [ReturnType<typeof breakable>, readonly FaultKind[]]>> = {
  'replaces a pin whatever its version': [
    breakable((pins) => ({
      async replace(next, _, options) {
        await turn();
        const { version = 0 } = (await pins.byId(next.id)) ?? {};
        return pins.replace({ ...next, version: version + 1 }, version, options);
      },
    })),
    ['lost-approval', 'decided-twice', 'second-token', 'token-of-another'],
  ],
  'forgets every approval': [
    breakable((pins) => ({
      replace: async (next, version, options) => next.state.at === 'approved' || pins.replace(next, version, options),
    })),
    ['lost-approval'],
  ],
  'loses one pin of four': [
    breakable((pins) => ({
      async byPublicId(protocol, publicId) {
        const pin = await pins.byPublicId(protocol, publicId);
        return pin !== undefined && pin.code < 'H' ? undefined : pin;
      },
    })),
    ['lost-pin'],
  ],
};

describe('a service on a store that', () => {
  for (const [title, [{ store, breaks }, kinds]] of Object.entries(brokenStores)) {
    it(`${title} is found out`, async (context) => {
      const { history } = await play(store, { count: 63, cuts: 0, patience: 500, begin: breaks });
      const found = judge(history, bounds);
      context.diagnostic([...new Set(found.map(kindOf))].join(', '));
      assert.ok(
        found.some((fault) => kinds.includes(kindOf(fault))),
        found.map(describeFault).join('\n'),
      );
    });
  }
});
