/** Everything that can go wrong between a caller and a server, as a closed list. */
export type LinkpinErrorCode =
  /** The caller passed something that cannot work. */
  | 'bad_option'
  /** No answer came: name, route, TLS or connection. */
  | 'network'
  /** No whole answer came in time. */
  | 'timeout'
  /** The answer was a redirect; none is followed, so that nothing secret goes to another place. */
  | 'redirected'
  /** 429. */
  | 'rate_limited'
  /** 5xx, and the few 4xx that say "later" (408, 425). */
  | 'server'
  /** Another 4xx: asking again would not help. */
  | 'refused'
  /** 2xx, but the body is not what was asked for. */
  | 'unreadable'
  /** The storage that the caller gave cannot be read or written, or keeps nothing. */
  | 'storage';

/** What the server said about an error, where it said anything. */
export interface LinkpinErrorDetails {
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** The number in a plex error body, such as 1000 or 1020. */
  readonly plexCode?: number | undefined;
  /** The `error` in an OAuth error body, such as `invalid_client`. */
  readonly oauthError?: string | undefined;
  /** Seconds until another try is welcome. */
  readonly retryAfter?: number | undefined;
}

/** The one error class of this package. Its message holds no token, no code and no query of an address. */
export class LinkpinClientError extends Error {
  /** Which of the closed list it is. */
  declare readonly code: LinkpinErrorCode;
  /** HTTP status of the answer, when there was one. */
  declare readonly status: number | undefined;
  /** The number in a plex error body, such as 1000 or 1020, when there was one. */
  declare readonly plexCode: number | undefined;
  /** The `error` in an OAuth error body, such as `invalid_client`, when there was one. */
  declare readonly oauthError: string | undefined;
  /** Seconds until another try is welcome, when the server said so. */
  declare readonly retryAfter: number | undefined;

  constructor(code: LinkpinErrorCode, message: string, details?: LinkpinErrorDetails) {
    super(message);
    Object.assign(this, { name: 'LinkpinClientError', code }, details);
  }
}

/** The error for what a caller passed. */
export const badOption = (what: string): LinkpinClientError => new LinkpinClientError('bad_option', what);

/** One code of the list; never for a union of them, of which an error might have another than it was compared with. */
type OneCode<Code> = [Code] extends [infer All]
  ? Code extends unknown
    ? [All] extends [Code]
      ? Code
      : never
    : never
  : never;

/**
 * Tells this package's errors from all others, also when two copies of the package are loaded.
 *
 * @param error - anything that was thrown
 * @param code - when given, only an error of this code counts; one that is known while compiling narrows `error.code`
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
