import type { ClientEntry } from '../config/oauth-clients.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';

/** Converts an operator's entry into a verified client. */
export function clientOf(entry: ClientEntry, secretHash: string | null, createdAt: number): OAuthClient {
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    isVerified: true,
    authMethod: entry.authMethod,
    secretHash,
    jwks: entry.jwks === undefined ? null : JSON.stringify(entry.jwks),
    jwksUri: entry.jwksUri ?? null,
    ...(entry.redirectUris.length === 0 ? {} : { redirectUris: [...new Set(entry.redirectUris)] }),
    ...(entry.grants === undefined ? {} : { grants: [...new Set(entry.grants)] }),
    ...(entry.rememberConsent ? { rememberConsent: true } : {}),
    ...(entry.browserFirst ? { browserFirst: true } : {}),
    scopes: [...new Set(entry.scopes)],
    scopeWords: entry.scopeWords,
    numberMatching: entry.numberMatching,
    whenFar: entry.whenFar,
    scopeWhenFar: entry.scopeWhenFar,
    unknownIsFar: entry.unknownIsFar,
    ...(entry.personClaims.length === 0 ? {} : { personClaims: [...new Set(entry.personClaims)] }),
    ...(entry.requiredGroups.length === 0 ? {} : { requiredGroups: entry.requiredGroups }),
    audiences: [...new Set(entry.audiences)],
    accessTokens: entry.accessTokens,
    signingAlgorithm: entry.signingAlgorithm,
    ...(entry.idTokenAlgorithm === 'RS256' ? {} : { idTokenAlgorithm: entry.idTokenAlgorithm }),
    ...(entry.subjectType === 'public' ? {} : { subjectType: entry.subjectType }),
    ...(entry.sectorIdentifier === undefined ? {} : { sectorIdentifier: entry.sectorIdentifier }),
    accessTokenLife: entry.accessTokenLife ?? null,
    refreshTokenIdle: entry.refreshTokenIdle ?? null,
    refreshTokenLife: entry.refreshTokenLife ?? null,
    createdAt,
    lastUsedAt: null,
  };
}
