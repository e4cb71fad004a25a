// Linkpin servers offer long polling; every other server is polled at intervals.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpoints } from './device-scene.testing.ts';
import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import { createDeviceClient } from './oauth-client.ts';
import { createPlexClient } from './plex-client.ts';
import {
  type Line,
  type ScriptedFetch,
  createScriptedFetch,
  json,
  noNetwork,
  pinBody,
  silence,
} from './scripted-fetch.testing.ts';
import { watch } from './sign-in.testing.ts';

/** A sign-in at a server with long polling, in one protocol. */
interface Scene {
  readonly server: ScriptedFetch;
  readonly clock: HandClock;
  readonly wait: (signal?: AbortSignal) => { value?: { readonly kind: string }; error?: unknown };
  readonly stateNow: () => Promise<string>;
  readonly hurry: () => void;
  /** Seconds between two ordinary polls. */
  readonly pace: number;
  /** Milliseconds that a response may take in addition to the wait. */
  readonly margin: number;
  readonly pending: Line;
  readonly approved: Line;
}

const offer = { 'linkpin-wait': '25' };

const scenes: Readonly<Record<string, (offered: Record<string, string>) => Promise<Scene>>> = {
  async plex(offered) {
    const clock = createHandClock();
    const server = createScriptedFetch(json(pinBody(), 201, offered));
    const { fetch } = server;
    const client = createPlexClient({
      clientIdentifier: 'c',
      product: 'P',
      server: 'https://home.example',
      fetch,
      clock,
    });
    const signIn = await client.requestPin();
    return {
      server,
      clock,
      wait: (signal) => watch(signIn.wait({ signal })),
      stateNow: async () => (await signIn.states().next()).value.kind,
      hurry: signIn.hurry,
      pace: 1,
      margin: 5000,
      pending: json(pinBody({ expiresIn: 800 })),
      approved: json(pinBody({ authToken: 't' })),
    };
  },
  async oauth(offered) {
    const clock = createHandClock();
    const code = {
      device_code: 'd',
      user_code: 'WDJB-MJHT',
      verification_uri: 'https://home.example/link',
      expires_in: 900,
      interval: 5,
    };
    const server = createScriptedFetch(json(code, 200, offered));
    const client = createDeviceClient({ endpoints, clientId: 'tv', fetch: server.fetch, clock });
    const signIn = await client.requestCode();
    return {
      server,
      clock,
      wait: (signal) => watch(signIn.wait({ signal })),
      stateNow: async () => (await signIn.states().next()).value.kind,
      hurry: signIn.hurry,
      pace: 5.35,
      margin: 30_000,
      pending: json({ error: 'authorization_pending' }, 400),
      approved: json({ access_token: 'a', token_type: 'Bearer' }),
    };
  },
};

const prefers = ({ server }: Scene): (string | null)[] =>
  server.seen.slice(1).map(({ headers }) => headers.get('prefer'));

for (const [dialect, scene] of Object.entries(scenes)) {
  const begin = async (offered: Record<string, string> = offer) => {
    const made = await scene(offered);
    const after =
      (seconds: number, line: Line): Line =>
      (request) =>
        new Promise((resolve, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
          made.clock.after(seconds * 1000, () => {
            new Promise<Response>((answer) => answer(line(request))).then(resolve, reject);
          });
        });
    return { made, after };
  };

  describe(`a wait in ${dialect}`, () => {
    it('asks at once to be held, and again as soon as it was, and has its outcome when there is one', async () => {
      const { made, after } = await begin();
      made.server.goOn(after(5, made.pending), after(25, made.pending), after(3, made.approved));
      const seen = made.wait();
      await settle();
      assert.deepEqual(prefers(made), ['wait=5']);
      await made.clock.pass(6000);
      assert.equal(made.server.seen.length, 3);
      await made.clock.pass(26_000);
      assert.equal(made.server.seen.length, 4);
      await made.clock.pass(3000);
      assert.equal(seen.value?.kind, 'approved');
      assert.deepEqual(prefers(made), ['wait=5', 'wait=25', 'wait=25']);
      assert.equal(made.server.most(), 1);
      assert.equal(made.clock.outstanding(), 0);
    });

    it('is never asked to be held where nobody offered it', async () => {
      const { made } = await begin({});
      made.server.goOn(made.pending, made.pending, made.approved);
      const seen = made.wait();
      await made.clock.pass(20_000);
      assert.equal(seen.value?.kind, 'approved');
      assert.deepEqual(prefers(made), [null, null, null]);
    });

    it('goes at its ordinary pace while the server has no room to hold it', async () => {
      const { made } = await begin();
      made.server.goOn(made.pending);
      made.wait();
      await made.clock.pass(60_000);
      const asked = made.server.seen.length - 1;
      assert.ok(asked <= 60 / made.pace + 1 && asked >= 60 / (made.pace + 1) - 1, String(asked));
    });

    for (const [what, trouble] of Object.entries({
      'the network fails': noNetwork,
      'a proxy cuts it': json({}, 504),
      'too many ask': json({}, 429),
    })) {
      it(`asks in the ordinary way within one interval when ${what}, says nothing of it, and is held again`, async () => {
        const { made, after } = await begin();
        made.server.goOn(after(10, trouble), made.pending, after(25, made.pending));
        made.wait();
        await made.clock.pass(10_000);
        assert.equal(made.server.seen.length, 2);
        assert.equal(await made.stateNow(), 'pending');
        await made.clock.pass(1000);
        assert.deepEqual(prefers(made), ['wait=5', null]);
        await made.clock.pass(made.pace * 1000 + 1000);
        assert.deepEqual(prefers(made), ['wait=5', null, 'wait=25']);
      });
    }

    it('leaves a server alone that asks for it', async () => {
      const { made } = await begin();
      made.server.goOn(json({}, 503, { 'retry-after': '30' }), made.pending);
      made.wait();
      await made.clock.pass(29_000);
      assert.equal(made.server.seen.length, 2);
      assert.equal(await made.stateNow(), 'retrying');
      await made.clock.pass(5000);
      assert.deepEqual(prefers(made).slice(0, 2), ['wait=5', null]);
    });

    it('finds out within seconds that a path swallows what is held, and holds nothing there the third time', async () => {
      const { made } = await begin();
      const swallowing: Line = (request) => (request.headers.has('prefer') ? silence(request) : made.pending(request));
      made.server.goOn(swallowing);
      made.wait();
      await made.clock.pass(4000 + made.margin);
      assert.deepEqual(prefers(made), ['wait=5']);
      await made.clock.pass(2000);
      assert.deepEqual(prefers(made), ['wait=5', null]);
      await made.clock.pass(2 * made.margin + 20_000);
      const asked = prefers(made);
      assert.deepEqual(
        asked.filter((wait) => wait !== null),
        ['wait=5', 'wait=1'],
      );
      await made.clock.pass(60_000);
      const more = made.server.seen.length - 1 - asked.length;
      assert.ok(more <= 60 / made.pace + 1 && more >= 60 / (made.pace + 1) - 1, String(more));
    });

    it('is held less long after one silence, not never again, and as long as before after a cut', async () => {
      const { made, after } = await begin();
      made.server.goOn(after(5, made.pending), silence, made.pending, after(6, noNetwork), made.pending, silence);
      made.wait();
      while (prefers(made).length < 6) await made.clock.pass(1000);
      assert.deepEqual(prefers(made), ['wait=5', 'wait=25', null, 'wait=6', null, 'wait=6']);
    });

    it('lets an ordinary question take the place of one that is held when it is to hurry', async () => {
      const { made, after } = await begin();
      made.server.goOn(after(25, made.pending), made.approved);
      const seen = made.wait();
      await made.clock.pass(12_000);
      made.hurry();
      await made.clock.pass(1000);
      assert.deepEqual(prefers(made), ['wait=5', null]);
      assert.equal(made.server.seen[1]?.signal.aborted, true);
      assert.equal(seen.value?.kind, 'approved');
    });

    it('closes at once when nobody listens any more', async () => {
      const { made, after } = await begin();
      made.server.goOn(after(25, made.pending));
      const leave = new AbortController();
      const seen = made.wait(leave.signal);
      await made.clock.pass(5000);
      leave.abort(new Error('enough'));
      await settle();
      assert.equal((seen.error as Error).message, 'enough');
      assert.equal(made.server.seen[1]?.signal.aborted, true);
      await made.clock.pass(60_000);
      assert.equal(made.server.seen.length, 2);
    });
  });
}
