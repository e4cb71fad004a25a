/** Why a sign-in did not succeed, or no longer holds; a closed list. */
export type SignInErrorCode =
  /** A person said no. */
  | 'denied'
  /** Nobody decided in time. */
  | 'expired'
  /** The server refuses this client, scope or API; `oauthError` is its reason. */
  | 'refused'
  /** The server, or this machine, has no way to sign in as asked. */
  | 'unsupported'
  /** A response or a document contradicts what was asked for: it may be an attack, and nothing was sent on. */
  | 'untrusted'
  /** There is no sign-in, or the server has ended it. */
  | 'signed_out';

/** The error of a sign-in. Its message contains no token and no code. */
export class SignInError extends Error {
  override readonly name: 'SignInError' = 'SignInError';
  readonly code: SignInErrorCode;
  /** The `error` that the server sent (RFC 6749), if it did. */
  readonly oauthError: string | undefined;

  constructor(code: SignInErrorCode, message: string, oauthError?: string) {
    super(message);
    this.code = code;
    this.oauthError = oauthError;
  }
}
