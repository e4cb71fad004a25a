import { createPublicKey, verify } from 'node:crypto';
import type { PublicJwk } from './jws.ts';

/** A compact JWS, read by other means than the ones that wrote it. */
export interface ReadJws {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  /** Whether this key made the signature. */
  readonly isBy: (jwk: PublicJwk) => boolean;
}

/** Reads a compact JWS whose payload is JSON. */
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

/** A WebCrypto without Ed25519, for as long as the test lasts. */
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
