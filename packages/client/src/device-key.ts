import { badOption } from './errors.ts';
import type { Members } from './lenient.ts';
import { type PublicJwk, type SigningKey, algorithms, jwkThumbprint } from './jws.ts';
import type { PlatformKey } from './platform.ts';
import { storageError } from './storage.ts';

/** A device's key storage. */
export interface KeyStorage {
  /**
   * True if it can store a `CryptoKey`, as IndexedDB can: the private key then stays unreadable even to the app.
   * Otherwise it receives the private JWK: protect that like a password.
   */
  readonly holdsKeys?: boolean;
  /** Returns the key with this name, or undefined. */
  readonly get: (name: string) => Promise<StoredKey | undefined>;
  readonly put: (name: string, key: StoredKey) => Promise<void>;
}

/** A stored key. */
export type StoredKey = { readonly privateKey: PlatformKey; readonly publicKey: PlatformKey } | StoredJwk;

/** A private JWK (RFC 7517). */
export interface StoredJwk extends Partial<PublicJwk> {
  readonly d?: string | undefined;
  readonly ext?: boolean | undefined;
  readonly key_ops?: string[] | undefined;
}

/** Options of a device key. */
export interface DeviceKeyOptions {
  /** The key's name in the storage. Use one per server, so that servers cannot correlate the device. */
  readonly name?: string | undefined;
  /** Default: none; the key lives as long as this process. */
  readonly storage?: KeyStorage | undefined;
}

// Ed25519 is missing in engines from before 2025; P-256 is universal.
const generate = async (extractable: boolean): Promise<CryptoKeyPair> => {
  const make = (alg: SigningKey['alg']): Promise<CryptoKeyPair> =>
    crypto.subtle.generateKey(algorithms[alg], extractable, ['sign', 'verify']);
  return make('EdDSA').catch(() => make('ES256'));
};

/**
 * Loads the device's key from the storage, or creates and stores a new one.
 *
 * @throws LinkpinClientError `bad_option` without WebCrypto, as on pages over plain http; `storage` if the storage
 *   throws or its content is not a key
 */
export const createDeviceKey = async ({ name = 'device', storage }: DeviceKeyOptions = {}): Promise<SigningKey> => {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) throw badOption('no WebCrypto here');
  const keep = async <Value>(use: () => Promise<Value>): Promise<Value> => {
    try {
      return await use();
    } catch (error) {
      // The original message may contain the key.
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
