import { createLocalJWKSet, jwtVerify, SignJWT, type JWK } from 'jose';
import type { Clock } from '../service/ports/clock.ts';
import type { Random } from '../service/ports/random.ts';
import type { SigningKeys } from './signing-keys.ts';

/** How long a Plex JWT lives, in seconds (wire 1.9). */
const life = 7 * 24 * 60 * 60;

/** The issuer and audience that plex's clients check, and so ours too. */
const plexName = 'plex.tv';

/** A Plex JWT to make. */
export interface PlexJwtOrder {
  readonly grantId: string;
  /** The client identifier that the device signs as. */
  readonly clientId: string;
  /** What the device calls its key. */
  readonly kid: string;
  /** The nonce of the device JWT that it is issued for. */
  readonly nonce: string;
  /** What it discloses about the person. */
  readonly user: Readonly<Record<string, unknown>>;
}

/** The owner of a Plex JWT. */
export type PlexJwtSubject = Pick<PlexJwtOrder, 'grantId' | 'clientId' | 'kid'>;

/** Makes and reads Plex JWTs. */
export interface PlexJwts {
  /** The public keys, for others to verify with. */
  readonly publicKeys: readonly JWK[];
  make(order: PlexJwtOrder): Promise<string>;
  /** Undefined if it was not issued here, was changed, or has expired. Whether its device is still linked, the store knows. */
  read(jwt: string): Promise<PlexJwtSubject | undefined>;
}

/** @param keys for plex only: an OAuth token must not be accepted as a Plex JWT, nor the reverse */
export function createPlexJwts(keys: SigningKeys, clock: Clock, random: Random): PlexJwts {
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
