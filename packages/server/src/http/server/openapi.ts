// The service's own description, for programs and for people who read with one.
import { openApi } from '../../openapi/document.ts';
import { memo } from './memo.ts';
import type { ApiHandler } from './route.ts';

const documentFor = memo((baseUrl) => JSON.stringify(openApi(baseUrl)), 16);

/** `GET /openapi.json`: the same for everybody, whatever of it is switched on. */
export const describeApi: ApiHandler = ({ requestContext: { baseUrl } }) => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  body: documentFor(baseUrl),
});
