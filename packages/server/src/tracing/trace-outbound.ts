import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { SpanOptions, Tracing } from './tracing.ts';

const spanOf = (method: string, url: string): SpanOptions => ({
  kind: 'client',
  attributes: {
    'http.request.method': method,
    'server.address': URL.canParse(url) ? new URL(url).hostname : '',
  },
});

/**
 * The same way out, each request a span. Servers that the operator named, receivers of webhooks and providers, are sent
 * `traceparent`; a URL that a client named is not.
 */
export function traceOutbound(outbound: SafeFetch, tracing: Tracing): SafeFetch {
  return {
    fetch: (url) => tracing.within('GET', spanOf('GET', url), () => outbound.fetch(url)),
    post: (message) =>
      tracing.within('POST', spanOf('POST', message.url), async (span) => {
        const parent = tracing.parentFor(span);
        const headers = parent === undefined ? message.headers : { ...message.headers, traceparent: parent };
        const status = await outbound.post({ ...message, headers });
        span.setAttribute('http.response.status_code', status);
        if (status >= 400) tracing.fail(span, String(status));
        return status;
      }),
    send: (request) =>
      tracing.within(request.method, spanOf(request.method, request.url), async (span) => {
        const parent = tracing.parentFor(span);
        const headers = parent === undefined ? request.headers : { ...request.headers, traceparent: parent };
        const response = await outbound.send({ ...request, headers });
        span.setAttribute('http.response.status_code', response.status);
        if (response.status >= 400) tracing.fail(span, String(response.status));
        return response;
      }),
  };
}
