import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeyStorage, type StoredKey, createDeviceKey } from './device-key.ts';
import { isLinkpinClientError } from './errors.ts';
import { jwkThumbprint, signCompact } from './jws.ts';
import { readJws, withoutEd25519 } from './read-jws.testing.ts';

// IndexedDB applies structuredClone to values; a file stores JSON.
const storage = (holdsKeys: boolean): KeyStorage & { readonly kept: Map<string, StoredKey> } => {
  const kept = new Map<string, StoredKey>();
  const copy = (key: StoredKey): StoredKey =>
    holdsKeys ? structuredClone(key) : (JSON.parse(JSON.stringify(key)) as JsonWebKey);
  return {
    holdsKeys,
    kept,
    get: async (name) => kept.get(name),
    put: async (name, key) => void kept.set(name, copy(key)),
  };
};

test('a key without a storage is Ed25519, signs, and can never be read', async () => {
  const key = await createDeviceKey();
  assert.equal(key.alg, 'EdDSA');
  assert.equal(key.privateKey.extractable, false);
  assert.equal(key.thumbprint, await jwkThumbprint(key.jwk));
  assert.ok(readJws(await signCompact(key, {}, '{}')).isBy(key.jwk));
  assert.notEqual((await createDeviceKey()).thumbprint, key.thumbprint);
});

for (const [which, ed25519] of [
  ['Ed25519', true],
  ['P-256, where Ed25519 is missing', false],
] as const) {
  for (const [what, holdsKeys] of [
    ['that holds keys', true],
    ['of text', false],
  ] as const) {
    test(`a storage ${what} gives the same key again, ${which}`, async (t) => {
      if (!ed25519) withoutEd25519(t);
      const kept = storage(holdsKeys);
      const key = await createDeviceKey({ storage: kept });
      const again = await createDeviceKey({ storage: kept });
      assert.equal(key.alg, ed25519 ? 'EdDSA' : 'ES256');
      assert.equal(again.thumbprint, key.thumbprint);
      assert.ok(readJws(await signCompact(again, {}, '{}')).isBy(key.jwk));
      assert.ok(!JSON.stringify(key.jwk).includes('"d"'));
    });
  }
}

test('a storage that holds keys is never given one that can be read, and no other key than such in memory either', async () => {
  const kept = storage(true);
  await createDeviceKey({ storage: kept });
  const pair = kept.kept.get('device') as CryptoKeyPair;
  await assert.rejects(crypto.subtle.exportKey('jwk', pair.privateKey), /extractable/);
  const text = storage(false);
  await createDeviceKey({ storage: text });
  assert.equal((await createDeviceKey({ storage: text })).privateKey.extractable, false);
});

test('one key for each name, so one for each server', async () => {
  const kept = storage(false);
  const [one, two] = [
    await createDeviceKey({ storage: kept, name: 'a' }),
    await createDeviceKey({ storage: kept, name: 'b' }),
  ];
  assert.notEqual(one.thumbprint, two.thumbprint);
  assert.deepEqual([...kept.kept.keys()], ['a', 'b']);
});

test('where there is no WebCrypto, as on a page of plain http, the option is told to be bad', async (t) => {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
  t.after(() => Object.defineProperty(globalThis, 'crypto', original));
  for (const value of [undefined, {}]) {
    Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
    await assert.rejects(createDeviceKey(), (error) => isLinkpinClientError(error, 'bad_option'));
  }
});

test('a storage that throws, or holds something else than a key, is a storage error that tells no key', async () => {
  const secret = 'd: the private part';
  const fails = (): Promise<never> => Promise.reject(new TypeError(secret));
  const holding = (stored: unknown): KeyStorage => ({ get: async () => stored as StoredKey, put: async () => {} });
  const storages: KeyStorage[] = [
    { get: fails, put: async () => {} },
    { get: async () => undefined, put: fails },
    { holdsKeys: true, get: async () => undefined, put: fails },
    holding('{"kty":"OKP"}'),
    holding({}),
    holding({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA', d: 'AAAA' }),
    holding({ privateKey: {}, publicKey: {} }),
  ];
  for (const each of storages) {
    await assert.rejects(
      createDeviceKey({ storage: each }),
      (error) => isLinkpinClientError(error, 'storage') && !error.message.includes(secret),
    );
  }
});
