// What breaks one rule of a service, from outside.
import type { Layer, Ours, Through } from '../ours.ts';

/** A broken server: our own behind a layer, or told to decide otherwise. */
export interface Breaker {
  /** Made afresh for each run, since some remember what they saw. */
  readonly make: (ours: Ours) => Through;
  /** Other checks that notice it, too, because the rules overlap. */
  readonly also?: readonly string[];
  /** It takes wrong codes, and so a service of its own. */
  readonly guesses?: true;
}

/** Breakers by the check that catches them. */
export type Breakers = Readonly<Record<string, Breaker>>;

/** A breaker that is a layer and no more. */
export const by = (make: (ours: Ours) => Layer, also: readonly string[] = []): Breaker => ({
  make: (ours) => ({ layer: make(ours) }),
  also,
});

/** A request, as layers look at it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly form: URLSearchParams;
  readonly body: string;
}

export async function look(request: Request): Promise<Seen> {
  const url = new URL(request.url);
  const body = await request.clone().text();
  const { method, headers } = request;
  return { method, path: url.pathname, url, headers, form: new URLSearchParams(body), body };
}

/** The same request with something else in it. */
export function changed(
  request: Request,
  {
    url = request.url,
    method = request.method,
    headers = {},
    without = [],
    body,
  }: {
    readonly url?: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly without?: readonly string[];
    readonly body?: string;
  },
): Request {
  const all = new Headers(request.headers);
  for (const name of without) all.delete(name);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  const given = method === 'GET' ? null : (body ?? request.body);
  const streams = given instanceof ReadableStream ? { duplex: 'half' } : {};
  return new Request(url, { method, headers: all, redirect: 'manual', body: given, ...streams } as RequestInit);
}

/** A request with another form. */
export const withForm = (request: Request, form: URLSearchParams): Request =>
  changed(request, { body: form.toString() });

/** The same response with other headers. */
export function withHeaders(
  response: Response,
  set: Readonly<Record<string, string>>,
  without: readonly string[] = [],
  status: number = response.status,
): Response {
  const headers = new Headers(response.headers);
  for (const name of without) headers.delete(name);
  for (const [name, value] of Object.entries(set)) headers.set(name, value);
  const hasBody = ![204, 304].includes(status);
  return new Response(hasBody ? response.body : null, { status, headers });
}

type Members = Record<string, unknown>;

/** The members of a JSON response; none if it is something else. */
export async function membersOf(response: Response): Promise<Members> {
  try {
    return JSON.parse(await response.clone().text()) as Members;
  } catch {
    return {};
  }
}

/** The OAuth error of a response; empty without one. */
export async function errorIn(response: Response): Promise<string> {
  const { error } = await membersOf(response);
  return typeof error === 'string' ? error : '';
}

/** The same response with other members. */
export async function withMembers(response: Response, change: (members: Members) => Members): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(change(await membersOf(response))), { status: response.status, headers });
}

/** The same response with another text. */
export async function withText(response: Response, change: (text: string) => string): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(change(await response.text()), { status: response.status, headers });
}

export const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });

export const refuse = (error: string, status = 400): Response => answer(status, { error });

/** Changes the responses to certain requests. */
export const onResponse =
  (
    isMeant: (seen: Seen) => boolean,
    change: (response: Response, seen: Seen) => Response | Promise<Response>,
  ): (() => Layer) =>
  () =>
  async (request, next) => {
    const seen = await look(request);
    const response = await next(request);
    return isMeant(seen) ? change(response, seen) : response;
  };

/** Changes certain requests, or answers them. */
export const onRequest =
  (isMeant: (seen: Seen) => boolean, change: (request: Request, seen: Seen) => Request | Response): (() => Layer) =>
  () =>
  async (request, next) => {
    const seen = await look(request);
    if (!isMeant(seen)) return next(request);
    const instead = change(request, seen);
    return instead instanceof Response ? instead : next(instead);
  };
