import type { WireRequest, WireResponse } from '../../protocols/constants/messages.ts';
import type { RequestContext, ServiceContext } from './context.ts';

/** One request on its way through an API route. */
export interface ApiCall {
  readonly request: WireRequest;
  readonly requestContext: RequestContext;
  readonly context: ServiceContext;
  /** A path parameter; throws for a name that the route does not have. */
  readonly part: (name: string) => string;
}

/** A response, or the promise of one from a handler that has to wait for something. */
export type Answer = WireResponse | Promise<WireResponse>;

/** What answers an API path. It reads no cookie, and is the same behind both adapters. */
export type ApiHandler = (call: ApiCall) => Answer;
