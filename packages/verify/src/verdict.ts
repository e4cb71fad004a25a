// Pure: the result of verification, and the response for an invalid token.

import type { Person } from './person.ts';
import { proofAlgorithms } from './resource-metadata.ts';

/** A token that is valid for this API. */
export interface VerifiedToken {
  /** The account that approved the device. */
  readonly sub: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** Expiry in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The grant: the same for all tokens of one approval. */
  readonly grant: string;
  /** RFC 7638 thumbprint of the key that the token is bound to, proven by the request; null for a bearer token. */
  readonly keyThumbprint: string | null;
  /** What the token says of the person; left out when it says nothing. */
  readonly person?: Person;
}

/** Error codes of RFC 6750 §3.1 and RFC 9449 §7.1; `temporarily_unavailable` if the issuer cannot be reached. */
export type RefusalCode =
  | 'missing_token'
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'insufficient_scope'
  | 'temporarily_unavailable';

/** The error response to send. */
export interface TokenRefusal {
  readonly status: 400 | 401 | 403 | 503;
  readonly error: RefusalCode;
  /** A sentence for developers. */
  readonly description: string;
  /** `www-authenticate` or `retry-after`, to be sent unchanged. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The result of {@link Verifier.verify}. */
export type Verdict =
  | {
      readonly ok: true;
      readonly token: VerifiedToken;
      /** The verifier's `resourceMetadata`, for {@link requireScope}. */
      readonly resourceMetadata?: string;
    }
  | { readonly ok: false; readonly refusal: TokenRefusal };

/** How a token was presented (RFC 6750 §2.1, RFC 9449 §7.1). */
export type Scheme = 'Bearer' | 'DPoP';

type Attributes = Readonly<Record<string, string>>;

const statuses = {
  invalid_request: 400,
  insufficient_scope: 403,
  invalid_token: 401,
  invalid_dpop_proof: 401,
} as const;

function challenge(scheme: Scheme, attributes: Attributes): string {
  const all = scheme === 'DPoP' ? { ...attributes, algs: proofAlgorithms.join(' ') } : attributes;
  const text = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return text.length === 0 ? scheme : `${scheme} ${text.join(', ')}`;
}

/** Where a caller learns how to get a token (RFC 9728 §5.1). */
const guidance = (resourceMetadata: string | undefined): Attributes =>
  resourceMetadata === undefined ? {} : { resource_metadata: resourceMetadata };

/**
 * No token: challenges for both schemes, without an error code (RFC 6750 §3.1).
 *
 * @param resourceMetadata the URL of the API's metadata, if it has any
 */
export function refuseWithoutToken(resourceMetadata: string | undefined): Verdict {
  const more = guidance(resourceMetadata);
  return {
    ok: false,
    refusal: {
      status: 401,
      error: 'missing_token',
      description: 'send an access token in the Authorization header',
      headers: { 'www-authenticate': `${challenge('Bearer', more)}, ${challenge('DPoP', more)}` },
    },
  };
}

/**
 * @param scheme the scheme of the request, whose challenge carries the error
 * @param resourceMetadata the URL of the API's metadata, if it has any
 */
export function refuseToken(
  scheme: Scheme,
  error: keyof typeof statuses,
  description: string,
  resourceMetadata: string | undefined,
  more: Attributes = {},
): Verdict {
  const header = challenge(scheme, { error, error_description: description, ...more, ...guidance(resourceMetadata) });
  return {
    ok: false,
    refusal: { status: statuses[error], error, description, headers: { 'www-authenticate': header } },
  };
}

/** The issuer could not be reached, which says nothing about the token. */
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
 * Requires all of the given scopes.
 *
 * @returns the verdict unchanged, or `insufficient_scope`, which lists the required scopes (RFC 6750 §3.1)
 */
export function requireScope(verdict: Verdict, ...scopes: readonly string[]): Verdict {
  if (!verdict.ok || scopes.every((scope) => verdict.token.scopes.includes(scope))) return verdict;
  const scheme = verdict.token.keyThumbprint === null ? 'Bearer' : 'DPoP';
  const scope = scopes.join(' ');
  return refuseToken(scheme, 'insufficient_scope', 'the token is not for this', verdict.resourceMetadata, { scope });
}
