import type { Hono } from 'hono';
import { canonicalPath } from '../../config/public-url.ts';
import type { Settings } from '../../config/settings.ts';
import type { EndOfWait } from '../../domain/polling.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiBody, ApiRequest, ApiDispatch } from './api.ts';
import type { RequestContext, PageEnv } from './context.ts';
import { networkOf } from '../../domain/address.ts';
import { createPeerCheck } from './client-address.ts';
import { memo } from './memo.ts';
import { createOrigin } from './origin.ts';
import { createRequestIds, requestIdHeader } from './request-id.ts';
import type { RequestHead } from './request-head.ts';
import type { RequestObserver } from './request-observer.ts';
import { termsOf, type HoldPorts, type WaitTerms } from '../long-poll/hold.ts';

/** Who answers: the API, or the pages under this target. */
export type Dispatched =
  | ({
      readonly to: 'api';
      readonly wait?: WaitTerms | undefined;
      readonly requestId: () => string;
    } & ApiDispatch)
  | { readonly to: 'pages'; readonly target: string; readonly requestContext: RequestContext };

/** Where a request comes from. */
type ClientFrom = Pick<RequestContext, 'address' | 'hiddenBehind'>;

const fromNowhere: ClientFrom = { address: null };

/** What both adapters share. */
export interface Router {
  readonly holding: HoldPorts;
  readonly dispatch: (head: RequestHead) => Dispatched;
  readonly pages: Hono<PageEnv>;
  /** Undefined when nobody observes requests. */
  readonly observer: RequestObserver | undefined;
}

const plain = (status: number, text: string, requestId: () => string): Dispatched => {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    [requestIdHeader]: requestId(),
  };
  const response: WireResponse = { status, headers, body: `${text}\n` };
  return { to: 'api', route: null, requestId, wantsBody: false, answer: () => response };
};

/** The metadata of an issuer with a path is at the host's root, with that path at its end (RFC 8414 §3.1, §5). */
const metadataPaths = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];

/** Removes the public URL's base path, which a proxy may have left on. */
function createBasePath(publicUrl: string | undefined): (path: string) => string {
  const base = publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
  if (base === '') return (path) => path;
  const below = (path: string): string | undefined => {
    if (path === base) return '/';
    if (path.startsWith(`${base}/`)) return path.slice(base.length);
    return metadataPaths.find((known) => path === `${known}${base}`);
  };
  if (!base.includes('%')) return (path) => below(path) ?? path;
  // Clients and proxies escape differently: `%c3` is `%C3`.
  return (path) => below(path) ?? below(canonicalPath(path)) ?? path;
}

/**
 * Runs a held request again.
 *
 * @throws when the request is not the API's, which is never held
 */
export async function runAgain(
  { dispatch }: Router,
  head: RequestHead,
  body: ApiBody,
  kind: EndOfWait,
): Promise<WireResponse> {
  const again = dispatch({ ...head, again: kind });
  if (again.to !== 'api') throw new TypeError('Only the API holds requests.');
  return again.answer(body);
}

/**
 * Combines host check, base path, client address, API and pages.
 *
 * @param observer of all requests, if any
 */
export function createRouter(
  settings: Settings,
  api: (request: ApiRequest, requestContext: RequestContext) => ApiDispatch | undefined,
  pages: Hono<PageEnv>,
  clientAddress: (peer: string | undefined, header: RequestHead['header']) => ClientFrom,
  holding: HoldPorts,
  observer?: RequestObserver,
): Router {
  const originOf = memo(createOrigin(settings));
  const requestIdOf = createRequestIds(createPeerCheck(settings.trustedProxies));
  const belowBase = createBasePath(settings.publicUrl);
  return {
    holding,
    pages,
    observer,
    dispatch({ method, target, header, peer, again }) {
      const requestId = requestIdOf({ header, peer });
      if (!target.startsWith('/')) return plain(400, 'The request target must be a path.', requestId);
      const question = target.indexOf('?');
      const path = belowBase(question < 0 ? target : target.slice(0, question));
      const search = question < 0 ? '' : target.slice(question + 1);
      const health = path === '/healthz' || path === '/readyz';
      const origin = health ? { baseUrl: '' } : originOf(header('host') ?? '');
      if ('refused' in origin) return plain(421, origin.refused, requestId);
      // Health checks may come from anywhere, and say nothing about how clients connect.
      const { address, hiddenBehind } = health ? fromNowhere : clientAddress(peer, header);
      const wait =
        again !== undefined ? undefined : termsOf(holding, method, header('prefer'), () => networkOf(address));
      const poll = again ?? (wait === undefined ? 'plain' : 'waiting');
      const seen: RequestContext = { address, baseUrl: origin.baseUrl, poll, requestId };
      const requestContext = hiddenBehind === undefined ? seen : { ...seen, hiddenBehind };
      const dispatch = api({ method, path, search, header }, requestContext);
      if (dispatch !== undefined) {
        const { route, wantsBody, answer } = dispatch;
        return { to: 'api', wait, requestId, route, wantsBody, answer };
      }
      return {
        to: 'pages',
        target: question < 0 ? path : `${path}?${search}`,
        requestContext: { ...requestContext, peer },
      };
    },
  };
}
