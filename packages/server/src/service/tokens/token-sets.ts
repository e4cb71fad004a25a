import type { Grant } from '../../domain/grant.ts';
import type { Approval } from '../../domain/pin.ts';
import type { RefreshFamily } from '../../domain/refresh-family.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { makeAccessToken, type AccessTokenPorts } from './access-tokens.ts';

/** A refresh token unused for so long is over, in seconds. */
const defaultIdle = 30 * 24 * 3600;

/** And so long after the approval in any case (B24). */
const defaultLife = 180 * 24 * 3600;

/** Marks a refresh token, so that scanners for leaked secrets know it. */
export const refreshTokenPrefix = 'lpr_';

/** What tokens are for when the device named nothing: the client's first resource, or this service. */
export function audiencesOf(client: OAuthClient, resources: readonly string[], issuer: string): readonly string[] {
  return resources.length > 0
    ? resources
    : client.audiences.slice(0, 1).concat(client.audiences.length > 0 ? [] : issuer);
}

/** Until when a refresh token that is used now is good, if it is not used again; milliseconds since the epoch. */
export const idleEnd = (client: OAuthClient, now: number): number =>
  now + (client.refreshTokenIdle ?? defaultIdle) * 1000;

/** The body of a token answer (RFC 6749 §5.1). */
export function tokenAnswer(parts: {
  readonly accessToken: { readonly token: string; readonly expiresIn: number };
  readonly refreshToken: string | null;
  readonly scopes: readonly string[];
  readonly grant: Grant;
}): string {
  const { accessToken, refreshToken, scopes, grant } = parts;
  return JSON.stringify({
    access_token: accessToken.token,
    token_type: grant.keyThumbprint === null ? 'Bearer' : 'DPoP',
    expires_in: accessToken.expiresIn,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  });
}

/**
 * The first tokens of a grant. They are derived, not drawn, so that several polls of which one will win store the same.
 *
 * @param issuer our issuer identifier
 * @returns the body of the answer
 */
export async function firstTokens(
  ports: AccessTokenPorts,
  client: OAuthClient,
  issuer: string,
  grant: Grant,
  approval: Approval,
): Promise<string> {
  const { keys, tokens, clock } = ports;
  const derive = (use: 'refresh token' | 'access token'): string => {
    const secret = keys.deriveSecret(use, approval.keyId, approval.grantId, approval.salt);
    if (secret === undefined) throw new Error('The key that this approval was made with is gone.');
    return secret;
  };
  const now = clock.now();
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
    await tokens.addFamily(family);
  }
  const accessToken = await makeAccessToken(ports, {
    client,
    grant,
    scopes: grant.scopes,
    audiences: audiencesOf(client, grant.resources, issuer),
    issuer,
    secret: derive('access token'),
  });
  return tokenAnswer({ accessToken, refreshToken, scopes: grant.scopes, grant });
}
