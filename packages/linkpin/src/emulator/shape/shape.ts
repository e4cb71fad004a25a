// A transcript as the shape of what the emulator answers (decision 73): of a recorded route, status and format its answers
// have the recorded members and headers, and its own values.
import { findRoute } from '../../record/routes.ts';
import { responseHeaders } from '../../transcript/headers.ts';
import type { RecordedResponse, Texts, Transcript } from '../../transcript/transcript.ts';
import type { Site } from '../site.ts';
import { leftOutOf } from './left-out.ts';
import { shapeBody } from './shape-body.ts';

/** Names a route by what its path is like, such as `GET /api/v2/pins/{id}`. */
const routeOf = (method: string, path: string): string => `${method} ${findRoute(path)?.route.path ?? path}`;

/** Whether pages of other origins may read an answer depends on who asked, and was so when it was recorded. */
const isShaped = (name: string): boolean => !name.startsWith('access-control-');

function shapeHeaders(own: Headers, recorded: Texts): Headers {
  const headers = new Headers(own);
  headers.delete('content-length');
  for (const name of Object.keys(responseHeaders).filter(isShaped)) {
    const value = recorded[name];
    if (value !== undefined) headers.set(name, value);
    else if (name !== 'content-type') headers.delete(name);
  }
  return headers;
}

/** Gives what a site answers the shape of a transcript. */
export function shapeSite(site: Site, { exchanges, leftOut: lines }: Transcript): Site {
  const leftOut = leftOutOf(lines);
  const routes = new Map<string, RecordedResponse[]>();
  for (const { request, response } of exchanges) {
    const route = routeOf(request.method, request.path);
    routes.set(route, [...(routes.get(route) ?? []), response]);
  }
  const shaped = async (request: Request, response: Response): Promise<Response> => {
    const { status, headers } = response;
    const route = routeOf(request.method, new URL(request.url).pathname);
    const recorded = routes.get(route) ?? [];
    const same = recorded.filter((one) => one.status === status);
    if (same.length === 0) return response;
    const text = await response.clone().text();
    const found = shapeBody(text, headers.get('content-type') ?? '', same, leftOut.get(route) ?? new Set());
    if (found === undefined) return response;
    const body = found.text === '' ? null : found.text;
    return new Response(body, { status, headers: shapeHeaders(headers, found.like.headers ?? {}) });
  };
  const fetch: Site['fetch'] = async (request) => shaped(request, await site.fetch(request));
  return {
    ...site,
    fetch,
    ownAnswer: (method, path) => (routes.has(routeOf(method, path)) ? fetch : site.ownAnswer(method, path)),
    errorFor: async (error, request) => shaped(request, await site.errorFor(error, request)),
  };
}
