/** All error codes; a closed list. */
export type LinkpinErrorCode =
  /** The caller passed an invalid option. */
  | 'bad_option'
  /** No response: DNS, route, TLS or connection failed. */
  | 'network'
  /** No complete response in time. */
  | 'timeout'
  /** The response was a redirect; none is followed, so that secrets go nowhere else. */
  | 'redirected'
  /** Status 429. */
  | 'rate_limited'
  /** Status 5xx, or one of the 4xx that mean "later" (408, 425). */
  | 'server'
  /** Another 4xx: retrying would not help. */
  | 'refused'
  /** 2xx, but the body is not the expected one. */
  | 'unreadable'
  /** The caller's storage cannot be read or written, or stores nothing. */
  | 'storage';

/** What the server reported about an error. */
export interface LinkpinErrorDetails {
  /** HTTP status of the response. */
  readonly status?: number | undefined;
  /** The number in a plex error body, such as 1000 or 1020. */
  readonly plexCode?: number | undefined;
  /** The `error` in an OAuth error body, such as `invalid_client`. */
  readonly oauthError?: string | undefined;
  /** Seconds until a retry is allowed. */
  readonly retryAfter?: number | undefined;
}

/** The error class of this package. Its message contains no token, no code and no query string. */
export class LinkpinClientError extends Error {
  /** The error code. */
  declare readonly code: LinkpinErrorCode;
  /** HTTP status of the response, if there was one. */
  declare readonly status: number | undefined;
  /** The number in a plex error body, such as 1000 or 1020, if there was one. */
  declare readonly plexCode: number | undefined;
  /** The `error` in an OAuth error body, such as `invalid_client`, if there was one. */
  declare readonly oauthError: string | undefined;
  /** Seconds until a retry is allowed, if the server said so. */
  declare readonly retryAfter: number | undefined;

  constructor(code: LinkpinErrorCode, message: string, details?: LinkpinErrorDetails) {
    super(message);
    Object.assign(this, { name: 'LinkpinClientError', code }, details);
  }
}

/** Makes the error for an invalid option. */
export const badOption = (what: string): LinkpinClientError => new LinkpinClientError('bad_option', what);

/** One code, or `never` for a union, for which narrowing would be unsound. */
type OneCode<Code> = [Code] extends [infer All]
  ? Code extends unknown
    ? [All] extends [Code]
      ? Code
      : never
    : never
  : never;

/**
 * Type guard for this package's errors, also across two loaded copies of the package.
 *
 * @param error - any thrown value
 * @param code - only accept this code; a literal narrows `error.code`
 */
export function isLinkpinClientError(error: unknown): error is LinkpinClientError;
export function isLinkpinClientError<Code extends LinkpinErrorCode>(
  error: unknown,
  code: Code & OneCode<Code>,
): error is LinkpinClientError & { readonly code: Code };
export function isLinkpinClientError(error: unknown, code: LinkpinErrorCode | undefined): boolean;
export function isLinkpinClientError(error: unknown, code?: LinkpinErrorCode): boolean {
  if (!(error instanceof Error) || error.name !== 'LinkpinClientError') return false;
  const { code: own } = error as LinkpinClientError;
  return code === undefined ? typeof own === 'string' : own === code;
}
