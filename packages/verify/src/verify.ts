// Verifies access tokens in an API.
import type { Clock } from './clock.ts';
import { proveKey } from './dpop.ts';
import { readCredentials, type ApiRequest, type ProvenCredentials } from './credentials.ts';
import { createOpaqueCheck, looksOpaque, type IntrospectionClient } from './introspection.ts';
import { createJwtCheck, looksLikeJwt } from './jwt.ts';
import { createDiscovery, IssuerUnavailableError, type VerifierError } from './metadata.ts';
import { createReport } from './report.ts';
import { sha256 } from './sha256.ts';
import { createUsedProofs } from './used-proofs.ts';
import { cannotAsk, refuseToken, refuseWithoutToken, type Verdict, type VerifiedToken } from './verdict.ts';

export { type Person } from './person.ts';
export { requireScope, type RefusalCode, type TokenRefusal, type Verdict, type VerifiedToken } from './verdict.ts';
export { type Clock } from './clock.ts';
export { type ApiRequest } from './credentials.ts';
export { type IntrospectionClient } from './introspection.ts';
export { resourceMetadata, type ProtectedResource, type ResourceMetadata } from './resource-metadata.ts';
export { type VerifierError, type VerifierSetting } from './metadata.ts';

/** Options of a verifier. */
export interface VerifierOptions {
  /** The service's public URL, exactly as `issuer` in its metadata. */
  readonly issuer: string;
  /**
   * This API's identifier, which tokens must have as audience (RFC 9068 §4). One of the `audiences` that clients are
   * registered with.
   */
  readonly audience: string;
  /** Credentials for introspection of opaque tokens (RFC 7662); without them such tokens are refused. */
  readonly introspection?: IntrospectionClient;
  /**
   * Absolute URL of this API's metadata, from {@link resourceMetadata}: every challenge names it, so that a client that
   * knows nothing but the API finds its issuer (RFC 9728 §5.1).
   */
  readonly resourceMetadata?: string;
  /**
   * Called when issuer, credentials or audience seem wrong, at most once a minute each; never disclosed to callers.
   * Default: a process warning on stderr.
   */
  readonly onError?: (error: VerifierError) => void;
  /** The `fetch` for calls to the issuer; default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the system's clock. */
  readonly clock?: Clock;
}

/** Verifies access tokens for one API. Create one and reuse it: it caches keys and responses. */
export interface Verifier {
  /**
   * Verifies the token of a request. Never throws because of what a caller sends.
   *
   * @param request a request with its token in the `Authorization` header (RFC 6750 §2.1), or a bearer token received
   *   in another way, such as the first message of a socket
   */
  verify(request: ApiRequest | string): Promise<Verdict>;
}

/** Checks a token; undefined if it is not valid here. */
type Check = (token: string) => Promise<VerifiedToken | undefined>;

/** Requires a non-empty option: untyped callers may pass an unset environment variable. */
function demand(name: string, value: unknown): void {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new TypeError(`createVerifier needs ${name}, a text that is not empty.`);
  }
}

/** @throws {TypeError} if an option is missing or empty, or the issuer is not an http(s) URL or ends in a slash */
export function createVerifier(options: VerifierOptions): Verifier {
  const {
    issuer,
    audience,
    introspection,
    resourceMetadata,
    fetch = globalThis.fetch,
    clock = { now: () => Date.now() },
  } = options;
  demand('an issuer', issuer);
  demand('an audience', audience);
  if (introspection !== undefined) {
    demand('introspection.clientId', introspection.clientId);
    demand('introspection.clientSecret', introspection.clientSecret);
  }
  if (!/^https?:/i.test(issuer) || !URL.canParse(issuer) || issuer.endsWith('/')) {
    throw new TypeError(`${issuer} is no issuer: it is an http(s) URL without a slash at its end.`);
  }
  if (resourceMetadata !== undefined && !/^https?:\/\/[^\s"\\]+$/i.test(resourceMetadata)) {
    throw new TypeError(`resourceMetadata is the http(s) URL of this API's metadata, not ${resourceMetadata}.`);
  }
  const accept = (token: VerifiedToken): Verdict =>
    resourceMetadata === undefined ? { ok: true, token } : { ok: true, token, resourceMetadata };
  const refuse = (scheme: 'Bearer' | 'DPoP', error: Parameters<typeof refuseToken>[1], description: string): Verdict =>
    refuseToken(scheme, error, description, resourceMetadata);
  const report = createReport(clock, options.onError);
  const discover = createDiscovery(issuer, fetch);
  const shared = { issuer, audience, fetch, clock, discover, report };
  const checkJwt = createJwtCheck(shared);
  const checkOpaque: Check =
    introspection === undefined ? async () => undefined : createOpaqueCheck({ ...shared, client: introspection });
  const check: Check = async (token) => {
    if (looksOpaque(token)) return checkOpaque(token);
    return looksLikeJwt(token) ? checkJwt(token) : undefined;
  };
  const replayCache = createUsedProofs(clock);

  /** Checks that the proof is for this request and token, by the token's key, and not a replay (RFC 9449 §7.1). */
  const checkProof = async (
    { token: text, proof, method, url }: ProvenCredentials,
    token: VerifiedToken,
  ): Promise<Verdict> => {
    if (proof === null) return refuse('DPoP', 'invalid_dpop_proof', 'the DPoP header is missing');
    const tokenHash = await sha256(text);
    const proven = await proveKey({ clock, replayCache }, proof, { method, url, tokenHash });
    if (!proven.ok) return refuse('DPoP', 'invalid_dpop_proof', proven.refusal.description);
    return proven.value === token.keyThumbprint
      ? accept(token)
      : refuse('DPoP', 'invalid_token', 'the token is bound to another key');
  };

  return {
    async verify(request) {
      const credentials = readCredentials(request);
      if (credentials === null) return refuseWithoutToken(resourceMetadata);
      if (credentials === undefined)
        return refuse('Bearer', 'invalid_request', 'the Authorization header is malformed');
      const { scheme } = credentials;
      try {
        const token = await check(credentials.token);
        if (token === undefined) return refuse(scheme, 'invalid_token', 'the token is not good here');
        if (credentials.scheme === 'DPoP') {
          return token.keyThumbprint === null
            ? refuse('DPoP', 'invalid_token', 'the token is bound to no key')
            : await checkProof(credentials, token);
        }
        // A bound token that is sent as a bearer token may be stolen (RFC 9449 §7.2).
        return token.keyThumbprint === null
          ? accept(token)
          : refuse('DPoP', 'invalid_token', 'the token is bound to a key');
      } catch (error) {
        if (!(error instanceof IssuerUnavailableError)) throw error;
        report(error);
        return cannotAsk;
      }
    },
  };
}
