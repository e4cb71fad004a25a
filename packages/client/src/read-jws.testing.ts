import { createPublicKey, verify } from 'node:crypto';
import type { PublicJwk } from './jws.ts';

/** A compact JWS, parsed independently of the code under test. */
export interface ReadJws {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  /** Verifies the signature with this key. */
  readonly isBy: (jwk: PublicJwk) => boolean;
}

/** Parses a compact JWS with a JSON payload. */
export const readJws = (compact: string): ReadJws => {
  const [header = '', claims = '', signature = ''] = compact.split('.');
  const parse = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const isBy = (jwk: PublicJwk): boolean => {
    const key = createPublicKey({ key: { ...jwk } as import('node:crypto').JsonWebKey, format: 'jwk' });
    const data = Buffer.from(`${header}.${claims}`);
    const how = jwk.crv === 'Ed25519' ? null : 'sha256';
    return verify(how, data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  };
  return { header: parse(header), claims: parse(claims), isBy };
};

/** Disables Ed25519 in WebCrypto for the duration of a test. */
export const withoutEd25519 = (t: { after: (undo: () => void) => void }): void => {
  const { subtle } = crypto;
  const generate = subtle.generateKey.bind(subtle);
  subtle.generateKey = ((algorithm: { name: string }, ...rest: [boolean, KeyUsage[]]) =>
    algorithm.name === 'Ed25519'
      ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
      : generate(algorithm, ...rest)) as typeof subtle.generateKey;
  t.after(() => {
    delete (subtle as { generateKey?: unknown }).generateKey;
  });
};
