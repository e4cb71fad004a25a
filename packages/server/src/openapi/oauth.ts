// OAuth 2.0 device authorization: RFC 8628, 6749, 7009, 7591, 7662, 8414, 9449.
import { eventsMember, noBrowserParameter, numberMember, waitHeader } from '../protocols/constants/linkpin.ts';
import { deviceCodeGrant, jwtBearerAssertion, type ClientAuthentication } from '../protocols/constants/oauth.ts';
import { json, list, plain, record, ref, spelled, type Answer, type Json, type Part, type Paths } from './compose.ts';
import { oauthErrors, oauthNothing, oauthRefusals, oauthTooMany, oauthTroubles } from './errors.ts';

const tag = 'oauth';
const text: Part = { type: 'string' };
const uri: Part = { type: 'string', format: 'uri' };
const whole: Part = { type: 'integer' };
const texts = list(text);

const say = (schema: Part, description: string): Part => ({ ...schema, description });

const authMethods: readonly ClientAuthentication['method'][] = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
];

/** A client identifies itself in the form or by HTTP Basic; either can be combined with a DPoP proof. */
const client: readonly Part[] = [{}, { clientSecretBasic: [] }, { dpop: [] }, { clientSecretBasic: [], dpop: [] }];

/** Form parameters of client authentication. */
const authentication: Readonly<Record<string, Json>> = {
  client_id: say(text, 'The client; not needed beside HTTP Basic or an assertion (RFC 6749 §2.3.1).'),
  client_secret: say(text, 'For `client_secret_post`.'),
  client_assertion: say(text, 'For `private_key_jwt`: a JWT whose `aud` is the issuer (RFC 7523 §2.2).'),
  client_assertion_type: { const: jwtBearerAssertion },
};

const form = (members: Readonly<Record<string, Json>>, required: readonly string[]): Part => ({
  required: true,
  content: {
    'application/x-www-form-urlencoded': {
      schema: { type: 'object', required, properties: { ...authentication, ...members } },
    },
  },
});

const scope = say(text, 'Scopes, with spaces between them; all that the client may have when it is left out.');
const resource = say({ type: ['string', 'array'], items: uri }, 'What the token is for; may be repeated (RFC 8707).');
const tokenToAskAbout: Readonly<Record<string, Json>> = {
  token: say(text, 'An access token, a refresh token, or for a revocation a device code.'),
  token_type_hint: say(text, 'Passed over: the token says by itself what it is.'),
};

const jsonAnswer = (description: string, name: string, headers: readonly string[] = []): Answer => ({
  description,
  content: json(ref('schemas', name)),
  headers: ['Pragma', ...headers],
});

const kept = (description: string, schema: Part): Answer => ({ description, content: json(schema) });

const metadata: Paths[string] = {
  get: {
    id: 'describeService',
    tag,
    summary: 'Authorization server metadata (RFC 8414)',
    description: 'Below a base path it is at the root of the host, too, with that path at its end.',
    answers: { 200: kept('The metadata.', ref('schemas', 'Metadata')), ...oauthTroubles },
  },
};

export const oauth: Paths = {
  '/oauth/device_authorization': {
    post: {
      id: 'authorizeDevice',
      tag,
      summary: 'Ask for a device code (RFC 8628 §3.1)',
      parameters: ['dpop'],
      security: client,
      body: form(
        {
          scope,
          resource,
          dpop_jkt: say(
            { type: 'string', pattern: '^[\\w-]{43}$' },
            'Thumbprint of the key to bind the code to (ours).',
          ),
          [noBrowserParameter]: say(
            { enum: ['true', 'false'] },
            'Whether the person has no browser on the same machine: clients that are to use it first get no code otherwise (ours).',
          ),
        },
        [],
      ),
      answers: {
        200: jsonAnswer('A code to show and a code to poll with.', 'DeviceAuthorization', [spelled(waitHeader)]),
        ...oauthRefusals(
          'unauthorized_client',
          'invalid_scope',
          'invalid_target',
          'invalid_dpop_proof',
          'use_dpop_nonce',
        ),
        ...oauthTooMany,
      },
    },
  },
  '/oauth/token': {
    post: {
      id: 'exchangeToken',
      tag,
      summary:
        'Poll with a device code, redeem an authorization code, or refresh (RFC 8628 §3.4, RFC 6749 §4.1.3 and §6)',
      parameters: ['dpop', 'prefer'],
      security: client,
      body: form(
        {
          grant_type: { enum: [deviceCodeGrant, 'authorization_code', 'refresh_token'] },
          device_code: say(text, 'For the device grant.'),
          code: say(text, 'The authorization code, which the redirect brought. Good once, for a minute.'),
          redirect_uri: say(uri, 'For an authorization code: the one that it was asked for with.'),
          code_verifier: say(
            { type: 'string', minLength: 43, maxLength: 128 },
            'For an authorization code: what its challenge was made of (RFC 7636).',
          ),
          refresh_token: say(text, 'For a refresh. Good once.'),
          scope,
          resource,
        },
        ['grant_type'],
      ),
      answers: {
        200: jsonAnswer('Tokens.', 'Tokens', ['Preference-Applied']),
        ...oauthRefusals(
          'authorization_pending',
          'slow_down',
          'access_denied',
          'expired_token',
          'invalid_grant',
          'unsupported_grant_type',
          'unauthorized_client',
          'invalid_scope',
          'invalid_target',
          'invalid_dpop_proof',
          'use_dpop_nonce',
        ),
        ...oauthTooMany,
      },
    },
  },
  '/oauth/events/{handle}': {
    get: {
      id: 'watchDeviceCode',
      tag,
      summary: 'A stream that says when there is news of a device code',
      description: 'Its address is in the answer with the device code, unless waiting is switched off.',
      parameters: ['handle'],
      answers: {
        200: {
          description: 'Says `event: changed` when there is news, and nothing else, until the code is over.',
          content: plain('text/event-stream'),
          headers: ['X-Accel-Buffering'],
        },
        ...oauthTroubles,
        404: oauthNothing,
      },
    },
  },
  '/oauth/revoke': {
    post: {
      id: 'revokeToken',
      tag,
      summary: 'Revoke a token (RFC 7009)',
      description: 'A refresh token or a JWT ends its device; a pending device code is cancelled.',
      security: client,
      body: form(tokenToAskAbout, ['token']),
      answers: { 200: { description: 'Done, whatever the token was.' }, ...oauthRefusals() },
    },
  },
  '/oauth/introspect': {
    post: {
      id: 'introspectToken',
      tag,
      summary: 'Ask what a token is (RFC 7662)',
      description: 'For clients that authenticate, about tokens that are theirs or meant for them.',
      security: client,
      body: form(tokenToAskAbout, ['token']),
      answers: { 200: jsonAnswer('What the token is.', 'Introspection'), ...oauthRefusals() },
    },
  },
  '/oauth/jwks': {
    get: {
      id: 'showKeys',
      tag,
      summary: 'The keys that access tokens are signed with',
      answers: { 200: kept('The key set.', record({ keys: list(ref('schemas', 'Jwk')) })), ...oauthTroubles },
    },
  },
  '/oauth/register': {
    post: {
      id: 'registerClient',
      tag,
      summary: 'Register a client (RFC 7591)',
      description: '404 when registration is off, which it is by default.',
      closed: true,
      security: [{ initialAccessToken: [] }, {}],
      body: { required: true, content: json(ref('schemas', 'ClientMetadata')) },
      answers: {
        201: jsonAnswer('The client as it is from now on. A secret is told this once.', 'RegisteredClient'),
        ...oauthRefusals('invalid_client_metadata', 'invalid_redirect_uri'),
        ...oauthTooMany,
        401: {
          description: '`invalid_token`: registering needs an initial access token (RFC 6750 §3.1).',
          content: json(ref('schemas', 'OAuthError')),
          headers: ['Pragma', 'WWW-Authenticate'],
        },
        404: oauthNothing,
      },
    },
  },
  '/.well-known/oauth-authorization-server': metadata,
  '/.well-known/openid-configuration': {
    get: { ...metadata['get'], id: 'describeServiceAsOpenId' } as Paths[string][string],
  },
};

const aboutClient: Readonly<Record<string, Json>> = {
  client_name: text,
  token_endpoint_auth_method: { enum: authMethods },
  grant_types: say(texts, 'By default those of a device; with redirect URIs, those of an app that is led back to.'),
  redirect_uris: say(list(uri), 'Exact; of loopback addresses any port (RFC 8252 §7.3).'),
  response_types: texts,
  application_type: { enum: ['native', 'web'] },
  scope: text,
  jwks: { type: 'object' },
  jwks_uri: uri,
};

export const oauthSchemas: Readonly<Record<string, Part>> = {
  OAuthError: record(
    {
      error: { enum: [...Object.keys(oauthErrors), 'invalid_token'] },
      error_description: say(text, 'A sentence for developers.'),
      [numberMember]: say(
        { type: 'integer', minimum: 0, maximum: 99 },
        'Beside `authorization_pending` and `slow_down`, for clients with number matching: two digits to show to the person.',
      ),
    },
    [numberMember],
  ),
  DeviceAuthorization: record(
    {
      device_code: text,
      user_code: say(text, 'Grouped, as people type it.'),
      verification_uri: uri,
      verification_uri_complete: uri,
      expires_in: say(whole, 'Seconds.'),
      interval: say(whole, 'Seconds between two polls.'),
      [eventsMember]: say(uri, 'A stream that says when there is news.'),
    },
    [eventsMember],
  ),
  Tokens: record(
    {
      access_token: text,
      token_type: { enum: ['Bearer', 'DPoP'] },
      expires_in: say(whole, 'Seconds.'),
      refresh_token: text,
      scope: text,
    },
    ['refresh_token', 'scope'],
  ),
  Introspection: record(
    {
      active: { type: 'boolean' },
      iss: uri,
      sub: say(text, 'The account.'),
      client_id: text,
      grant_id: say(text, 'The device (ours).'),
      scope: text,
      aud: { type: ['string', 'array'], items: text },
      iat: whole,
      exp: whole,
      token_type: { enum: ['Bearer', 'DPoP'] },
      cnf: say(record({ jkt: text }), 'The key that the token is bound to (RFC 9449 §6).'),
      email: say(text, 'What the provider said of the person, for clients with `personClaims`; so are those below.'),
      email_verified: { type: 'boolean' },
      name: text,
      groups: texts,
      acr: text,
      amr: texts,
      auth_time: say(whole, 'When the person signed in there before the yes.'),
      upstream_iss: uri,
      upstream_sub: say(text, 'Who the person is there.'),
    },
    [
      ...['iss', 'sub', 'client_id', 'grant_id', 'scope', 'aud', 'iat', 'exp', 'token_type', 'cnf'],
      ...['email', 'email_verified', 'name', 'groups', 'acr', 'amr', 'auth_time', 'upstream_iss', 'upstream_sub'],
    ],
  ),
  Metadata: record(
    {
      issuer: uri,
      authorization_endpoint: say(uri, 'A page: a browser is led there (RFC 6749 §4.1.1).'),
      device_authorization_endpoint: say(uri, 'Unless no client gets device codes.'),
      token_endpoint: uri,
      revocation_endpoint: uri,
      introspection_endpoint: uri,
      jwks_uri: uri,
      registration_endpoint: say(uri, 'When registration is on.'),
      client_id_metadata_document_supported: say(
        { const: true },
        'When the URL of a metadata document may name a client.',
      ),
      grant_types_supported: texts,
      response_types_supported: texts,
      response_modes_supported: texts,
      code_challenge_methods_supported: texts,
      authorization_response_iss_parameter_supported: { type: 'boolean' },
      prompt_values_supported: texts,
      request_parameter_supported: { type: 'boolean' },
      request_uri_parameter_supported: { type: 'boolean' },
      token_endpoint_auth_methods_supported: texts,
      token_endpoint_auth_signing_alg_values_supported: texts,
      revocation_endpoint_auth_methods_supported: texts,
      introspection_endpoint_auth_methods_supported: texts,
      dpop_signing_alg_values_supported: texts,
    },
    ['device_authorization_endpoint', 'registration_endpoint', 'client_id_metadata_document_supported'],
  ),
  Jwk: say(
    record({ kty: { enum: ['OKP', 'EC'] }, crv: text, x: text, y: text, kid: text, use: { const: 'sig' }, alg: text }, [
      'y',
    ]),
    'A public key (RFC 7517).',
  ),
  ClientMetadata: say(record(aboutClient, Object.keys(aboutClient)), 'Other members are passed over.'),
  RegisteredClient: record(
    {
      client_id: text,
      client_id_issued_at: say(whole, 'Seconds since the epoch.'),
      client_secret: text,
      client_secret_expires_at: say({ const: 0 }, 'Never.'),
      ...aboutClient,
    },
    ['client_secret', 'client_secret_expires_at', 'redirect_uris', 'application_type', 'scope', 'jwks', 'jwks_uri'],
  ),
};
