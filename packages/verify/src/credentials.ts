// Pure: reads the token of a request.
/** A request of any framework; a fetch `Request` fits. */
export interface ApiRequest {
  readonly method: string;
  /** Absolute URL as the caller sees it, because a DPoP proof names it. */
  readonly url: string;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A DPoP-bound token with its proof. */
export interface ProvenCredentials {
  readonly scheme: 'DPoP';
  readonly token: string;
  /** The `DPoP` header, or null. */
  readonly proof: string | null;
  readonly method: string;
  readonly url: string;
}

/** The credentials of a request (RFC 6750 §2.1, RFC 9449 §7.1). */
export type Credentials = { readonly scheme: 'Bearer'; readonly token: string } | ProvenCredentials;

const isToken = (text: string | undefined): text is string => text !== undefined && /^[\w.~+/-]{1,8192}=*$/.test(text);

function headerOf({ headers }: ApiRequest, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const value = headers[name];
  return value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
}

/**
 * Reads the `Authorization` header only: tokens in the query or the body are ignored.
 *
 * @param request the request, or a bearer token
 * @returns null if there is no token, undefined if the header is malformed
 */
export function readCredentials(request: ApiRequest | string): Credentials | null | undefined {
  if (typeof request === 'string') return isToken(request) ? { scheme: 'Bearer', token: request } : undefined;
  const header = headerOf(request, 'authorization');
  const [, scheme, token] = /^(bearer|dpop)(?: +(.*))?$/i.exec(header ?? '') ?? [];
  if (scheme === undefined) return null;
  if (!isToken(token)) return undefined;
  if (scheme.toLowerCase() === 'bearer') return { scheme: 'Bearer', token };
  return { scheme: 'DPoP', token, proof: headerOf(request, 'dpop'), method: request.method, url: request.url };
}
