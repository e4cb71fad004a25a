import type { Grant } from '../../domain/grant.ts';
import type { Approval } from '../../domain/pin.ts';
import type { RefreshFamily } from '../../domain/refresh-family.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { makeIdToken } from './id-token.ts';
import { composeAccessToken, type AccessTokenPorts } from './access-tokens.ts';

/** Idle expiry of a refresh token, in seconds. */
const defaultIdle = 30 * 24 * 3600;

/** Life of a refresh token from the approval, in seconds (B24). */
const defaultLife = 180 * 24 * 3600;

/** Prefix of refresh tokens, so that secret scanners recognize them. */
export const refreshTokenPrefix = 'lpr_';

/** The audiences of tokens: the granted resources, else the client's first one, else this service. */
export function audiencesOf(client: OAuthClient, resources: readonly string[], issuer: string): readonly string[] {
  return resources.length > 0
    ? resources
    : client.audiences.slice(0, 1).concat(client.audiences.length > 0 ? [] : issuer);
}

/** When a refresh token that is used now expires if it is not used again, in milliseconds since the epoch. */
export const idleEnd = (client: OAuthClient, now: number): number =>
  now + (client.refreshTokenIdle ?? defaultIdle) * 1000;

/** The body of a token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
export function tokenAnswer(parts: {
  readonly accessToken: { readonly token: string; readonly expiresIn: number };
  readonly refreshToken: string | null;
  readonly scopes: readonly string[];
  readonly grant: Grant;
  readonly idToken: string | undefined;
}): string {
  const { accessToken, refreshToken, scopes, grant, idToken } = parts;
  return JSON.stringify({
    access_token: accessToken.token,
    token_type: grant.keyThumbprint === null ? 'Bearer' : 'DPoP',
    expires_in: accessToken.expiresIn,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  });
}

/**
 * The first tokens of a grant. Derived rather than random, so that concurrent polls, of which one wins, store the
 * same.
 *
 * @param issuer our issuer identifier
 * @param nonce of the request, for the ID token; default: none
 * @returns the body of the token response
 */
export async function firstTokens(
  ports: AccessTokenPorts,
  client: OAuthClient,
  issuer: string,
  grant: Grant,
  approval: Approval,
  nonce: string | null = null,
): Promise<string> {
  const { keys, tokens, clock } = ports;
  const derive = (use: 'refresh token' | 'access token'): string => {
    const secret = keys.deriveSecret(use, approval.keyId, approval.grantId, approval.salt);
    if (secret === undefined) throw new Error('The key that this approval was made with is gone.');
    return secret;
  };
  const now = clock.now();
  const { stored, ...accessToken } = await composeAccessToken(ports, {
    client,
    grant,
    scopes: grant.scopes,
    audiences: audiencesOf(client, grant.resources, issuer),
    issuer,
    secret: derive('access token'),
  });
  const life = client.refreshTokenLife ?? defaultLife;
  const refreshToken = life === 0 ? null : `${refreshTokenPrefix}${derive('refresh token')}`;
  if (refreshToken !== null) {
    const family: RefreshFamily = {
      grantId: grant.id,
      clientId: client.id,
      currentHash: keys.hash(refreshToken),
      currentSealed: null,
      previousHash: null,
      rotatedAt: now,
      idleUntil: idleEnd(client, now),
      endsAt: now + life * 1000,
      version: 1,
    };
    await tokens.addFamily(family, stored);
  } else if (stored !== undefined) await tokens.addAccessToken(stored);
  const { scopes } = grant;
  const idToken = await makeIdToken(ports, { client, grant, scopes, issuer, accessToken, nonce });
  return tokenAnswer({ accessToken, refreshToken, scopes, grant, idToken });
}
