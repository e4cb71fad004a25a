import type { Fetch } from './http.ts';

/** A recorded request. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** A scripted response. */
export type Line = (request: SeenRequest) => Response | Promise<Response>;

/** A fetch with scripted responses; the last one repeats. */
export interface ScriptedFetch {
  readonly fetch: Fetch;
  readonly seen: SeenRequest[];
  /** The highest number of concurrent requests. */
  readonly most: () => number;
  /** Replaces the rest of the script. */
  readonly goOn: (...lines: Line[]) => void;
}

/** Makes a fetch with scripted responses. */
export const createScriptedFetch = (...script: Line[]): ScriptedFetch => {
  const seen: SeenRequest[] = [];
  let lines = script;
  let open = 0;
  let most = 0;
  return {
    seen,
    most: () => most,
    goOn: (...others) => {
      lines = others;
    },
    fetch: async (url, init) => {
      const request = {
        method: init.method,
        url: new URL(url),
        headers: new Headers(init.headers),
        body: init.body ?? '',
        signal: init.signal,
      };
      seen.push(request);
      most = Math.max(most, (open += 1));
      const line = lines.length > 1 ? lines.shift() : lines[0];
      try {
        if (!line) throw new TypeError('the script has no line for this');
        return await line(request);
      } finally {
        open -= 1;
      }
    },
  };
};

/** A response with a JSON body. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Line =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A pin in plex.tv's format, with overrides. */
export const pinBody = (members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: 538114995,
  code: '7RQZ',
  product: 'Test',
  trusted: false,
  qr: 'https://plex.tv/api/v2/pins/qr/7RQZ',
  clientIdentifier: 'client-1',
  location: { code: 'NL', city: null },
  expiresIn: 900,
  createdAt: '2026-06-01T12:00:00Z',
  expiresAt: '2026-06-01T12:15:00Z',
  authToken: null,
  newRegistration: null,
  ...members,
});

/** The response of wire S11, optionally with a linkpin server's outcome header. */
export const notFound = (word?: string): Line =>
  json(
    { errors: [{ code: 1020, message: 'Code not found or expired', status: 404 }] },
    404,
    word === undefined ? {} : { 'linkpin-outcome': word },
  );

/** A network error. */
export const noNetwork: Line = () => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
};

/** A response that never arrives. */
export const silence: Line = ({ signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
