// Signatures by WebCrypto: JWS compact serialization (RFC 7515 §3.1), signing only, and thumbprints (RFC 7638).

import type { PlatformKey } from './platform.ts';

/** The public part of a key (RFC 7517). */
export interface PublicJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string | undefined;
}

/** A signing key. */
export interface SigningKey {
  /** `EdDSA` is Ed25519 (RFC 8037), `ES256` is P-256 (RFC 7518 §3.4). */
  readonly alg: 'EdDSA' | 'ES256';
  readonly jwk: PublicJwk;
  /** The RFC 7638 thumbprint of `jwk`. */
  readonly thumbprint: string;
  readonly privateKey: PlatformKey;
}

interface Algorithm {
  readonly name: string;
  readonly namedCurve: string;
  readonly hash: string;
}

/** WebCrypto's names of the algorithms. */
export const algorithms: Readonly<Record<SigningKey['alg'], Algorithm>> = {
  EdDSA: { name: 'Ed25519' } as Algorithm,
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
};

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const base64url = (bytes: ArrayBuffer | Uint8Array): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');

/** The SHA-256 of a text, as base64url. */
export const sha256 = async (text: string): Promise<string> =>
  base64url(await crypto.subtle.digest('SHA-256', utf8(text)));

/** The RFC 7638 thumbprint of a key: over its required members only, sorted by name. */
export const jwkThumbprint = (jwk: object): Promise<string> =>
  sha256(JSON.stringify(jwk, ['crv', 'e', 'kty', 'n', 'x', 'y']));

/**
 * Makes a compact JWS.
 *
 * @param header - members of the protected header besides `alg`
 * @param payload - the signed text, such as claims as JSON
 * @returns three base64url parts separated by dots
 */
export const signCompact = async (
  { alg, privateKey }: Pick<SigningKey, 'alg' | 'privateKey'>,
  header: object,
  payload: string,
): Promise<string> => {
  const input = [JSON.stringify({ alg, ...header }), payload].map((part) => base64url(utf8(part))).join('.');
  return `${input}.${base64url(await crypto.subtle.sign(algorithms[alg], privateKey, utf8(input)))}`;
};
