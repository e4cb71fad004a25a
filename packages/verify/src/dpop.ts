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

/** Remembers what may be used only once. */
export interface Once {
  /**
   * Uses `value` up.
   *
   * @param until when it may be forgotten, because it would be refused for its age by then; milliseconds since the epoch
   * @returns false when it was used before, or when there is no room to remember it
   */
  use(value: string, until: number): Promise<boolean>;
}

/** What a proof must be for (RFC 9449 §4.3). */
export interface DpopTarget {
  readonly method: string;
  /** The endpoint under the public URL, without query and fragment. */
  readonly url: string;
  /** At an API: SHA-256 of the access token that comes with it, base64url, which the proof must name. */
  readonly tokenHash?: string;
}

/** Why a proof is not taken: it is none for this, or it has to be made anew with a nonce of ours (RFC 9449 §8). */
export interface DpopFault {
  readonly error: 'invalid_dpop_proof' | 'use_dpop_nonce';
  /** A sentence for developers. */
  readonly description: string;
}

/** The RFC 7638 thumbprint of the key that a proof proves, or why the proof is not taken. */
export type ProvenKey =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly refusal: DpopFault };

/** What an authorization server with nonces requires of a proof. */
export interface DpopStart {
  /** Milliseconds since the epoch: a proof that was made before it, and without a nonce made after it, may be a replay. */
  readonly since: number;
  /** Whether a nonce is ours and good now. */
  readonly isFresh: (nonce: string) => boolean;
}

/** How old, and how much ahead of our clock, a proof may be, in seconds. */
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
 * Checks a DPoP proof (RFC 9449 §4.3) and uses its `jti` up.
 *
 * @param proof the `DPoP` header
 * @param start when `once` began to remember; not given where that cannot be said, as in somebody's own API
 */
export async function proveKey(
  { clock, once, start }: { readonly clock: Clock; readonly once: Once; readonly start?: DpopStart },
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
    const fresh = await once.use(`dpop ${thumbprint} ${jti}`, (iat + 2 * window) * 1000);
    return fresh ? { ok: true, value: thumbprint } : wrong('this proof was used before');
  } catch {
    return wrong(noProof);
  }
}

const isSince = ({ nonce, iat = 0 }: JWTPayload, { since, isFresh }: DpopStart): boolean =>
  nonce === undefined ? iat * 1000 >= since : typeof nonce === 'string' && isFresh(nonce);

/** What needs no signature check, so that junk costs none. Returns a sentence when a claim is wrong. */
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

/** A URL in its normal form without query and fragment; undefined when it is none. */
function plainUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
