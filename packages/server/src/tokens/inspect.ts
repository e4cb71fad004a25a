import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Grants } from '../service/ports/grants.ts';
import { accessTokenMark, type AccessTokenPorts } from './access-tokens.ts';

/** What is known of a live access token (RFC 7662 §2.2). Times in seconds since the epoch. */
export interface LiveToken {
  readonly grantId: string;
  readonly account: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly keyThumbprint: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Looks an opaque access token up. Undefined when it is none, has expired, or its device was revoked. */
export async function inspectOpaque(
  { tokens, keys, clock, grants }: AccessTokenPorts & { readonly grants: Grants },
  text: string,
): Promise<LiveToken | undefined> {
  if (!text.startsWith(accessTokenMark)) return undefined;
  const token = await tokens.accessToken(keys.hash(text), clock.now());
  const grant = token && (await grants.byId(token.grantId));
  if (token === undefined || grant === undefined) return undefined;
  return {
    grantId: token.grantId,
    account: grant.account,
    clientId: token.clientId,
    scopes: token.scopes,
    audiences: token.audiences,
    keyThumbprint: token.keyThumbprint,
    issuedAt: Math.floor(token.issuedAt / 1000),
    expiresAt: Math.floor(token.expiresAt / 1000),
  };
}

/** Checks one of our own JWT access tokens; one of a revoked device is dead here, though others cannot tell. */
export async function inspectJwt(
  { signingKeys, clock, grants }: AccessTokenPorts & { readonly grants: Grants },
  text: string,
  issuer: string,
): Promise<LiveToken | undefined> {
  try {
    const keys = createLocalJWKSet({ keys: [...signingKeys.publicKeys] });
    const { payload } = await jwtVerify(text, keys, { typ: 'at+jwt', issuer, currentDate: new Date(clock.now()) });
    const { jti = '', aud = [], exp = 0, iat = 0, client_id: clientId, scope, cnf } = payload;
    const grant = await grants.byId(jti.split('.')[0] ?? '');
    if (grant === undefined) return undefined;
    return {
      grantId: grant.id,
      account: grant.account,
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
}
