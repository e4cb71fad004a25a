/** The OAuth client that people sign in to by redirect: beside oidc-provider's, with an ID token by the same algorithm. */
export const redirectClient = {
  ...{
    id: 'web',
    name: 'Bench app',
    isVerified: true,
    authMethod: 'none',
    secretHash: null,
    jwks: null,
    jwksUri: null,
  },
  ...{ scopes: ['openid', 'watch'], scopeWords: {}, audiences: [], accessTokens: 'opaque', signingAlgorithm: 'EdDSA' },
  ...{ idTokenAlgorithm: 'ES256', redirectUris: ['http://127.0.0.1/callback'], numberMatching: false, whenFar: 'warn' },
  ...{ scopeWhenFar: {}, unknownIsFar: false, accessTokenLife: null, refreshTokenIdle: null, refreshTokenLife: null },
  ...{ createdAt: 0, lastUsedAt: null },
};

/** The OAuth client whose devices the figures link: public, its access tokens JWTs. */
export const benchClient = {
  id: 'tv',
  name: 'Bench TV',
  isVerified: true,
  authMethod: 'none',
  secretHash: null,
  jwks: null,
  jwksUri: null,
  scopes: ['watch'],
  scopeWords: {},
  audiences: [],
  accessTokens: 'jwt',
  signingAlgorithm: 'EdDSA',
  accessTokenLife: null,
  refreshTokenIdle: null,
  refreshTokenLife: null,
  createdAt: 0,
  lastUsedAt: null,
};
