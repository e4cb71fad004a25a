import type { RequestContext } from './context.ts';
import type { ObservedRequest } from './request-observer.ts';
import type { Router } from './router.ts';

/** Has the pages answer a request, for both adapters. */
export async function answerPage(
  { pages }: Pick<Router, 'pages'>,
  request: Request,
  requestContext: RequestContext | undefined,
  observed: ObservedRequest | undefined,
): Promise<Response> {
  if (observed === undefined) return pages.fetch(request, requestContext);
  let route: string | null = null;
  const found = (path: string): void => {
    route = path;
  };
  const response = await observed.run(() => pages.fetch(request, { ...requestContext, found }));
  observed.answered(route, response.status);
  return response;
}
