import type { AccessJwtClaims } from '../ports/access-jwts.ts';
import type { Grants } from '../ports/grants.ts';
import { accessTokenPrefix, type AccessTokenPorts } from './access-tokens.ts';

/** What is known of a live access token (RFC 7662 §2.2). Times in seconds since the epoch. */
export interface LiveToken extends AccessJwtClaims {
  /** Account id. */
  readonly account: string;
}

/** What inspecting tokens needs from outside. */
export type InspectionPorts = AccessTokenPorts & { readonly grants: Pick<Grants, 'byId'> };

/** Looks up an opaque access token. Undefined if it is unknown or expired, or its grant was revoked. */
export async function inspectOpaque(
  { tokens, keys, clock, grants }: InspectionPorts,
  text: string,
): Promise<LiveToken | undefined> {
  if (!text.startsWith(accessTokenPrefix)) return undefined;
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

/**
 * Verifies a JWT access token of this service. Undefined also if its grant was revoked, which other verifiers cannot
 * tell.
 */
export async function inspectJwt(
  { accessJwts, grants }: InspectionPorts,
  text: string,
  issuer: string,
): Promise<LiveToken | undefined> {
  const deviceInfo = await accessJwts.read(text, issuer);
  const grant = deviceInfo && (await grants.byId(deviceInfo.grantId));
  return grant && { ...deviceInfo, account: grant.account };
}

/** Inspects a live access token of either kind. */
export const inspectToken = async (
  ports: InspectionPorts,
  text: string,
  issuer: string,
): Promise<LiveToken | undefined> => (await inspectOpaque(ports, text)) ?? (await inspectJwt(ports, text, issuer));
