// Standard Webhooks 1.0.0: how a message is signed.
import { createHmac } from 'node:crypto';

/** How a secret is written: this, then base64. */
const mark = 'whsec_';

/**
 * The bytes of a secret as it is written, `whsec_` and base64.
 *
 * @throws {TypeError} when it is not written so, or has less than 24 or more than 64 bytes
 */
export function readSecret(text: string): Buffer {
  const bytes = Buffer.from(text.slice(mark.length), 'base64');
  const isWhole = text === `${mark}${bytes.toString('base64')}`;
  if (!isWhole || bytes.length < 24 || bytes.length > 64) {
    throw new TypeError('A webhook secret is whsec_ and 24 to 64 bytes in base64.');
  }
  return bytes;
}

/**
 * The value of `webhook-signature`: one signature for each secret, so that a receiver that knows any of them agrees.
 *
 * @param timestamp seconds since the epoch
 */
export function signatureOf(
  secrets: readonly Buffer[],
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
): string {
  const content = `${id}.${timestamp}.${body}`;
  return secrets.map((secret) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`).join(' ');
}
