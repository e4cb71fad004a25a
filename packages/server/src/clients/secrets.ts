import { hash } from 'node:crypto';
import type { Random } from '../service/ports/random.ts';

/** Prefix of a client secret, for secret scanners. */
const clientSecretPrefix = 'lps_';

/** Makes a secret of 256 random bits and its stored hash. */
export function makeClientSecret(random: Random): { readonly secret: string; readonly secretHash: string } {
  const secret = `${clientSecretPrefix}${Buffer.from(random.bytes(32)).toString('base64url')}`;
  return { secret, secretHash: hashOfSecret(secret) };
}

/** Hashes a secret for storage. It is long and random, so a fast hash is enough. */
export const hashOfSecret = (secret: string): string => hash('sha256', secret, 'base64url');
