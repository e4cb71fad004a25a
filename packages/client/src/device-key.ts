import { badOption } from './errors.ts';
import type { Members } from './lenient.ts';
import { type PublicJwk, type SigningKey, algorithms, jwkThumbprint } from './jws.ts';
import type { PlatformKey } from './platform.ts';
import { storageError } from './storage.ts';

/** Where a device keeps its keys. */
export interface KeyStorage {
  /**
   * Whether it can hold a `CryptoKey` as it is, as IndexedDB can. Then nobody can ever read the private part, not even the
   * app. Else it is given the private JWK: keep that as you keep a password.
   */
  readonly holdsKeys?: boolean;
  /** What was put under this name; undefined when nothing was. */
  readonly get: (name: string) => Promise<StoredKey | undefined>;
  readonly put: (name: string, key: StoredKey) => Promise<void>;
}

/** A key as a storage holds it. */
export type StoredKey = { readonly privateKey: PlatformKey; readonly publicKey: PlatformKey } | StoredJwk;

/** A private JWK (RFC 7517). */
export interface StoredJwk extends Partial<PublicJwk> {
  readonly d?: string | undefined;
  readonly ext?: boolean | undefined;
  readonly key_ops?: string[] | undefined;
}

/** Which key, and where it is kept. */
export interface DeviceKeyOptions {
  /** Which key of the storage: one for each server, so that servers cannot tell that it is the same device. */
  readonly name?: string | undefined;
  /** Without one the key lives as long as this process. */
  readonly storage?: KeyStorage | undefined;
}

// Ed25519 is missing in engines of before 2025; P-256 is everywhere.
const generate = async (extractable: boolean): Promise<CryptoKeyPair> => {
  const make = (alg: SigningKey['alg']): Promise<CryptoKeyPair> =>
    crypto.subtle.generateKey(algorithms[alg], extractable, ['sign', 'verify']);
  return make('EdDSA').catch(() => make('ES256'));
};

/**
 * The device's key: the one that the storage has, else a new one, which is put there.
 *
 * @throws LinkpinClientError `bad_option` where there is no WebCrypto, as on pages of plain http; `storage` when
 *   the storage throws, or what it holds is no key
 */
export const createDeviceKey = async ({ name = 'device', storage }: DeviceKeyOptions = {}): Promise<SigningKey> => {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) throw badOption('no WebCrypto here');
  const keep = async <Value>(use: () => Promise<Value>): Promise<Value> => {
    try {
      return await use();
    } catch (error) {
      // Its message may hold the key.
      throw storageError(`failed: ${String((error as Error | null)?.name)}`);
    }
  };
  let stored = storage && (await keep(() => storage.get(name)));
  if (!stored) {
    const asText = !!storage && !storage.holdsKeys;
    const pair = await generate(asText);
    stored = asText ? await subtle.exportKey('jwk', pair.privateKey) : pair;
    const made = stored;
    if (storage) await keep(() => storage.put(name, made));
  }
  const found = stored;
  return keep(async () => {
    const pair = 'privateKey' in found ? found : undefined;
    const { kty, crv, x, y, d } = (pair ? await subtle.exportKey('jwk', pair.publicKey) : found) as Members;
    const jwk = { kty, crv, x, y } as PublicJwk;
    const alg = y ? 'ES256' : 'EdDSA';
    const privateKey =
      pair?.privateKey ??
      (await subtle.importKey('jwk', { ...jwk, d } as JsonWebKey, algorithms[alg], false, ['sign']));
    return { alg, jwk, thumbprint: await jwkThumbprint(jwk), privateKey };
  });
};
