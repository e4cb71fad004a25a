import { EmulatorError } from './error.ts';
import { parseRoute, type Route, type RouteMatcher } from './routes.ts';

/** How one response is broken. */
export type Fault =
  /** 429 with plex.tv's code 1003. `retryAfter` in seconds; left out, there is no `Retry-After`, as plex.tv often does. */
  | { readonly kind: 'rate-limited'; readonly retryAfter?: number }
  /** An error of the service, or of what stands before it: 500 in plex.tv's words, the others as HTML. Default: 500. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 502 | 503 | 504 }
  /** The right response, late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /**
   * The connection is closed. With `after` the service has done what was asked, and the response is lost: a token that
   * was handed out may be read again for ten seconds.
   */
  | { readonly kind: 'dropped'; readonly when?: 'before' | 'after' }
  /** What plex.tv does not know of a place is null: city, time zone, postal code, subdivisions, coordinates. */
  | { readonly kind: 'null-location' }
  /** Members that are left out, such as `qr` or `location.city`. */
  | { readonly kind: 'missing'; readonly members: readonly string[] }
  /** A pin as plex.tv described it in that year. */
  | { readonly kind: 'old-shape'; readonly year: 2019 | 2022 };

/** Which requests a fault is for. */
export interface FaultOptions {
  /** How many requests of the route; default 1. */
  readonly times?: number;
}

/** What is to break. */
export interface Faults {
  /**
   * Breaks the next response of a route. Faults of one route follow each other in the order in which they were given.
   *
   * @param route such as `GET /api/v2/pins/:id`
   * @throws {EmulatorError} for a route that there is not, or a fault or a count that is none
   */
  next(route: Route, fault: Fault, options?: FaultOptions): void;
  /** Breaks nothing any more. */
  clear(): void;
}

interface Planned {
  readonly matches: RouteMatcher;
  readonly fault: Fault;
  left: number;
}

const isNumber = (value: unknown, most: number): boolean => typeof value === 'number' && value >= 0 && value <= most;

/** What is wrong with a fault of each kind, which may come from JavaScript or over the network; undefined if nothing is. */
const checks: Readonly<Record<Fault['kind'], (fault: Readonly<Record<string, unknown>>) => string | undefined>> = {
  'rate-limited': ({ retryAfter }) =>
    retryAfter === undefined || isNumber(retryAfter, 1e9) ? undefined : 'retryAfter is a number of seconds',
  'server-error': ({ status = 500 }) =>
    [500, 502, 503, 504].includes(status as number) ? undefined : 'status is 500, 502, 503 or 504',
  slow: ({ milliseconds }) => (isNumber(milliseconds, 2 ** 31 - 1) ? undefined : 'milliseconds is a number of them'),
  dropped: ({ when = 'before' }) => (when === 'before' || when === 'after' ? undefined : 'when is before or after'),
  'null-location': () => undefined,
  missing: ({ members }) =>
    Array.isArray(members) && members.every((name) => typeof name === 'string' && /^[\w.]+$/.test(name))
      ? undefined
      : 'members is a list of names, such as location.city',
  'old-shape': ({ year }) => (year === 2019 || year === 2022 ? undefined : 'year is 2019 or 2022'),
};

function check(fault: Fault): void {
  if (!Object.hasOwn(checks, fault.kind)) {
    throw new EmulatorError(`There is no fault "${fault.kind}". There are ${Object.keys(checks).join(', ')}.`);
  }
  const problem = checks[fault.kind](fault as Readonly<Record<string, unknown>> & Fault);
  if (problem !== undefined) throw new EmulatorError(`The fault "${fault.kind}" is not as it should be: ${problem}.`);
}

/** The faults that are planned. */
export class FaultPlan implements Faults {
  readonly #isKnown: (path: string) => boolean;
  #planned: Planned[] = [];

  constructor(isKnown: (path: string) => boolean) {
    this.#isKnown = isKnown;
  }

  next(route: Route, fault: Fault, { times = 1 }: FaultOptions = {}): void {
    check(fault);
    if (!Number.isSafeInteger(times) || times < 1) {
      throw new EmulatorError(`times is ${times}. It is how many responses are broken: 1 or more.`);
    }
    this.#planned.push({ matches: parseRoute(route, this.#isKnown), fault, left: times });
  }

  clear(): void {
    this.#planned = [];
  }

  /** Takes the first fault for a request. */
  take(request: Parameters<RouteMatcher>[0]): Fault | undefined {
    const found = this.#planned.find(({ matches }) => matches(request));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#planned = this.#planned.filter((one) => one !== found);
    return found.fault;
  }
}
