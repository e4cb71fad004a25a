import { answerPage } from './answer-page.ts';
import { bodyLimit, noBody, tooLarge, type ApiBody } from './api.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { RequestHead } from './request-head.ts';
import type { Router } from './router.ts';
import { answerOrHeld, readableOf } from '../long-poll/fetch-exchange.ts';

/** What a host knows of a request besides the `Request`. */
export interface FetchInfo {
  /** The address at the other end of the connection. */
  readonly peer?: string;
}

async function readBody(request: Request): Promise<ApiBody> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) return tooLarge;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > bodyLimit) return tooLarge;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The adapter for hosts that use `Request` and `Response`. */
export function createFetchAdapter(router: Router): (request: Request, info?: FetchInfo) => Promise<Response> {
  return async (request, { peer } = {}) => {
    const url = new URL(request.url);
    const head: RequestHead = {
      method: request.method,
      target: `${url.pathname}${url.search}`,
      header: (name) => request.headers.get(name) ?? (name === 'host' ? url.host : undefined),
      peer,
    };
    const turn = router.dispatch(head);
    const observed = router.observer?.begin(head);
    try {
      if (turn.to === 'pages') {
        const asked = new Request(`${url.origin}${turn.target}`, request);
        return await answerPage(router, asked, turn.requestContext, observed);
      }
      const sent = turn.wantsBody ? await readBody(request) : noBody;
      const response = await answerOrHeld(router, { head, turn, body: sent, signal: request.signal, observed });
      observed?.answered(turn.route, response.status);
      return toResponse(response, request);
    } finally {
      observed?.closed();
    }
  };
}

function toResponse({ status, headers, body, stream }: WireResponse, request: Request): Response {
  if (stream !== undefined && request.method !== 'HEAD') {
    return new Response(readableOf(stream, request.signal), { status, headers: { ...headers } });
  }
  return new Response(request.method === 'HEAD' ? null : (body as string | Uint8Array<ArrayBuffer> | null), {
    status,
    headers: { ...headers },
  });
}
