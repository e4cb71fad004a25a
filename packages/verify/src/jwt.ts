import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Clock } from './clock.ts';
import { IssuerUnavailableError, VerifierError, type IssuerMetadata } from './metadata.ts';
import type { VerifiedToken } from './verdict.ts';
import { personIn } from './person.ts';

/** Clock tolerance, in seconds. */
const tolerance = 10;

/** True if a token has the format of a JWT. */
export const looksLikeJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

/**
 * Makes a function that checks JWT access tokens (RFC 9068 §4). Fetches the issuer's key set on first use, after ten
 * minutes, and for an unknown `kid`, but at most every thirty seconds.
 *
 * @returns undefined if the token is not valid here
 */
export function createJwtCheck(options: {
  readonly issuer: string;
  readonly audience: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly discover: () => Promise<IssuerMetadata>;
  /** Called for a token that the issuer signed for another audience or issuer name. */
  readonly report: (error: VerifierError) => void;
}): (token: string) => Promise<VerifiedToken | undefined> {
  const { issuer, audience, fetch, clock, discover, report } = options;
  let keys: JWTVerifyGetKey | undefined;
  const findKey: JWTVerifyGetKey = async (header, input) => {
    keys ??= createRemoteJWKSet((await discover()).jwksUri, { [customFetch]: (url, init) => fetch(url, init) });
    try {
      return await keys(header, input);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSENotSupported) throw error;
      throw new IssuerUnavailableError('issuer', 'The key set of the issuer cannot be read.', { cause: error });
    }
  };

  /** Reports a wrong `iss` or `aud` of a token with a valid signature: a configuration error on one of the sides. */
  const reportClaim = ({ claim, payload }: errors.JWTClaimValidationFailed): void => {
    if (claim === 'aud') {
      const named = JSON.stringify(payload.aud);
      report(new VerifierError('audience', `A token came that is for ${named}, and this API is ${audience}.`));
    } else if (claim === 'iss') {
      const named = JSON.stringify(payload.iss);
      report(new VerifierError('issuer', `A token came whose issuer is ${named}, and this API expects ${issuer}.`));
    }
  };

  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, findKey, {
        typ: 'at+jwt',
        algorithms: ['EdDSA', 'ES256'],
        issuer,
        audience,
        requiredClaims: ['exp', 'sub', 'client_id', 'grant_id'],
        currentDate: new Date(clock.now()),
        clockTolerance: tolerance,
      });
      const { sub = '', aud = [], exp = 0, client_id: clientId, grant_id: grant, scope, cnf } = payload;
      const person = personIn(payload);
      return {
        ...(person === undefined ? {} : { person }),
        sub,
        clientId: String(clientId),
        scopes: typeof scope === 'string' ? scope.split(' ') : [],
        audience: [aud].flat(),
        expiresAt: exp * 1000,
        grant: String(grant),
        keyThumbprint: (cnf as { jkt?: string } | undefined)?.jkt ?? null,
      };
    } catch (error) {
      if (error instanceof errors.JWTClaimValidationFailed) reportClaim(error);
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };
}
