import type { Hono } from 'hono';
import { canonicalPath } from '../../config/public-url.ts';
import type { Settings } from '../../config/settings.ts';
import type { EndOfWait } from '../../domain/polling.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiBody, ApiRequest, ApiDispatch } from './api.ts';
import type { RequestContext, PageEnv } from './context.ts';
import { networkOf } from '../../domain/address.ts';
import { memo } from './memo.ts';
import { createOrigin } from './origin.ts';
import { termsOf, type HoldPorts, type WaitTerms } from '../long-poll/hold.ts';

/** A request before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** One header by lower-case name, each byte a character. */
  readonly header: (name: string) => string | undefined;
  /** The address at the other end of the connection. */
  readonly peer: string | undefined;
  /** Set when a held request is run again. */
  readonly again?: EndOfWait;
}

/** Who answers: the API, or the pages under this target. */
export type Dispatched =
  | ({ readonly to: 'api'; readonly wait?: WaitTerms | undefined } & ApiDispatch)
  | { readonly to: 'pages'; readonly target: string; readonly requestContext: RequestContext };

/** Where a request comes from. */
type ClientFrom = Pick<RequestContext, 'address' | 'hiddenBehind'>;

const fromNowhere: ClientFrom = { address: null };

/** What both adapters share. */
export interface Router {
  readonly holding: HoldPorts;
  readonly dispatch: (head: RequestHead) => Dispatched;
  readonly pages: Hono<PageEnv>;
}

const plain = (status: number, text: string): Dispatched => {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  const response: WireResponse = { status, headers, body: `${text}\n` };
  return { to: 'api', wantsBody: false, answer: () => response };
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

/** Combines host check, base path, client address, API and pages. */
export function createRouter(
  settings: Settings,
  api: (request: ApiRequest, requestContext: RequestContext) => ApiDispatch | undefined,
  pages: Hono<PageEnv>,
  clientAddress: (peer: string | undefined, header: RequestHead['header']) => ClientFrom,
  holding: HoldPorts,
): Router {
  const originOf = memo(createOrigin(settings));
  const belowBase = createBasePath(settings.publicUrl);
  return {
    holding,
    pages,
    dispatch({ method, target, header, peer, again }) {
      if (!target.startsWith('/')) return plain(400, 'The request target must be a path.');
      const question = target.indexOf('?');
      const path = belowBase(question < 0 ? target : target.slice(0, question));
      const search = question < 0 ? '' : target.slice(question + 1);
      const health = path === '/healthz' || path === '/readyz';
      const origin = health ? { baseUrl: '' } : originOf(header('host') ?? '');
      if ('refused' in origin) return plain(421, origin.refused);
      // Health checks may come from anywhere, and say nothing about how clients connect.
      const { address, hiddenBehind } = health ? fromNowhere : clientAddress(peer, header);
      const wait =
        again !== undefined ? undefined : termsOf(holding, method, header('prefer'), () => networkOf(address));
      const poll = again ?? (wait === undefined ? 'plain' : 'waiting');
      const seen: RequestContext = { address, baseUrl: origin.baseUrl, poll };
      const requestContext = hiddenBehind === undefined ? seen : { ...seen, hiddenBehind };
      const dispatch = api({ method, path, search, header }, requestContext);
      if (dispatch !== undefined) return { to: 'api', wait, wantsBody: dispatch.wantsBody, answer: dispatch.answer };
      return {
        to: 'pages',
        target: question < 0 ? path : `${path}?${search}`,
        requestContext: { ...requestContext, peer },
      };
    },
  };
}
