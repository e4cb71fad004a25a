// A device with a key of its own (wire 1.9), for tests.
import { createHash, createPrivateKey, sign } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7). */
const head = Buffer.from('302e020100300506032b657004220420', 'hex');

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A device's key. */
export interface TestDevice {
  /** The public half as python-plexapi sends it. */
  readonly jwk: Readonly<Record<'kty' | 'crv' | 'x' | 'use' | 'alg' | 'kid', string>>;
  /** The private half, which nobody should ever be sent. */
  readonly d: string;
  /** A compact JWS of these claims. */
  sign(deviceInfo: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

/** @param seed what the key is made from: the same, the same key */
export function aDevice(seed: string): TestDevice {
  const secret = /^[\da-f]{64}$/.test(seed) ? Buffer.from(seed, 'hex') : createHash('sha256').update(seed).digest();
  const key = createPrivateKey({ key: Buffer.concat([head, secret]), format: 'der', type: 'pkcs8' });
  const { x = '' } = key.export({ format: 'jwk' });
  // As python-plexapi does it: SHA-256 of both halves.
  const kid = createHash('sha256').update(secret).update(Buffer.from(x, 'base64url')).digest('hex');
  return {
    jwk: { kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA', kid },
    d: secret.toString('base64url'),
    sign(deviceInfo, header = {}) {
      const input = `${base64url({ alg: 'EdDSA', kid, typ: 'JWT', ...header })}.${base64url(deviceInfo)}`;
      return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
    },
  };
}

/** The claims that python-plexapi signs: good for five minutes. */
export function deviceClaims(nonce: string, clientId: string, now: number): Readonly<Record<string, unknown>> {
  const iat = Math.floor(now / 1000);
  return { nonce, scope: 'username,email,friendly_name', aud: 'plex.tv', iss: clientId, iat, exp: iat + 300 };
}
