/** The algorithms that an ID token may be signed with. */
export type IdTokenAlgorithm = 'RS256' | 'ES256' | 'EdDSA';

/** An ID token to be signed. */
export interface IdTokenOrder {
  /** All claims but `at_hash`. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The access token that it is given with; its hash is in it (OpenID Connect Core §3.1.3.6). */
  readonly accessToken: string;
  readonly algorithm: IdTokenAlgorithm;
}

/** Signs ID tokens (OpenID Connect Core §2). */
export interface IdTokens {
  sign(order: IdTokenOrder): Promise<string>;
}
