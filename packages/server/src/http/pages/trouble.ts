import { troubleView, type Trouble } from '../../pages/views/trouble.ts';
import { frameOfTrouble, page, referenceOf, type PageStatus, type PageRequest } from './page-request.ts';

const statuses: Readonly<Record<Trouble, PageStatus>> = {
  notFound: 404,
  forbidden: 403,
  signedOut: 403,
  tooLarge: 413,
  tooMany: 429,
  unavailable: 503,
};

/** @param retryAfter seconds until another try is worth it */
export function troublePage(
  pageRequest: PageRequest,
  trouble: Trouble,
  retryAfter: number | null = null,
): Response | Promise<Response> {
  if (retryAfter !== null) pageRequest.c.header('retry-after', String(retryAfter));
  const status = statuses[trouble];
  const state = { trouble, retryAfter, reference: referenceOf(pageRequest, status) };
  return page(pageRequest, troubleView(frameOfTrouble(pageRequest), state), status);
}
