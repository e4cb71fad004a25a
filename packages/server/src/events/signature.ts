// Message signatures of Standard Webhooks 1.0.0.
import { createHmac } from 'node:crypto';

/** Prefix of a secret; base64 follows. */
const prefix = 'whsec_';

/**
 * Decodes a secret, `whsec_` and base64.
 *
 * @throws {TypeError} if it is malformed or not 24 to 64 bytes long
 */
export function readSecret(text: string): Buffer {
  const bytes = Buffer.from(text.slice(prefix.length), 'base64');
  const isWhole = text === `${prefix}${bytes.toString('base64')}`;
  if (!isWhole || bytes.length < 24 || bytes.length > 64) {
    throw new TypeError('A webhook secret is whsec_ and 24 to 64 bytes in base64.');
  }
  return bytes;
}

/**
 * Makes the value of `webhook-signature`: one signature per secret, so that a receiver that knows any of them can
 * verify it.
 *
 * @param timestamp in seconds since the epoch
 */
export function signatureOf(
  secrets: readonly Buffer[],
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
): string {
  const content = `${id}.${timestamp}.${body}`;
  return secrets.map((secret) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`).join(' ');
}
