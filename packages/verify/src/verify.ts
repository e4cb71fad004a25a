// What an API does with the access tokens that its devices send.
import type { Clock } from './clock.ts';
import { proveKey } from './dpop.ts';
import { readCredentials, type ApiRequest, type ProvenCredentials } from './credentials.ts';
import { createOpaqueCheck, looksOpaque, type IntrospectionClient } from './introspection.ts';
import { createJwtCheck, looksLikeJwt } from './jwt.ts';
import { createDiscovery, IssuerUnavailableError, type VerifierError } from './metadata.ts';
import { createReport } from './report.ts';
import { sha256 } from './sha256.ts';
import { createUsedProofs } from './used-proofs.ts';
import { cannotAsk, missingToken, refuseToken, type Verdict, type VerifiedToken } from './verdict.ts';

export { requireScope, type RefusalCode, type TokenRefusal, type Verdict, type VerifiedToken } from './verdict.ts';
export { type Clock } from './clock.ts';
export { type ApiRequest } from './credentials.ts';
export { type IntrospectionClient } from './introspection.ts';
export { type VerifierError, type VerifierSetting } from './metadata.ts';

/** What a verifier must know. */
export interface VerifierOptions {
  /** The service's public URL, exactly as its metadata says it. */
  readonly issuer: string;
  /** This API: a token that is not for it is no good (B9). One of the `audiences` that clients are registered with. */
  readonly audience: string;
  /** As whom to ask about opaque tokens; without it they are refused. */
  readonly introspection?: IntrospectionClient;
  /**
   * Hears which of issuer, credentials and audience is wrong, at most once a minute each; callers hear nothing of it. A warning
   * of the process (on stderr) when not given.
   */
  readonly onError?: (error: VerifierError) => void;
  /** What calls the issuer; the global one when not given. */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since the epoch; the system's clock when not given. */
  readonly clock?: Clock;
}

/** Checks access tokens for one API. Make one and keep it: it remembers keys and answers. */
export interface Verifier {
  /**
   * Says whose token a request carries, or what to answer instead. It does not throw for anything that a caller sends.
   *
   * @param request with its token in the `Authorization` header, the only place that counts (B18); or a bearer token that
   *   came by another way, such as the first message of a socket
   */
  verify(request: ApiRequest | string): Promise<Verdict>;
}

/** Says about a token whether it is good here; undefined when it is not. */
type Check = (token: string) => Promise<VerifiedToken | undefined>;

/** An option that must say something. Callers without types pass what an environment variable holds, which may be nothing. */
function demand(name: string, value: unknown): void {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new TypeError(`createVerifier needs ${name}, a text that is not empty.`);
  }
}

/** @throws {TypeError} when an option is missing or empty, or the issuer is not http(s) or ends in a slash */
export function createVerifier(options: VerifierOptions): Verifier {
  const { issuer, audience, introspection, fetch = globalThis.fetch, clock = { now: () => Date.now() } } = options;
  demand('an issuer', issuer);
  demand('an audience', audience);
  if (introspection !== undefined) {
    demand('introspection.clientId', introspection.clientId);
    demand('introspection.clientSecret', introspection.clientSecret);
  }
  if (!/^https?:/i.test(issuer) || !URL.canParse(issuer) || issuer.endsWith('/')) {
    throw new TypeError(`${issuer} is no issuer: it is an http(s) URL without a slash at its end.`);
  }
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
  const once = createUsedProofs(clock);

  /** RFC 9449 §7.1: the proof is for this request and this token, by the key that the token names, and new. */
  const checkProof = async (
    { token: text, proof, method, url }: ProvenCredentials,
    token: VerifiedToken,
  ): Promise<Verdict> => {
    if (proof === null) return refuseToken('DPoP', 'invalid_dpop_proof', 'the DPoP header is missing');
    const tokenHash = await sha256(text);
    const proven = await proveKey({ clock, once }, proof, { method, url, tokenHash });
    if (!proven.ok) return refuseToken('DPoP', 'invalid_dpop_proof', proven.refusal.description);
    return proven.value === token.keyThumbprint
      ? { ok: true, token }
      : refuseToken('DPoP', 'invalid_token', 'the token is bound to another key');
  };

  return {
    async verify(request) {
      const credentials = readCredentials(request);
      if (credentials === null) return missingToken;
      if (credentials === undefined)
        return refuseToken('Bearer', 'invalid_request', 'the Authorization header is malformed');
      const { scheme } = credentials;
      try {
        const token = await check(credentials.token);
        if (token === undefined) return refuseToken(scheme, 'invalid_token', 'the token is not good here');
        if (credentials.scheme === 'DPoP') {
          return token.keyThumbprint === null
            ? refuseToken('DPoP', 'invalid_token', 'the token is bound to no key')
            : await checkProof(credentials, token);
        }
        // RFC 9449 §7.2: a bound token that comes as a bearer token may be a stolen one.
        return token.keyThumbprint === null
          ? { ok: true, token }
          : refuseToken('DPoP', 'invalid_token', 'the token is bound to a key');
      } catch (error) {
        if (!(error instanceof IssuerUnavailableError)) throw error;
        report(error);
        return cannotAsk;
      }
    },
  };
}
