// The README's claims about React Native, as far as they can be tested without a phone; test/boundaries compiles for
// its engine.
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { type Line, createScriptedFetch, json, pinBody } from './scripted-fetch.testing.ts';
import { approved } from './sign-in.testing.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

type Sdk = typeof import('./index.ts');

// A bare engine with only those globals that every React Native has, and without URL, TextEncoder, Event and crypto.
const loadIn = async (more: object, ...script: Line[]): Promise<Sdk> => {
  const { outputFiles } = await build({
    entryPoints: [`${folder}index.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'sdk',
    target: 'esnext',
  });
  const { fetch } = createScriptedFetch(...script);
  const platform = createContext({ fetch, AbortController, performance, setTimeout, clearTimeout, ...more });
  return runInContext(`${outputFiles[0]?.text}; sdk`, platform) as Sdk;
};

const asyncStorage = (): { getItem: (name: string) => Promise<string | null>; kept: Map<string, string> } & Parameters<
  Sdk['resumeForwarded']
>[1] => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: async (name) => kept.get(name) ?? null,
    setItem: async (name, text) => void kept.set(name, text),
    removeItem: async (name) => void kept.delete(name),
  };
};

test('in React Native: no URL, no crypto, no DOM, and a sign-in goes through, also across the end of the app', async () => {
  const list = json([{ clientIdentifier: 'box', provides: 'server' }]);
  const sdk = await loadIn({}, json(pinBody(), 201), json(pinBody()), approved, approved, list);
  const options = { clientIdentifier: 'client-1', product: 'Zoë’s player', server: 'https://home.example/base/' };
  const storage = asyncStorage();
  const signIn = await sdk.createPlexClient(options).requestPin();
  await sdk.keepForwardedPin(storage, signIn.save());
  const kinds: string[] = [];
  const states = signIn.states();
  for (let step = await states.next(); !step.done; step = await states.next()) kinds.push(step.value.kind);
  assert.deepEqual(new Set(kinds), new Set(['pending', 'approved']));
  const again = await sdk.resumeForwarded(options, storage);
  assert.ok(again.kind === 'approved');
  assert.equal(storage.kept.size, 0);
  assert.equal((await sdk.fetchPlexResources(options, again.token))[0]?.clientIdentifier, 'box');
});

test('in React Native: the client identifier needs a package that adds crypto.getRandomValues, and then is made', async () => {
  const bare = await loadIn({});
  await assert.rejects(bare.clientIdentifier(asyncStorage()), { code: 'bad_option' });
  const { clientIdentifier } = await loadIn({
    crypto: { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => webcrypto.getRandomValues(bytes) },
  });
  const storage = asyncStorage();
  const made = await clientIdentifier(storage);
  assert.match(made, /^[0-9a-f]{32}$/);
  assert.equal(await clientIdentifier(storage), made);
});
