import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  EmbeddedJWK,
  jwtVerify,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { Clock } from './clock.ts';

/** A replay cache for single-use values. */
export interface ReplayCache {
  /**
   * Records the use of `value`.
   *
   * @param until when it may be evicted, because it is too old to be accepted by then; milliseconds since the epoch
   * @returns false if it was used before or if the cache is full
   */
  use(value: string, until: number): Promise<boolean>;
}

/** What a proof must match (RFC 9449 §4.3). */
export interface DpopTarget {
  readonly method: string;
  /** The endpoint's URL without query and fragment. */
  readonly url: string;
  /** At an API: SHA-256 of the accompanying access token, base64url, which the proof must contain as `ath`. */
  readonly tokenHash?: string;
}

/** Why a proof is rejected: it is invalid, or must be repeated with a nonce of ours (RFC 9449 §8). */
export interface DpopFault {
  readonly error: 'invalid_dpop_proof' | 'use_dpop_nonce';
  /** A sentence for developers. */
  readonly description: string;
}

/** The RFC 7638 thumbprint of the proven key, or why the proof is rejected. */
export type ProvenKey =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly refusal: DpopFault };

/** The nonce requirements of an authorization server. */
export interface DpopStart {
  /**
   * Start of the replay cache in milliseconds since the epoch: an older proof without a newer nonce may be a replay.
   */
  readonly since: number;
  /** Whether a nonce is ours and has not expired. */
  readonly isFresh: (nonce: string) => boolean;
}

/** Most seconds that the proof's time may differ from our clock. */
const window = 60;

const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'] as const;

const noProof = 'the proof is no valid DPoP proof';

const wrong = (description: string): ProvenKey => ({
  ok: false,
  refusal: { error: 'invalid_dpop_proof', description },
});

const nonceNeeded: ProvenKey = {
  ok: false,
  refusal: { error: 'use_dpop_nonce', description: 'make the proof anew, with this nonce' },
};

/**
 * Checks a DPoP proof (RFC 9449 §4.3) and records its `jti`.
 *
 * @param proof the `DPoP` header
 * @param start the requirements of an authorization server; absent at an API, which has no nonces
 */
export async function proveKey(
  {
    clock,
    replayCache,
    start,
  }: { readonly clock: Clock; readonly replayCache: ReplayCache; readonly start?: DpopStart },
  proof: string,
  target: DpopTarget,
): Promise<ProvenKey> {
  const now = clock.now();
  if (proof.length > 8192) return wrong('the proof is too long');
  try {
    const { typ, alg } = decodeProtectedHeader(proof);
    if (typ !== 'dpop+jwt' || !algorithms.some((name) => name === alg)) return wrong(noProof);
    const payload = decodeJwt(proof);
    const claims = checkClaims(payload, target, now);
    if (typeof claims === 'string') return wrong(claims);
    if (start !== undefined && !isSince(payload, start)) return nonceNeeded;
    const { protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...algorithms],
      currentDate: new Date(now),
      clockTolerance: window,
    });
    const { jti, iat } = claims;
    const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk as JWK);
    const fresh = await replayCache.use(`dpop ${thumbprint} ${jti}`, (iat + 2 * window) * 1000);
    return fresh ? { ok: true, value: thumbprint } : wrong('this proof was used before');
  } catch {
    return wrong(noProof);
  }
}

const isSince = ({ nonce, iat = 0 }: JWTPayload, { since, isFresh }: DpopStart): boolean =>
  nonce === undefined ? iat * 1000 >= since : typeof nonce === 'string' && isFresh(nonce);

/**
 * Checks the claims before the signature, so that junk costs no signature check. Returns a sentence if one is wrong.
 */
function checkClaims(
  { jti, iat, ...more }: JWTPayload,
  target: DpopTarget,
  now: number,
): { readonly jti: string; readonly iat: number } | string {
  const { htm, htu, ath } = more;
  if (typeof jti !== 'string' || jti === '' || jti.length > 256) return 'jti is missing or too long';
  if (htm !== target.method) return 'htm is not the method of this request';
  if (typeof htu !== 'string' || plainUrl(htu) !== plainUrl(target.url)) return 'htu is not this endpoint';
  if (target.tokenHash !== undefined && ath !== target.tokenHash) return 'ath is not this token';
  const isNow = typeof iat === 'number' && Math.abs(now / 1000 - iat) <= window;
  return isNow ? { jti, iat } : 'iat is too far from now';
}

/** Normalizes a URL and drops query and fragment; undefined if it is invalid. */
function plainUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
