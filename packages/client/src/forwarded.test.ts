import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { type ForwardedOutcome, keepForwardedPin, resumeForwarded } from './forwarded.ts';
import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import type { ListenOptions } from './listening.ts';
import { createPlexClient } from './plex-client.ts';
import type { PlexClientOptions } from './plex-setting.ts';
import {
  type Line,
  type ScriptedFetch,
  createScriptedFetch,
  json,
  noNetwork,
  notFound,
  pinBody,
} from './scripted-fetch.testing.ts';
import { approved, pendingAt, watch } from './sign-in.testing.ts';
import type { ForgetfulStorage } from './storage.ts';

interface Tab {
  readonly options: PlexClientOptions;
  readonly storage: ForgetfulStorage;
  readonly kept: Map<string, string>;
  readonly clock: HandClock;
  readonly server: ScriptedFetch;
  readonly comeBack: (listen?: ListenOptions) => ReturnType<typeof watch<ForwardedOutcome>>;
}

// A tab that requested a pin, stored it, left for the sign-in page a minute ago, and is back.
const leave = async (...polls: Line[]): Promise<Tab> => {
  const clock = createHandClock();
  const server = createScriptedFetch(json(pinBody(), 201), ...polls);
  const options = {
    clientIdentifier: 'client-1',
    product: 'Test',
    server: 'https://home.example',
    fetch: server.fetch,
    clock,
  };
  const kept = new Map<string, string>();
  const storage: ForgetfulStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, text),
    removeItem: (name) => void kept.delete(name),
  };
  const signIn = await createPlexClient(options).requestPin({ strong: true });
  await keepForwardedPin(storage, signIn.save());
  await clock.pass(60_000);
  return {
    options,
    storage,
    kept,
    clock,
    server,
    comeBack: (listen) => watch(resumeForwarded(options, storage, listen)),
  };
};

test('C7: an approval that is there when the person is back is had at once, and nothing is left behind', async () => {
  const { kept, clock, server, comeBack } = await leave(approved);
  const seen = comeBack();
  await clock.pass(0);
  assert.ok(seen.value?.kind === 'approved');
  assert.equal(seen.value.token, 'token-20-characters');
  assert.equal(kept.size, 0);
  assert.equal(clock.outstanding(), 0);
  assert.equal(server.seen.length, 2);
});

test('C7: null reads after the way back do not end it: plex.tv may be a little late', async () => {
  for (const count of [1, 2, 10]) {
    const nulls = Array.from({ length: count }, (_, index) => pendingAt(60 + index));
    const { clock, comeBack } = await leave(...nulls, approved);
    const seen = comeBack();
    await clock.pass((count - 1) * 1000 + 500);
    assert.deepEqual(seen, {});
    await clock.pass(1000);
    assert.equal(seen.value?.kind, 'approved');
  }
});

test('C7: when the server goes on saying that nobody decided, it gives up, calls the pin off, and nothing is left', async () => {
  const { kept, clock, server, comeBack } = await leave(json(pinBody()));
  const seen = comeBack();
  await clock.pass(14_000);
  assert.deepEqual(seen, {});
  assert.equal(kept.size, 1);
  await clock.pass(2000);
  assert.deepEqual(seen.value, { kind: 'undecided' });
  assert.equal(server.seen.at(-1)?.method, 'DELETE');
  assert.equal(kept.size, 0);
  const asked = server.seen.length;
  await clock.pass(60_000);
  assert.equal(server.seen.length, asked);
  assert.equal(clock.outstanding(), 0);
});

test('C7: never one null read alone ends it, however slowly the server answers', async () => {
  const clockOf: { clock?: HandClock } = {};
  const slow: Line = (request) =>
    new Promise((resolve) => clockOf.clock?.after(4900, () => resolve(json(pinBody())(request))));
  const { clock, server, comeBack } = await leave(slow);
  clockOf.clock = clock;
  const seen = comeBack();
  while (!seen.value) await clock.pass(1000);
  assert.deepEqual(seen.value, { kind: 'undecided' });
  const reads = server.seen.filter(({ method }) => method === 'GET');
  assert.ok(reads.length >= 3, `${reads.length}`);
});

test('C7: time without network is not held against the person', async () => {
  const { clock, server, comeBack } = await leave(pendingAt(60), noNetwork);
  const seen = comeBack();
  await clock.pass(120_000);
  assert.deepEqual(seen, {});
  server.goOn(pendingAt(180), pendingAt(181), approved);
  await clock.pass(20_000);
  assert.equal(seen.value?.kind, 'approved');
});

test('C7: any other outcome is told as it is, and nothing is left behind', async () => {
  for (const kind of ['denied', 'cancelled', 'expired', 'taken', 'gone'] as const) {
    const { kept, clock, comeBack } = await leave(notFound(kind));
    const seen = comeBack();
    await clock.pass(0);
    assert.deepEqual(seen.value, { kind });
    assert.equal(kept.size, 0);
  }
});

test('C7: a page that was opened for another reason asks nobody', async () => {
  const { kept, server, comeBack } = await leave(approved);
  kept.clear();
  const seen = comeBack();
  await settle();
  assert.deepEqual(seen.value, { kind: 'none' });
  assert.equal(server.seen.length, 1);
});

test('what is kept is thrown away when it is no pin of this client', async () => {
  const { options, kept, storage, server } = await leave(approved);
  const [[name, text] = assert.fail()] = [...kept];
  const saved = JSON.parse(text) as object;
  for (const wrong of [
    'null',
    '{',
    '[]',
    JSON.stringify({ ...saved, server: 'https://elsewhere.example' }),
    JSON.stringify({ ...saved, clientIdentifier: 'client-2' }),
    JSON.stringify({ ...saved, id: '../user' }),
  ]) {
    kept.set(name, wrong);
    assert.deepEqual(await resumeForwarded(options, storage), { kind: 'none' });
    assert.equal(kept.size, 0);
  }
  assert.equal(server.seen.length, 1);
});

test('an abort rejects with its own reason, and the pin stays for the next load of the page', async () => {
  const { kept, clock, server, comeBack } = await leave(json(pinBody()));
  const controller = new AbortController();
  const seen = comeBack({ signal: controller.signal });
  await clock.pass(1500);
  controller.abort('the page goes');
  await settle();
  assert.equal(seen.error, 'the page goes');
  assert.equal(kept.size, 1);
  assert.equal(clock.outstanding(), 0);
  server.goOn(approved);
  const again = comeBack();
  await clock.pass(0);
  assert.equal(again.value?.kind, 'approved');
});

test('a storage that fails is told before anything is lost, and never costs a token', async () => {
  const { options, storage, clock } = await leave(approved);
  const fail = (): Promise<never> => Promise.reject(new Error('locked'));
  const signIn = await createPlexClient({
    ...options,
    fetch: createScriptedFetch(json(pinBody())).fetch,
  }).requestPin();
  const saved = signIn.save();
  const isStorage = (error: unknown): boolean => isLinkpinClientError(error, 'storage');
  await assert.rejects(keepForwardedPin({ ...storage, setItem: fail }, saved), isStorage);
  await assert.rejects(resumeForwarded(options, { ...storage, getItem: fail }), isStorage);
  const seen = watch(resumeForwarded(options, { ...storage, removeItem: fail }));
  await clock.pass(0);
  assert.equal(seen.value?.kind, 'approved');
});

test('a storage that repeats what it was given does not bring the code into an error', async () => {
  const { options, storage } = await leave(approved);
  const { fetch } = createScriptedFetch(json(pinBody()));
  const saved = (await createPlexClient({ ...options, fetch }).requestPin()).save();
  const chatty = (_name: string, text: string): never => {
    throw new Error(`no room for ${text}`);
  };
  await assert.rejects(keepForwardedPin({ ...storage, setItem: chatty }, saved), {
    message: 'the storage cannot be written: Error: no room for …',
  });
});

test('options that cannot work are refused before anything is read', async () => {
  const { options, kept, storage } = await leave(approved);
  await assert.rejects(resumeForwarded({ ...options, product: '' }, storage), { code: 'bad_option' });
  assert.equal(kept.size, 1);
});
