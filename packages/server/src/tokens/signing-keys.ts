import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { SecretKey } from './keys.ts';

/** A signing algorithm of access tokens. */
export type SigningAlgorithm = 'EdDSA' | 'ES256';

/** One key of a set. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm | 'RS256';
  readonly privateKey: KeyObject;
}

/** The signing keys for one use, derived from the service's secret keys, one set for each. */
export interface SigningKeys {
  /** The newest key of an algorithm: it signs. */
  current(algorithm: SigningAlgorithm): SigningKey;
  /** The public halves of all of them, for a JWKS. */
  readonly publicKeys: readonly JWK[];
}

/** The PKCS #8 prefix of the 32 bytes of an Ed25519 private key (RFC 8410 §7). */
const ed25519Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The order of the group of P-256. */
const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function ed25519From(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([ed25519Head, seed]), format: 'der', type: 'pkcs8' });
}

/** 48 bytes reduced modulo the order are uniform for every purpose (FIPS 186-5 A.2.1). */
function p256From(bytes: Buffer): KeyObject {
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (p256Order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const text = (part: Buffer): string => part.toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', d: text(d), x: text(point.subarray(1, 33)), y: text(point.subarray(33)) };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** @param use separates the keys of different uses: a token of one is not accepted for another */
export async function createSigningKeys(ring: readonly SecretKey[], use: 'oauth' | 'plex'): Promise<SigningKeys> {
  const keys: SigningKey[] = [];
  const publicKeys: JWK[] = [];
  const add = async (algorithm: SigningAlgorithm, privateKey: KeyObject): Promise<void> => {
    const { kty, crv, x, y } = privateKey.export({ format: 'jwk' }) as JWK;
    const jwk = { kty, crv, x, ...(y === undefined ? {} : { y }) } as JWK;
    const kid = await calculateJwkThumbprint(jwk);
    keys.push({ kid, algorithm, privateKey });
    publicKeys.push({ ...jwk, kid, use: 'sig', alg: algorithm });
  };
  for (const { secret } of ring) {
    const bytes = (length: number, algorithm: SigningAlgorithm): Buffer =>
      Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `linkpin sign ${use} ${algorithm}`, length));
    await add('EdDSA', ed25519From(bytes(32, 'EdDSA')));
    if (use === 'oauth') await add('ES256', p256From(bytes(48, 'ES256')));
  }
  return {
    publicKeys,
    current(algorithm) {
      const key = keys.find((one) => one.algorithm === algorithm);
      if (key === undefined) throw new TypeError(`There is no ${algorithm} key for ${use}.`);
      return key;
    },
  };
}
