import type { Grant } from '../../domain/grant.ts';
import type { AccessJwts } from '../ports/access-jwts.ts';
import type { Keys } from '../ports/keys.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import type { AccessToken, OAuthTokens } from '../ports/oauth-tokens.ts';
import type { Random } from '../ports/random.ts';
import type { IdTokenPorts } from './id-token.ts';
import { personOf } from './person-of.ts';
import { subjectOf } from './subject-of.ts';

/** What making access tokens needs from outside. */
export interface AccessTokenPorts extends IdTokenPorts {
  readonly tokens: OAuthTokens;
  readonly keys: Keys;
  readonly random: Random;
  readonly accessJwts: AccessJwts;
}

/** One access token to make. */
export interface AccessTokenOrder {
  readonly client: OAuthClient;
  readonly grant: Grant;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly issuer: string;
  /** The text of an opaque token that must be the same for several callers; random if left out. */
  readonly secret?: string;
}

/** An access token and its life in seconds. */
export interface MadeAccessToken {
  readonly token: string;
  readonly expiresIn: number;
}

/** An access token that is not stored yet. */
export interface UnstoredAccessToken extends MadeAccessToken {
  /** What is to be stored before it is given out; nothing of a JWT. */
  readonly stored: AccessToken | undefined;
}

/** In seconds: ten minutes for a JWT, which cannot be revoked everywhere; an hour for an opaque token, which can. */
const lives = { jwt: 600, opaque: 3600 } as const;

/** How long the access tokens of a client live, in seconds. */
export const accessTokenLife = (client: OAuthClient): number => client.accessTokenLife ?? lives[client.accessTokens];

/** Prefix of opaque access tokens, so that secret scanners recognize them. */
export const accessTokenPrefix = 'lpa_';

/** Makes an access token: a JWT (RFC 9068), or an opaque one whose hash is stored. */
export async function makeAccessToken(ports: AccessTokenPorts, order: AccessTokenOrder): Promise<MadeAccessToken> {
  const { stored, ...made } = await composeAccessToken(ports, order);
  if (stored !== undefined) await ports.tokens.addAccessToken(stored);
  return made;
}

/** As {@link makeAccessToken}, for a caller that stores it with something else. */
export async function composeAccessToken(
  ports: Omit<AccessTokenPorts, 'tokens'>,
  { client, grant, scopes, audiences, issuer, secret }: AccessTokenOrder,
): Promise<UnstoredAccessToken> {
  const { keys, clock, random, accessJwts, identities } = ports;
  const now = clock.now();
  const expiresIn = accessTokenLife(client);
  if (client.accessTokens === 'opaque') {
    const token = `${accessTokenPrefix}${secret ?? `${random.id()}${random.id()}`}`;
    const stored = {
      hash: keys.hash(token),
      grantId: grant.id,
      clientId: client.id,
      scopes,
      audiences,
      keyThumbprint: grant.keyThumbprint,
      issuedAt: now,
      expiresAt: now + expiresIn * 1000,
    };
    return { token, expiresIn, stored };
  }
  const person = await personOf(identities, client, grant);
  const issuedAt = Math.floor(now / 1000);
  const deviceInfo = {
    grantId: grant.id,
    clientId: client.id,
    scopes,
    audiences,
    keyThumbprint: grant.keyThumbprint,
    person,
    issuedAt,
    expiresAt: issuedAt + expiresIn,
  };
  const subject = await subjectOf(ports, client, grant.account);
  const token = await accessJwts.sign(deviceInfo, subject, issuer, client.signingAlgorithm);
  return { token, expiresIn, stored: undefined };
}
