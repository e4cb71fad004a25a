import { TrieRouter } from 'hono/router/trie-router';
import type { WireResponse } from '../vocabulary/messages.ts';
import { formatOf } from '../wire/plex-v2/parse.ts';
import { withHeaders } from '../wire/plex-v2/present.ts';
import { meantHeaders } from './api/legacy-of.ts';
import type { Arrival, ServiceContext } from './context.ts';
import { closedToPages, openToAll, presentPreflight } from './cors.ts';
import type { ApiRoute, RouteRules } from './routes.ts';
import { isApiPath, presentTrouble } from './troubles.ts';
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

const isThere = (suffix: string | null, rules: RouteRules = {}): boolean =>
  rules.endings === undefined || (suffix !== null && rules.endings.includes(suffix));

const isClosed = ([, , , rules]: ApiRoute): boolean => rules?.closed === true;

/**
 * The API behind both front doors.
 *
 * @returns a function that answers a request, or undefined when the path is not the API's
 */
export function createApi(
  context: ServiceContext,
  routes: readonly ApiRoute[],
): (request: ApiRequest, arrival: Arrival) => Promise<WireResponse> | undefined {
  const router = new TrieRouter<ApiRoute>();
  const anyMethod = new TrieRouter<ApiRoute>();
  for (const route of routes) {
    router.add(route[0], route[1], route);
    anyMethod.add('GET', route[1], route);
  }

  /** The routes of a path, whatever their method. */
  const routesAt = (path: string, suffix: string | null): readonly ApiRoute[] =>
    anyMethod
      .match('GET', path)[0]
      .map(([route]) => route)
      .filter(([, , , rules]) => isThere(suffix, rules));

  const unknownPath = (
    request: ApiRequest,
    path: string,
    suffix: string | null,
    known: readonly ApiRoute[],
  ): WireResponse | undefined => {
    const format = formatOf({ suffix, header: request.header });
    if (known.length > 0) {
      const methods = known.map(([method]) => method);
      const allow = (known.some(isClosed) ? methods : [...methods, 'OPTIONS']).join(', ');
      return withHeaders(presentTrouble(path, 'method-not-allowed', format), { allow });
    }
    return isApiPath(path) ? presentTrouble(path, 'not-found', format) : undefined;
  };

  const run = async (
    [method, path, handler]: ApiRoute,
    parts: Readonly<Record<string, string>>,
    request: ApiRequest,
    suffix: string | null,
    arrival: Arrival,
  ): Promise<WireResponse> => {
    const header = meantHeaders(request.header, context.settings.legacySdks);
    const format = formatOf({ suffix, header });
    const part = (name: string): string => {
      const text = parts[name];
      if (text === undefined) throw new TypeError(`The route ${path} has no part ${name}.`);
      return text;
    };
    try {
      const body = methodsWithBody.has(request.method) ? await request.body() : nothing;
      if (body === tooLarge) return withHeaders(presentTrouble(path, 'too-large', format), { connection: 'close' });
      return await handler({ request: wireRequest({ ...request, header, suffix, body }), arrival, context, part });
    } catch (error) {
      context.log.error({ err: error, route: `${method} ${path}` }, 'a request failed');
      return presentTrouble(path, 'internal', format);
    }
  };

  return (request, arrival) => {
    const { plain, suffix } = splitSuffix(request.path);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = router.match(method, plain)[0].find(([[, , , rules]]) => isThere(suffix, rules));
    if (found !== undefined) {
      const [route, parts] = found;
      return run(route, parts as Readonly<Record<string, string>>, request, suffix, arrival).then((response) =>
        withHeaders(response, isClosed(route) ? closedToPages : openToAll),
      );
    }
    const known = routesAt(plain, suffix);
    if (request.method === 'OPTIONS' && (known.length > 0 || isApiPath(plain)) && !known.some(isClosed)) {
      return Promise.resolve(presentPreflight(request.header('access-control-request-headers')));
    }
    const response = unknownPath(request, plain, suffix, known);
    return response && Promise.resolve(withHeaders(response, known.some(isClosed) ? closedToPages : openToAll));
  };
}
