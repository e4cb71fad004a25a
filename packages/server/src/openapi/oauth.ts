// OAuth 2.0 device authorization: RFC 8628, 6749, 7009, 7591, 7662, 8414, 9449.
import { noBrowserParameter, waitHeader } from '../protocols/constants/linkpin.ts';
import { deviceCodeGrant, jwtBearerAssertion } from '../protocols/constants/oauth.ts';
import { json, list, plain, record, ref, spelled, type Answer, type Json, type Part, type Paths } from './compose.ts';
import { oauthNothing, oauthRefusals, oauthTooMany, oauthTroubles } from './errors.ts';
import { say, text, uri, whole } from './oauth-parts.ts';

const tag = 'oauth';
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

/** Why an access token opens nothing. */
const tokenFault = (description: string): Answer => ({
  description,
  content: json(ref('schemas', 'OAuthError')),
  headers: ['WWW-Authenticate', 'DPoP-Nonce'],
});

const metadata: Paths[string] = {
  get: {
    id: 'describeService',
    tag,
    summary: 'Authorization server metadata (RFC 8414)',
    description: 'Below a base path it is at the root of the host, too, with that path at its end.',
    answers: { 200: kept('The metadata.', ref('schemas', 'Metadata')), ...oauthTroubles },
  },
};

const userInfo = (id: string, more: Partial<Paths[string][string]>): Paths[string][string] => ({
  id,
  tag,
  summary: 'Who the person of an access token is (OpenID Connect Core §5.3)',
  description: 'For tokens with the scope `openid`. Tells what is known now.',
  parameters: ['dpop'],
  security: [{ accessToken: [] }, { accessToken: [], dpop: [] }],
  ...more,
  answers: {
    ...oauthTroubles,
    200: jsonAnswer('The person.', 'UserInfo'),
    400: tokenFault('`invalid_request`: the token is sent more than once.'),
    401: tokenFault('`invalid_token`, `invalid_dpop_proof` or `use_dpop_nonce` (RFC 6750 §3.1, RFC 9449 §7.1).'),
    403: tokenFault('`insufficient_scope`: the token was given without `openid`.'),
  },
});

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
          code_challenge: say(
            { type: 'string', pattern: '^[\\w-]{43}$' },
            'SHA-256 of the verifier that each poll has to show (RFC 7636; for devices ours).',
          ),
          code_challenge_method: say({ const: 'S256' }, 'With `code_challenge`.'),
          nonce: say(text, 'With the scope `openid`: comes back in the ID token (OpenID Connect Core §3.1.2.1).'),
          max_age: say(whole, 'With the scope `openid`: how many seconds ago the person may have signed in.'),
          acr_values: say(text, 'With the scope `openid`: classes of sign-in that are preferred, such as `phr`.'),
          prompt: say(
            text,
            'With the scope `openid`: `login` for a fresh sign-in; `consent` and `select_account` as always.',
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
            'For a code that was asked for with a challenge, as every authorization code is: what that was made of (RFC 7636).',
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
  '/oauth/userinfo': {
    get: userInfo('tellPerson', {}),
    post: userInfo('tellPersonByPost', {
      body: {
        required: false,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              properties: { access_token: say(text, 'In place of the header (RFC 6750 §2.2).') },
            },
          },
        },
      },
    }),
  },
  '/oauth/jwks': {
    get: {
      id: 'showKeys',
      tag,
      summary: 'The keys that tokens are signed with',
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
