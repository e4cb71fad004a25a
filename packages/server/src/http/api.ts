import { TrieRouter } from 'hono/router/trie-router';
import type { WireResponse } from '../vocabulary/messages.ts';
import { plexErrors } from '../vocabulary/plex.ts';
import { formatOf } from '../wire/plex-v2/parse.ts';
import { presentError, withHeaders } from '../wire/plex-v2/present.ts';
import type { ApiHandler } from './api/route.ts';
import type { Arrival, ServiceContext } from './context.ts';
import { openToAll, presentPreflight } from './cors.ts';
import type { ApiRoute } from './routes.ts';
import { wireRequest, type RawRequest } from './wire-request.ts';

/** The longest body that any API route reads, in bytes. */
export const bodyLimit: number = 64 * 1024;

/** A body that is longer than {@link bodyLimit}. */
export const tooLarge: unique symbol = Symbol('too large');

/** What a front door hands over; the body is fetched only when a route wants it. */
export type ApiRequest = Omit<RawRequest, 'body' | 'suffix'> & {
  readonly body: () => Promise<Uint8Array | typeof tooLarge>;
};

const methodsWithBody = new Set(['POST', 'PUT', 'DELETE', 'PATCH']);
const nothing = new Uint8Array();

/** The path without the ending that chooses a representation, and that ending. */
function splitSuffix(path: string): { plain: string; suffix: string | null } {
  const match = /\.(json|xml|svg|png)$/.exec(path);
  return match?.[1] === undefined
    ? { plain: path, suffix: null }
    : { plain: path.slice(0, match.index), suffix: match[1] };
}

/**
 * The API behind both front doors.
 *
 * @returns a function that answers a request, or undefined when the path is not the API's
 */
export function createApi(
  context: ServiceContext,
  routes: readonly ApiRoute[],
): (request: ApiRequest, arrival: Arrival) => Promise<WireResponse> | undefined {
  const router = new TrieRouter<{ path: string; handler: ApiHandler }>();
  const methodsOf = new Map<string, string[]>();
  for (const [method, path, handler] of routes) {
    router.add(method, path, { path, handler });
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method]);
  }
  const anyMethod = new TrieRouter<string>();
  for (const path of methodsOf.keys()) anyMethod.add('GET', path, path);

  const unknownPath = (request: ApiRequest, path: string, suffix: string | null): WireResponse | undefined => {
    const format = formatOf({ suffix, header: request.header });
    const [[known] = []] = anyMethod.match('GET', path);
    if (known !== undefined) {
      const allow = [...(methodsOf.get(known[0]) ?? []), 'OPTIONS'].join(', ');
      return withHeaders(presentError(plexErrors.methodNotAllowed, format), { allow });
    }
    if (!path.startsWith('/api/')) return undefined;
    if (format === 'xml') return presentError(plexErrors.notFound, format);
    const body = JSON.stringify({ status: 404, error: 'Not Found' });
    return {
      status: 404,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      body,
    };
  };

  const run = async (
    handler: ApiHandler,
    part: (name: string) => string,
    request: ApiRequest,
    suffix: string | null,
    arrival: Arrival,
    name: string,
  ): Promise<WireResponse> => {
    const format = formatOf({ suffix, header: request.header });
    try {
      const body = methodsWithBody.has(request.method) ? await request.body() : nothing;
      if (body === tooLarge) return withHeaders(presentError(plexErrors.tooLarge, format), { connection: 'close' });
      return await handler({ request: wireRequest({ ...request, suffix, body }), arrival, context, part });
    } catch (error) {
      context.log.error({ err: error, route: name }, 'a request failed');
      return presentError(plexErrors.internal, format);
    }
  };

  return (request, arrival) => {
    const { plain, suffix } = splitSuffix(request.path);
    const open = (response: WireResponse): WireResponse => withHeaders(response, openToAll);
    if (request.method === 'OPTIONS') {
      const [[known] = []] = anyMethod.match('GET', plain);
      if (known === undefined && !plain.startsWith('/api/')) return undefined;
      return Promise.resolve(presentPreflight(request.header('access-control-request-headers')));
    }
    const [[found] = []] = router.match(request.method === 'HEAD' ? 'GET' : request.method, plain);
    if (found === undefined) {
      const response = unknownPath(request, plain, suffix);
      return response && Promise.resolve(open(response));
    }
    const [{ handler, path }, parts] = found;
    const part = (name: string): string => {
      const text = (parts as Readonly<Record<string, string>>)[name];
      if (text === undefined) throw new TypeError(`The route ${path} has no part ${name}.`);
      return text;
    };
    return run(handler, part, request, suffix, arrival, `${request.method} ${path}`).then(open);
  };
}
