import type { RawClaims } from '../../domain/provider.ts';
import type { Result } from '../../domain/result.ts';

/** Why a sign-in at a provider came to nothing. */
export type UpstreamFault =
  /** It could not be reached, did not answer in time, or answered with a fault of its own. */
  | 'unreachable'
  /** The person, or the provider, said no. */
  | 'denied'
  /** What came back is not an answer to what was asked; `log` tells the operator why. */
  | 'invalid';

/** What the provider says of somebody who signed in there. */
export interface UpstreamPerson {
  readonly subject: string;
  readonly claims: RawClaims;
  /** The provider's session (`sid`). */
  readonly session: string | null;
  readonly refreshToken: string | null;
}

/** What a browser is sent to a provider with. */
export interface UpstreamRequest {
  readonly state: string;
  readonly nonce: string;
  /** The PKCE verifier (RFC 7636). */
  readonly verifier: string;
  readonly redirectUri: string;
  /** The person has to sign in there anew. */
  readonly fresh: boolean;
  /** The longest time since a sign-in there, in seconds; null if it does not matter. */
  readonly maxAge: number | null;
}

/** How a question about a person was answered. */
export type UpstreamAnswer =
  | { readonly kind: 'known'; readonly claims: RawClaims; readonly refreshToken: string | null }
  /** `invalid_grant`: the token was ended there. */
  | { readonly kind: 'gone' }
  /** The provider answered with a fault of its own. */
  | { readonly kind: 'fault' }
  /** No answer came: the token may have been used up or not. */
  | { readonly kind: 'silence' };

/** Whom a logout at the provider is about. */
export interface UpstreamLogout {
  readonly subject: string | null;
  readonly session: string | null;
  /** Used once. */
  readonly id: string;
  /** From when on it is too old, in milliseconds since the epoch. */
  readonly until: number;
}

/** A provider as we talk to it. No method throws; what went wrong is logged, without a secret. */
export interface Upstream {
  /** The URL that the browser is sent to. */
  begin(request: UpstreamRequest): Promise<Result<string, UpstreamFault>>;
  /**
   * Exchanges what the browser came back with, once.
   *
   * @param query of the URL that it came back to, without `?`
   */
  finish(
    query: string,
    request: Pick<UpstreamRequest, 'state' | 'nonce' | 'verifier' | 'redirectUri'>,
  ): Promise<Result<UpstreamPerson, UpstreamFault>>;
  /** Asks whether a person is still there, with their refresh token. */
  ask(refreshToken: string, subject: string): Promise<UpstreamAnswer>;
  /** Reads a logout token (OpenID Connect Back-Channel Logout §2.6), but for its `jti`, which the caller uses up. */
  readLogout(token: string): Promise<Result<UpstreamLogout, UpstreamFault>>;
}
