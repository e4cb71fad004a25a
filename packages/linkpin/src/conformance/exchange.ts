// One request and its response, as they are kept for a report. No I/O.

/** A request. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A response. */
export interface Came {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** One `Set-Cookie` each. */
  readonly cookies: readonly string[];
  readonly body: string;
}

/** A request and its response. */
export interface Exchange {
  readonly sent: Sent;
  readonly came: Came;
}

/** The parameters of a form, in order; a name may come twice. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** Parameters in the form of a form (WHATWG URL, application/x-www-form-urlencoded). */
export const encodeForm = (fields: Fields): string =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();

/** A form post, as OAuth's endpoints take it (RFC 8628 §3.1). */
export const formPost = (url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Sent => ({
  method: 'POST',
  url,
  headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: encodeForm(fields),
});

/** A response header; empty if it did not come. */
export const header = ({ came }: Exchange, name: string): string => came.headers.get(name) ?? '';

/** The members of a JSON object; undefined if the body is none. */
export function jsonOf({ came }: Exchange): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(came.body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The OAuth error of a response (RFC 6749 §5.2); undefined without one. */
export function errorOf(exchange: Exchange): string | undefined {
  const error = jsonOf(exchange)?.['error'];
  return typeof error === 'string' ? error : undefined;
}

/** A response in a few words: `400 authorization_pending`. */
export function inWords(exchange: Exchange): string {
  const { status, headers } = exchange.came;
  const error = errorOf(exchange);
  if (error !== undefined) return `${status} ${error}`;
  const type = (headers.get('content-type') ?? 'no content type').split(';')[0] ?? '';
  return `${status} (${type})`;
}
