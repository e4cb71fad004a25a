/** Where and for what a program signs in. */
export interface SignInTarget {
  /** The server's issuer identifier, exactly as its metadata writes it. */
  readonly issuer: string;
  readonly clientId: string;
  /** The scope to request, separated by spaces. */
  readonly scope?: string | undefined;
  /** URL of the API that the tokens are for (RFC 8707). */
  readonly resource?: string | undefined;
}
