import type { Span } from '@opentelemetry/api';
import type { Tracing } from '../../tracing/tracing.ts';
import type { ObservedRequest, RequestObserver } from './request-observer.ts';

class TracedRequest implements ObservedRequest {
  readonly #tracing: Tracing;
  readonly #span: Span;
  readonly #method: string;
  #isOver = false;

  constructor(tracing: Tracing, span: Span, method: string) {
    this.#tracing = tracing;
    this.#span = span;
    this.#method = method;
  }

  run<Value>(work: () => Value): Value {
    return this.#tracing.run(this.#span, work);
  }

  resumed(): void {
    this.#span.addEvent('resumed');
  }

  answered(route: string | null, status: number): void {
    if (this.#isOver) return;
    this.#span.setAttribute('http.response.status_code', status);
    if (route !== null) this.#span.setAttribute('http.route', route).updateName(`${this.#method} ${route}`);
    if (status >= 500) this.#tracing.fail(this.#span, String(status));
    this.#end();
  }

  closed(): void {
    if (this.#isOver) return;
    this.#span.addEvent('the client left');
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#span.end();
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/**
 * Makes a span of each request. It holds no path, query or header, where codes and tokens stand.
 *
 * @param isProxy whether a peer is a declared proxy, whose `traceparent` is gone on with
 */
export const traceRequests = (tracing: Tracing, isProxy: (peer: string | undefined) => boolean): RequestObserver => ({
  begin({ method: sent, header, peer }) {
    const method = methods.has(sent) ? sent : 'HTTP';
    const parent = isProxy(peer) ? (header('traceparent') ?? null) : null;
    const attributes = { 'http.request.method': method === 'HTTP' ? '_OTHER' : method };
    return new TracedRequest(tracing, tracing.begin(method, { kind: 'server', attributes }, parent), method);
  },
});
