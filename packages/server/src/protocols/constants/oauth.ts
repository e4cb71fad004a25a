// Protocol constants and types. No functions.

/** `grant_type` of the device flow (RFC 8628 §3.4). */
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** `client_assertion_type` of `private_key_jwt` (RFC 7523 §2.2). */
export const jwtBearerAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Error codes that only an authorization request is answered with (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
export type AuthorizationErrorCode =
  | 'unsupported_response_type'
  | 'login_required'
  | 'consent_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported';
/** The algorithms that a DPoP proof, or an assertion of a client, may be signed with. */
export const dpopAlgorithms = ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'] as const;

/** What may be told of a person (OpenID Connect Core §2 and §5.1), and in which sign-in. */
export const openIdClaims: readonly string[] = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash'],
  ...['name', 'preferred_username', 'email', 'email_verified', 'groups', 'upstream_iss', 'upstream_sub'],
];

/** Error codes of RFC 6749 §5.2, RFC 8628 §3.5, RFC 8707 §2, RFC 9449 §5 and RFC 7591 §3.2.2. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'invalid_client_metadata'
  | 'invalid_redirect_uri'
  | 'temporarily_unavailable'
  | 'server_error';

/** An error response. */
export interface OAuthError {
  readonly error: OAuthErrorCode;
  /** A sentence for developers. */
  readonly description: string;
  /** The nonce that the next DPoP proof must contain (RFC 9449 §8). */
  readonly nonce?: string;
}

/** Client authentication (RFC 6749 §2.3, RFC 7523). */
export type ClientAuthentication =
  | { readonly method: 'none'; readonly clientId: string }
  | {
      readonly method: 'client_secret_basic' | 'client_secret_post';
      readonly clientId: string;
      readonly secret: string;
    }
  | { readonly method: 'private_key_jwt'; readonly clientId: string | null; readonly assertion: string };
