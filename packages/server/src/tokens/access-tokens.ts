import { SignJWT } from 'jose';
import type { Grant } from '../domain/grant.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import type { OAuthTokens } from '../service/ports/oauth-tokens.ts';
import type { Random } from '../service/ports/random.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What making access tokens needs from outside. */
export interface AccessTokenPorts {
  readonly tokens: OAuthTokens;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
  readonly signingKeys: SigningKeys;
}

/** One access token to make. */
export interface AccessTokenOrder {
  readonly client: OAuthClient;
  readonly grant: Grant;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly issuer: string;
  /** For an opaque token: its text, when it must come out the same for several callers; else it is drawn. */
  readonly secret?: string;
}

/** An access token and its life in seconds. */
export interface MadeAccessToken {
  readonly token: string;
  readonly expiresIn: number;
}

/** Ten minutes for a JWT, which nobody can call back; an hour for an opaque token, which can be revoked. */
const lives = { jwt: 600, opaque: 3600 } as const;

/** How long the access tokens of a client live, in seconds. */
export const accessTokenLife = (client: OAuthClient): number => client.accessTokenLife ?? lives[client.accessTokens];

/** Marks an opaque access token, so that scanners for leaked secrets know it. */
export const accessTokenMark = 'lpa_';

/** Makes an access token: a JWT as RFC 9068 says, or an opaque one that is remembered by its hash. */
export async function makeAccessToken(
  { tokens, keys, clock, random, signingKeys }: AccessTokenPorts,
  { client, grant, scopes, audiences, issuer, secret }: AccessTokenOrder,
): Promise<MadeAccessToken> {
  const now = clock.now();
  const expiresIn = accessTokenLife(client);
  if (client.accessTokens === 'opaque') {
    const token = `${accessTokenMark}${secret ?? `${random.id()}${random.id()}`}`;
    await tokens.addAccessToken({
      hash: keys.hash(token),
      grantId: grant.id,
      clientId: client.id,
      scopes,
      audiences,
      keyThumbprint: grant.keyThumbprint,
      issuedAt: now,
      expiresAt: now + expiresIn * 1000,
    });
    return { token, expiresIn };
  }
  const key = signingKeys.current(client.signingAlgorithm);
  const iat = Math.floor(now / 1000);
  const [only, ...others] = audiences;
  const token = await new SignJWT({
    client_id: client.id,
    grant_id: grant.id,
    ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
    ...(grant.keyThumbprint === null ? {} : { cnf: { jkt: grant.keyThumbprint } }), // RFC 9449 §6.1
  })
    .setProtectedHeader({ typ: 'at+jwt', alg: key.algorithm, kid: key.kid })
    .setIssuer(issuer)
    .setSubject(grant.account)
    .setAudience(only !== undefined && others.length === 0 ? only : [...audiences])
    .setJti(`${grant.id}.${random.id()}`)
    .setIssuedAt(iat)
    .setExpirationTime(iat + expiresIn)
    .sign(key.privateKey);
  return { token, expiresIn };
}
