// Google's flow, as https://developers.google.com/identity/protocols/oauth2/limited-input-device has it under "Obtaining
// OAuth 2.0 access tokens" and "Refreshing an access token".
import { errorOf, without, type Quirks, type Reply } from './quirks.ts';

/** Status and description of an error of the service, in Google's words. */
const errors: Readonly<Record<string, readonly [status: number, description: string]>> = {
  authorization_pending: [428, 'Precondition Required'],
  slow_down: [403, 'Forbidden'],
  access_denied: [403, 'Forbidden'],
  invalid_client: [401, 'The OAuth client was not found.'],
  invalid_grant: [400, 'Bad Request'],
  // Its pages name no error for a code that has expired; this is RFC 8628's.
  expired_token: [400, 'Bad Request'],
  unsupported_grant_type: [400, 'Invalid grant_type'],
};

function refused(answer: Reply): Reply {
  const error = errorOf(answer) ?? 'server_error';
  const [status, description] = errors[error] ?? [answer.status, answer.body['error_description']];
  return { status, body: { error, error_description: description } };
}

const invalid = (description: string): Reply => ({
  status: 400,
  body: { error: 'invalid_request', error_description: description },
});

/** Under the paths of googleapis.com. */
const openId = { keySet: '/oauth2/v3/certs', userInfo: '/v1/userinfo' } as const;

/** Google. */
export const google: Quirks = {
  devicePath: '/device/code',
  tokenPath: '/token',
  page: '/device',
  openId,
  documents: (base) => ({
    '/.well-known/openid-configuration': {
      issuer: base,
      device_authorization_endpoint: `${base}/device/code`,
      token_endpoint: `${base}/token`,
      userinfo_endpoint: base + openId.userInfo,
      jwks_uri: base + openId.keySet,
      scopes_supported: ['openid', 'email', 'profile'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      grant_types_supported: ['refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    },
  }),
  refusal(path, { client_id: id, client_secret: secret, scope }) {
    if (id === undefined) return invalid('Could not determine client ID from request.');
    if (path === '/device/code') return scope === undefined ? invalid('Missing required parameter: scope') : undefined;
    return secret === undefined ? invalid('client_secret is missing.') : undefined;
  },
  toService: (asked) => asked,
  code(answer, page) {
    if (errorOf(answer) !== undefined) return refused(answer);
    const { device_code, user_code, expires_in, interval } = answer.body;
    return { status: 200, body: { device_code, user_code, expires_in, interval, verification_url: page } };
  },
  token(answer, { grant_type: grant }) {
    if (errorOf(answer) !== undefined) return refused(answer);
    // The refresh token of the first answer stays good, and comes once.
    const body = grant === 'refresh_token' ? without(answer.body, 'refresh_token') : answer.body;
    return { status: 200, body: { ...body, token_type: 'Bearer' } };
  },
  trouble: (kind, path) =>
    kind === 'internal'
      ? { status: 500, body: { error: 'internal_failure' } }
      : path === '/device/code'
        ? { status: 403, body: { error_code: 'rate_limit_exceeded' } }
        : { status: 429, body: { error: 'rate_limit_exceeded' } },
  write: () => undefined,
};
