// The description of the API for programs and documentation tools.
import { openApi } from '../../openapi/document.ts';
import { memo } from './memo.ts';
import type { ApiHandler } from './route.ts';

const documentFor = memo((baseUrl) => JSON.stringify(openApi(baseUrl)), 16);

/** `GET /openapi.json`: the same document, whatever is switched on. */
export const describeApi: ApiHandler = ({ requestContext: { baseUrl } }) => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  body: documentFor(baseUrl),
});
