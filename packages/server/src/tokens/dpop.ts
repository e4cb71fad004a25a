import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  EmbeddedJWK,
  jwtVerify,
  type JWK,
  type JWTPayload,
} from 'jose';
import { accepted, refused, type Result } from '../pins/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Once } from '../service/ports/once.ts';

/** What a proof must be for (RFC 9449 §4.3). */
export interface DpopTarget {
  readonly method: string;
  /** The endpoint under the public URL, without query and fragment. */
  readonly url: string;
  /** At an API: SHA-256 of the access token that comes with it, base64url, which the proof must name. */
  readonly tokenHash?: string;
}

/** How old, and how much ahead of our clock, a proof may be, in seconds. */
const window = 60;

const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'] as const;

const noProof = 'the proof is no valid DPoP proof';

/**
 * Checks a DPoP proof (RFC 9449 §4.3) and uses its `jti` up.
 *
 * @param proof the `DPoP` header
 * @returns the RFC 7638 thumbprint of the proved key, or a sentence for developers
 */
export async function proveKey(
  { clock, once }: { readonly clock: Clock; readonly once: Once },
  proof: string,
  target: DpopTarget,
): Promise<Result<string, string>> {
  const now = clock.now();
  if (proof.length > 8192) return refused('the proof is too long');
  try {
    const { typ, alg } = decodeProtectedHeader(proof);
    if (typ !== 'dpop+jwt' || !algorithms.some((name) => name === alg)) return refused(noProof);
    const claims = checkClaims(decodeJwt(proof), target, now);
    if (!claims.ok) return claims;
    const { protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...algorithms],
      currentDate: new Date(now),
      clockTolerance: window,
    });
    const { jti, iat } = claims.value;
    const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk as JWK);
    const fresh = await once.use(`dpop ${thumbprint} ${jti}`, (iat + 2 * window) * 1000);
    return fresh ? accepted(thumbprint) : refused('this proof was used before');
  } catch {
    return refused(noProof);
  }
}

/** What needs no signature check, so that junk costs none. */
function checkClaims(
  { jti, iat, ...more }: JWTPayload,
  target: DpopTarget,
  now: number,
): Result<{ readonly jti: string; readonly iat: number }, string> {
  const { htm, htu, ath } = more;
  if (typeof jti !== 'string' || jti === '' || jti.length > 256) return refused('jti is missing or too long');
  if (htm !== target.method) return refused('htm is not the method of this request');
  if (typeof htu !== 'string' || plainUrl(htu) !== plainUrl(target.url)) return refused('htu is not this endpoint');
  if (target.tokenHash !== undefined && ath !== target.tokenHash) return refused('ath is not this token');
  const isNow = typeof iat === 'number' && Math.abs(now / 1000 - iat) <= window;
  return isNow ? accepted({ jti, iat }) : refused('iat is too far from now');
}

/** A URL in its normal form without query and fragment; undefined when it is none. */
function plainUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
