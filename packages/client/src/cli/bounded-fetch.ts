import type { Fetch } from '../http.ts';

/** The longest body that is read, in bytes: more than any metadata or token response has. */
const limit = 1024 * 1024;

/** A `fetch` that rejects instead of reading more than 1 MiB, whatever the server sends. */
export const boundedFetch =
  (inner: Fetch): Fetch =>
  async (url, init) => {
    const response = await inner(url, init);
    const { status, headers, body } = response;
    if (body === null) return response;
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of body as AsyncIterable<Uint8Array>) {
      length += part.length;
      // Leaving the loop cancels the body.
      if (length > limit) throw new Error('it sends more than 1 MiB');
      parts.push(part);
    }
    const hasNone = [204, 205, 304].includes(status);
    return new Response(hasNone ? null : Buffer.concat(parts), { status, headers });
  };
