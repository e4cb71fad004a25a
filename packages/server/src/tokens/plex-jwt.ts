import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../service/ports/clock.ts';
import type { PlexJwts } from '../service/ports/plex-jwts.ts';
import type { Random } from '../service/ports/random.ts';
import type { SigningKeys } from './signing-keys.ts';

/** How long a Plex JWT lives, in seconds (wire 1.9). */
const life = 7 * 24 * 60 * 60;

/** The issuer and audience that plex's clients check, and so ours too. */
const plexName = 'plex.tv';

/**
 * Plex JWTs, and the public keys that others verify them with.
 *
 * @param keys for plex only: an OAuth token must not be accepted as a Plex JWT, nor the reverse
 */
export function createPlexJwts(
  keys: SigningKeys,
  clock: Clock,
  random: Random,
): PlexJwts & Pick<SigningKeys, 'publicKeys'> {
  const keySet = createLocalJWKSet({ keys: [...keys.publicKeys] });
  return {
    publicKeys: keys.publicKeys,
    make({ grantId, clientId, kid, nonce, user }) {
      const signer = keys.current('EdDSA');
      const iat = Math.floor(clock.now() / 1000);
      return new SignJWT({ nonce, thumbprint: kid, user })
        .setProtectedHeader({ kid: signer.kid, typ: 'JWT', alg: signer.algorithm })
        .setIssuer(plexName)
        .setAudience([plexName, clientId])
        .setIssuedAt(iat)
        .setExpirationTime(iat + life)
        .setJti(`${grantId}.${random.id()}`)
        .sign(signer.privateKey);
    },
    async read(jwt) {
      try {
        const { payload } = await jwtVerify(jwt, keySet, {
          typ: 'JWT',
          algorithms: ['EdDSA'],
          issuer: plexName,
          audience: plexName,
          requiredClaims: ['exp'],
          currentDate: new Date(clock.now()),
        });
        const { aud = [], jti = '', thumbprint } = payload;
        return { grantId: jti.split('.')[0] ?? '', clientId: aud[1] ?? '', kid: String(thumbprint) };
      } catch {
        return undefined;
      }
    },
  };
}
