import { hash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { IdTokenAlgorithm, IdTokens } from '../service/ports/id-tokens.ts';
import type { RsaKeys } from './rsa-keys.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The hash of each algorithm; Ed25519 hashes by SHA-512 (RFC 8032 §5.1). */
const hashes: Readonly<Record<IdTokenAlgorithm, string>> = { RS256: 'sha256', ES256: 'sha256', EdDSA: 'sha512' };

/** The left half of a token's hash, base64url (OpenID Connect Core §3.1.3.6). */
function halfHash(algorithm: IdTokenAlgorithm, token: string): string {
  const whole = hash(hashes[algorithm], token, 'buffer');
  return whole.subarray(0, whole.length / 2).toString('base64url');
}

/** ID tokens, signed with the service's own keys. Their `typ` keeps them apart from access tokens. */
export function createIdTokens(signingKeys: SigningKeys, rsaKeys: () => Promise<RsaKeys>): IdTokens {
  return {
    async sign({ claims, accessToken, algorithm }) {
      const key = algorithm === 'RS256' ? (await rsaKeys()).current : signingKeys.current(algorithm);
      return new SignJWT({ ...claims, at_hash: halfHash(algorithm, accessToken) })
        .setProtectedHeader({ typ: 'JWT', alg: algorithm, kid: key.kid })
        .sign(key.privateKey);
    },
  };
}
