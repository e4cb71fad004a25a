import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Fetch } from '@linkpin/client';
import type { EntranceParts } from './entrance.ts';
import { headerTexts } from './headers.ts';

const withoutBody = [204, 205, 304];

/** A `fetch` for our own client that goes to the real plex.tv, and is recorded. */
export const createRecordedFetch =
  ({ upstream, record, now }: Omit<EntranceParts, 'failed'>): Fetch =>
  async (url, { method, headers, body = '', signal }) => {
    const at = now();
    const { hostname: host, pathname, search } = new URL(url);
    const named = new Headers({ ...headers, 'user-agent': 'linkpin' });
    const sent = Buffer.from(body);
    if (sent.length > 0) named.set('content-length', String(sent.length));
    const request = upstream.request({
      host,
      method,
      path: pathname + search,
      headers: Object.fromEntries(named),
      signal: signal as AbortSignal,
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.end(sent);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const content = await buffer(response);
    const { statusCode: status = 0 } = response;
    const received = headerTexts(response.headers);
    record({
      at,
      request: {
        method,
        host,
        target: pathname + search,
        headers: Object.fromEntries(named),
        body: { content: sent, length: sent.length },
      },
      response: { status, headers: received, body: { content, length: content.length } },
    });
    return new Response(withoutBody.includes(status) ? null : content, { status, headers: received });
  };
