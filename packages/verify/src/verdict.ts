// Pure: what an API learns about the token of a request, and what it answers when the token is no good.

/** A token that is good here. */
export interface VerifiedToken {
  /** The account that a person approved with. */
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** When the token ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The device that the person linked: one name for all tokens of one approval. */
  readonly grant: string;
  /** RFC 7638 thumbprint of the key that the token is bound to and that the request proved; null for a bearer token. */
  readonly keyThumbprint: string | null;
}

/** Words of RFC 6750 §3.1 and RFC 9449 §7.1; `temporarily_unavailable` when the issuer cannot be asked. */
export type RefusalCode =
  | 'missing_token'
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'insufficient_scope'
  | 'temporarily_unavailable';

/** What to answer in place of the API's own answer. */
export interface TokenRefusal {
  readonly status: 400 | 401 | 403 | 503;
  readonly error: RefusalCode;
  /** A sentence for developers. */
  readonly description: string;
  /** `www-authenticate`, or `retry-after`: to be sent as they are. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What {@link Verifier.verify} comes to. */
export type Verdict =
  { readonly ok: true; readonly token: VerifiedToken } | { readonly ok: false; readonly refusal: TokenRefusal };

/** How a token was presented (RFC 6750 §2.1, RFC 9449 §7.1). */
export type Scheme = 'Bearer' | 'DPoP';

type Attributes = Readonly<Record<string, string>>;

const statuses = {
  invalid_request: 400,
  insufficient_scope: 403,
  invalid_token: 401,
  invalid_dpop_proof: 401,
} as const;

const algorithms = 'EdDSA ES256 ES384 RS256 PS256';

function challenge(scheme: Scheme, attributes: Attributes): string {
  const all = scheme === 'DPoP' ? { ...attributes, algs: algorithms } : attributes;
  const text = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return text.length === 0 ? scheme : `${scheme} ${text.join(', ')}`;
}

/** No token at all: both ways of presenting one are offered, and no error is told (RFC 6750 §3.1). */
export const missingToken: Verdict = {
  ok: false,
  refusal: {
    status: 401,
    error: 'missing_token',
    description: 'send an access token in the Authorization header',
    headers: { 'www-authenticate': `${challenge('Bearer', {})}, ${challenge('DPoP', {})}` },
  },
};

/** @param scheme the one that the request used; its challenge carries the error */
export function refuseToken(
  scheme: Scheme,
  error: keyof typeof statuses,
  description: string,
  more: Attributes = {},
): Verdict {
  const header = challenge(scheme, { error, error_description: description, ...more });
  return {
    ok: false,
    refusal: { status: statuses[error], error, description, headers: { 'www-authenticate': header } },
  };
}

/** The issuer did not answer: that is not the token's fault. */
export const cannotAsk: Verdict = {
  ok: false,
  refusal: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'the issuer cannot be asked about this token now',
    headers: { 'retry-after': '5' },
  },
};

/**
 * Demands scopes of a token: all of them.
 *
 * @returns the verdict as it was, or `insufficient_scope`, which names what is needed (RFC 6750 §3.1)
 */
export function requireScope(verdict: Verdict, ...scopes: readonly string[]): Verdict {
  if (!verdict.ok || scopes.every((scope) => verdict.token.scopes.includes(scope))) return verdict;
  const scheme = verdict.token.keyThumbprint === null ? 'Bearer' : 'DPoP';
  const scope = scopes.join(' ');
  return refuseToken(scheme, 'insufficient_scope', 'the token is not for this', { scope });
}
