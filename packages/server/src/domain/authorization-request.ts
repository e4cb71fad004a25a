// Pure: types only. What an OAuth client requests with a pin.

/** How a client wants its person to be asked (OpenID Connect Core §3.1.2.1). */
export type Prompt = 'none' | 'login' | 'consent' | 'select_account';

/** What a client requests with the scope `openid` (OpenID Connect Core §3.1.2.1). */
export interface OpenIdRequest {
  /** Repeated in the ID token; null for none. */
  readonly nonce: string | null;
  /** How old the sign-in may be, in seconds; null for any age. */
  readonly maxAge: number | null;
  /** The classes of sign-in that it would like, the best first. */
  readonly acrValues: readonly string[];
  readonly prompt: readonly Prompt[];
}

/** What an OAuth client requests besides the sign-in. */
export interface AuthorizationRequest {
  /** The requested scopes (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
  /** The requested resources, as absolute URIs (RFC 8707). */
  readonly resources: readonly string[];
  /** Present if the scope `openid` was requested. */
  readonly openid?: OpenIdRequest;
  /** The SHA-256 of the verifier that the token request must show, base64url (RFC 7636 §4.2, `S256`). */
  readonly codeChallenge?: string;
}

/** Where the answer to a request leads that came by redirect (RFC 6749 §4.1). */
export interface RedirectRequest {
  /** One of the client's redirect URIs, as the request named it. */
  readonly uri: string;
  /** Repeated in the answer; null for none. */
  readonly state: string | null;
  /** The sealed authorization code, of which `publicId` is the hash. It leaves the service after an approval only. */
  readonly code: string;
  /** Hash of the id of the browser that was led here, and that is led back. */
  readonly browser: string;
  /** Whoever approves has signed in at this time or later, in milliseconds since the epoch; null if whenever. */
  readonly signedInSince: number | null;
}
