import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import type { AccessJwts } from '../service/ports/access-jwts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Random } from '../service/ports/random.ts';
import type { SigningKeys } from './signing-keys.ts';

/** JWT access tokens as RFC 9068 says, signed with the service's own keys. */
export function createAccessJwts(signingKeys: SigningKeys, clock: Clock, random: Random): AccessJwts {
  const keySet = createLocalJWKSet({ keys: [...signingKeys.publicKeys] });
  return {
    sign(
      { grantId, clientId, scopes, audiences, keyThumbprint, issuedAt, expiresAt, person = {} },
      subject,
      issuer,
      algorithm,
    ) {
      const key = signingKeys.current(algorithm);
      const [only, ...others] = audiences;
      return new SignJWT({
        ...person,
        client_id: clientId,
        grant_id: grantId,
        ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
        ...(keyThumbprint === null ? {} : { cnf: { jkt: keyThumbprint } }), // RFC 9449 §6.1
      })
        .setProtectedHeader({ typ: 'at+jwt', alg: key.algorithm, kid: key.kid })
        .setIssuer(issuer)
        .setSubject(subject)
        .setAudience(only !== undefined && others.length === 0 ? only : [...audiences])
        .setJti(`${grantId}.${random.id()}`)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key.privateKey);
    },
    async read(text, issuer) {
      try {
        const currentDate = new Date(clock.now());
        const { payload } = await jwtVerify(text, keySet, {
          typ: 'at+jwt',
          algorithms: ['EdDSA', 'ES256'],
          issuer,
          currentDate,
        });
        const { jti = '', aud = [], exp = 0, iat = 0, client_id: clientId, scope, cnf } = payload;
        return {
          grantId: jti.split('.')[0] ?? '',
          clientId: String(clientId),
          scopes: typeof scope === 'string' ? scope.split(' ') : [],
          audiences: [aud].flat(),
          keyThumbprint: (cnf as { jkt?: string } | undefined)?.jkt ?? null,
          issuedAt: iat,
          expiresAt: exp,
        };
      } catch {
        return undefined;
      }
    },
  };
}
