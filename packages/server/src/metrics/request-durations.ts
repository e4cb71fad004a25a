import { Durations } from '../domain/durations.ts';
import { catalogue } from './catalogue.ts';
import { bucketsOf, type Labels, type Samples } from './samples.ts';

/** The bounds that OpenTelemetry recommends for `http.server.request.duration`, and three below for what is answered at once. */
const bounds: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** The methods that are told by name. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/** How long responses took, by route, method and status. It is called for each request, so it looks up and adds, and no more. */
export class RequestDurations {
  readonly #routes: Map<string, Map<string, Map<number, Durations>>> = new Map();

  /**
   * @param route as in the table of routes; empty for a path that is none
   * @param method of the client's choice
   */
  add(route: string, method: string, status: number, seconds: number): void {
    const known = this.#routes.get(route)?.get(method)?.get(status);
    (known ?? this.#begin(route, methods.has(method) ? method : '_OTHER', status)).add(seconds);
  }

  samples(): Samples {
    const all: (readonly [Labels, Durations])[] = [];
    for (const [route, byMethod] of this.#routes) {
      for (const [method, byStatus] of byMethod) {
        for (const [status, durations] of byStatus) {
          const labels = {
            http_request_method: method,
            http_route: route,
            http_response_status_code: String(status),
          };
          all.push([labels, durations]);
        }
      }
    }
    return bucketsOf(catalogue.requests, all);
  }

  #begin(route: string, method: string, status: number): Durations {
    const byMethod = this.#routes.get(route) ?? new Map<string, Map<number, Durations>>();
    this.#routes.set(route, byMethod);
    const byStatus = byMethod.get(method) ?? new Map<number, Durations>();
    byMethod.set(method, byStatus);
    const durations = byStatus.get(status) ?? new Durations(bounds);
    byStatus.set(status, durations);
    return durations;
  }
}
