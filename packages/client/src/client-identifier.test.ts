import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientIdentifier } from './client-identifier.ts';
import { isLinkpinClientError } from './errors.ts';
import type { TextStorage } from './storage.ts';

const name = 'linkpin.clientIdentifier';

// Storages like localStorage (synchronous) and AsyncStorage (some turns of the event loop later).
const sync = (kept: Map<string, string>): TextStorage => ({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, text) => void kept.set(key, text),
});
const late = (kept: Map<string, string>): TextStorage => {
  const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    getItem: async (key) => {
      await soon();
      return kept.get(key);
    },
    setItem: async (key, text) => {
      await soon();
      kept.set(key, text);
    },
  };
};

test('C1: the identifier is 128 bits made once, and the same ever after', async () => {
  for (const open of [sync, late]) {
    const kept = new Map<string, string>();
    const made = await clientIdentifier(open(kept));
    assert.match(made, /^[0-9a-f]{32}$/);
    assert.deepEqual([...kept], [[name, made]]);
    assert.equal(await clientIdentifier(open(kept)), made);
    assert.notEqual(await clientIdentifier(open(new Map())), made);
  }
});

test('C1: first calls at once give one identifier, also through two faces of one storage', async () => {
  for (const open of [sync, late]) {
    const kept = new Map<string, string>();
    const one = open(kept);
    const made = await Promise.all([one, one, open(kept)].map(clientIdentifier));
    assert.equal(new Set(made).size, 1);
    assert.equal(made[0], kept.get(name));
  }
});

test('C1: a first call whose storage answers late does not undo what a quick one made', async () => {
  const kept = new Map<string, string>();
  const slow: TextStorage = {
    ...sync(kept),
    getItem: async (key) => {
      const found = kept.get(key);
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return found;
    },
  };
  const [patient, quick] = await Promise.all([clientIdentifier(slow), clientIdentifier(sync(kept))]);
  assert.equal(patient, quick);
});

test('C1: what another page wrote in the meantime counts', async () => {
  const kept = new Map<string, string>();
  const raced: TextStorage = { ...sync(kept), setItem: (key) => void kept.set(key, 'the other one') };
  assert.equal(await clientIdentifier(raced), 'the other one');
});

test('an identifier that an app kept before is left as it is, and an empty one is none', async () => {
  assert.equal(await clientIdentifier(sync(new Map([[name, 'from 2019']]))), 'from 2019');
  for (const nothing of ['', '  ', 7, {}]) {
    const kept = new Map([[name, nothing as string]]);
    assert.match(await clientIdentifier(sync(kept)), /^[0-9a-f]{32}$/);
  }
});

test('a storage that throws, rejects or keeps nothing is an error of its own, and the next call is no worse for it', async () => {
  const full = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  const cases: [Partial<TextStorage>, RegExp][] = [
    [{ getItem: full }, /^the storage cannot be read: QuotaExceededError: The quota/],
    [{ getItem: () => Promise.reject(new Error('locked')) }, /^the storage cannot be read: Error: locked$/],
    [{ setItem: full }, /^the storage cannot be written: QuotaExceededError/],
    [{ setItem: () => Promise.reject(new Error('locked')) }, /^the storage cannot be written: Error: locked$/],
    [{ setItem: () => {} }, /^the storage did not keep what was written$/],
  ];
  for (const [broken, words] of cases) {
    await assert.rejects(
      clientIdentifier({ ...sync(new Map()), ...broken }),
      (error) => isLinkpinClientError(error, 'storage') && words.test(error.message),
    );
    assert.match(await clientIdentifier(sync(new Map())), /^[0-9a-f]{32}$/);
  }
});

test('no identifier is made from weak chance: without crypto.getRandomValues the caller hears what to do', async (t) => {
  const { crypto } = globalThis;
  t.after(() => Object.defineProperty(globalThis, 'crypto', { value: crypto }));
  for (const value of [undefined, {}]) {
    Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
    const kept = new Map<string, string>();
    await assert.rejects(
      clientIdentifier(sync(kept)),
      (error) => isLinkpinClientError(error, 'bad_option') && error.message.includes('crypto.getRandomValues'),
    );
    assert.equal(kept.size, 0);
    assert.equal(await clientIdentifier(sync(new Map([[name, 'made elsewhere']]))), 'made elsewhere');
  }
});
