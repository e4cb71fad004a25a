import { StoreBusyError } from '../../service/ports/busy.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { formatOf } from '../../protocols/plex-v2/parse.ts';
import { withHeaders } from '../../protocols/plex-v2/present.ts';
import { meantHeaders } from '../plex/legacy-of.ts';
import { comeAgain } from './capacity.ts';
import type { RequestContext, ServiceContext } from './context.ts';
import { closedToPages, openToAll, presentPreflight } from './cors.ts';
import { adding } from './headers.ts';
import { requestIdHeader } from './request-id.ts';
import { createRouteTable, type Found } from './route-table.ts';
import type { Answer } from './route.ts';
import type { ApiRoute } from './routes.ts';
import { noteThrottled, type Sender } from './throttled.ts';
import { isApiPath, isOAuthPath, isPlexPath, presentTrouble } from './troubles.ts';
import { isUnreadable, wireRequest, type RawRequest } from './raw-request.ts';

/** The longest body that any API route reads, in bytes. */
export const bodyLimit: number = 64 * 1024;

/** A body that is longer than {@link bodyLimit}. */
export const tooLarge: unique symbol = Symbol('too large');

/** A request as an adapter passes it on, before its body is read. */
export type ApiRequest = Omit<RawRequest, 'body' | 'suffix'>;

/** A body as an adapter read it. */
export type ApiBody = Uint8Array | typeof tooLarge;

/** A request that the API answers; the adapter reads the body first if it is wanted. */
export interface ApiDispatch {
  /** The path of the route, without an ending; null for a path that is not known. */
  readonly route: string | null;
  readonly wantsBody: boolean;
  /** Answers synchronously if nothing has to be awaited. */
  readonly answer: (body: ApiBody) => Answer;
}

/** The body of a request that has none. */
export const noBody: Uint8Array = new Uint8Array();

const methodsWithBody = new Set(['POST', 'PUT', 'DELETE', 'PATCH']);
const endings = new Set(['json', 'xml', 'svg', 'png']);

/** Some plex clients append a slash to every path, even after an ending such as `.json`. */
const withoutSlash = (path: string): string => (path.endsWith('/') && isPlexPath(path) ? path.slice(0, -1) : path);

/** Splits a path into the path without a final slash and the ending that selects a representation. */
export function splitSuffix(asked: string): { plain: string; suffix: string | null } {
  const path = withoutSlash(asked);
  const dot = path.length - 4;
  const at = path[dot] === '.' ? dot : path[dot - 1] === '.' ? dot - 1 : -1;
  const suffix = at < 0 ? '' : path.slice(at + 1);
  return endings.has(suffix) ? { plain: path.slice(0, at), suffix } : { plain: path, suffix: null };
}

const isClosed = ([, , , rules]: ApiRoute): boolean => rules?.closed === true;

const exposed = 'access-control-expose-headers';

const openHeaders = adding(openToAll);
const closedHeaders = adding(closedToPages);

/** Whether a response says that something went wrong. That a pin is pending still is a 400 of OAuth's, and no error. */
const isError = ({ status, waitingOn }: WireResponse): boolean => status >= 400 && waitingOn === undefined;

const decorate = (response: WireResponse, closed: boolean, { requestId }: RequestContext): WireResponse => {
  const shared = (closed ? closedHeaders : openHeaders)(response.headers);
  const headers = isError(response) ? { ...shared, [requestIdHeader]: requestId() } : shared;
  if (response.headers['dpop-nonce'] === undefined) return { ...response, headers };
  return { ...response, headers: { ...headers, [exposed]: `${headers[exposed]}, DPoP-Nonce` } };
};

/** Who sent a request to the API, by what it says of itself. */
const senderOf = ({ path, header }: ApiRequest, { address }: RequestContext): Sender => ({
  about: {
    protocol: isOAuthPath(path) ? 'oauth' : 'plex',
    clientId: header('x-plex-client-identifier')?.slice(0, 255) ?? null,
  },
  account: null,
  address,
});

const said = (response: WireResponse, [route]: readonly ApiRoute[]): ApiDispatch => ({
  route: route?.[1] ?? null,
  wantsBody: false,
  answer: () => response,
});

/**
 * The API behind both adapters.
 *
 * @returns a function that dispatches a request, or returns undefined if its path is not the API's
 */
export function createApi(
  context: ServiceContext,
  routes: readonly ApiRoute[],
): (request: ApiRequest, requestContext: RequestContext) => ApiDispatch | undefined {
  const table = createRouteTable(routes);

  const unknownPath = (
    request: ApiRequest,
    path: string,
    suffix: string | null,
    known: readonly ApiRoute[],
  ): WireResponse | undefined => {
    const format = formatOf({ suffix, header: request.header });
    if (known.length > 0) {
      const methods = [...new Set(known.map(([method]) => method))];
      const allow = (known.some(isClosed) ? methods : [...methods, 'OPTIONS']).join(', ');
      return withHeaders(presentTrouble(path, 'method-not-allowed', format), { allow });
    }
    return isApiPath(path) ? presentTrouble(path, 'not-found', format) : undefined;
  };

  const run = (
    { route: [method, path, handler, rules], part }: Found,
    request: ApiRequest,
    suffix: string | null,
    requestContext: RequestContext,
    body: ApiBody,
  ): Answer => {
    const header = meantHeaders(request.header, context.settings.legacySdks);
    const busy = (): WireResponse =>
      withHeaders(presentTrouble(path, 'busy', formatOf({ suffix, header })), { 'retry-after': String(comeAgain) });
    const failed = (err: unknown): WireResponse => {
      const found = { err, route: `${method} ${path}`, requestId: requestContext.requestId() };
      if (err instanceof StoreBusyError) {
        if (err.cause !== undefined) context.log.warn(found, 'the store has trouble');
        return busy();
      }
      context.log.error(found, 'a request failed');
      return presentTrouble(path, 'internal', formatOf({ suffix, header }), found.requestId);
    };
    if (rules?.always !== true && context.capacity.isFull()) return busy();
    if (body === tooLarge) {
      return withHeaders(presentTrouble(path, 'too-large', formatOf({ suffix, header })), { connection: 'close' });
    }
    if (isUnreadable({ header, body })) return presentTrouble(path, 'malformed', formatOf({ suffix, header }));
    try {
      const { search } = request;
      const wire = wireRequest({ method: request.method, path: request.path, suffix, search, header, body });
      const response = handler({ request: wire, requestContext, context, part });
      return response instanceof Promise ? context.capacity.during(response).catch(failed) : response;
    } catch (error) {
      return failed(error);
    }
  };

  return (request, requestContext) => {
    const { plain, suffix } = splitSuffix(request.path);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = table.find(method, plain, suffix);
    if (found !== undefined) {
      const closed = isClosed(found.route);
      return {
        route: found.route[1],
        wantsBody: methodsWithBody.has(method),
        answer: (body) => {
          const finish = (response: WireResponse): WireResponse => {
            noteThrottled(context, response, () => senderOf(request, requestContext));
            return decorate(response, closed, requestContext);
          };
          const response = run(found, request, suffix, requestContext, body);
          return response instanceof Promise ? response.then(finish) : finish(response);
        },
      };
    }
    const known = table.at(plain, suffix);
    if (request.method === 'OPTIONS' && (known.length > 0 || isApiPath(plain)) && !known.some(isClosed)) {
      return said(presentPreflight(request.header('access-control-request-headers')), known);
    }
    const response = unknownPath(request, plain, suffix, known);
    return response && said(decorate(response, known.some(isClosed), requestContext), known);
  };
}
