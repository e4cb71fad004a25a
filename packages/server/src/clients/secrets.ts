import { hash } from 'node:crypto';
import type { Random } from '../service/ports/random.ts';

/** Marks a client's secret, so that scanners for leaked secrets know it. */
const clientSecretMark = 'lps_';

/** A fresh secret of 256 random bits and what is kept of it. */
export function makeClientSecret(random: Random): { readonly secret: string; readonly secretHash: string } {
  const secret = `${clientSecretMark}${Buffer.from(random.bytes(32)).toString('base64url')}`;
  return { secret, secretHash: hashOfSecret(secret) };
}

/** What is kept of a secret. It is long and random, so that a fast hash tells nothing about it. */
export const hashOfSecret = (secret: string): string => hash('sha256', secret, 'base64url');
