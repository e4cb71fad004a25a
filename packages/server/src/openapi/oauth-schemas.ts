// The bodies of OAuth 2.0 and OpenID Connect.
import { eventsMember, numberMember } from '../protocols/constants/linkpin.ts';
import { list, record, type Json, type Part } from './compose.ts';
import { oauthErrors } from './errors.ts';
import { authMethods, say, text, texts, uri, whole } from './oauth-parts.ts';

const aboutClient: Readonly<Record<string, Json>> = {
  client_name: text,
  token_endpoint_auth_method: { enum: authMethods },
  grant_types: say(texts, 'By default those of a device; with redirect URIs, those of an app that is led back to.'),
  redirect_uris: say(list(uri), 'Exact; of loopback addresses any port (RFC 8252 §7.3).'),
  response_types: texts,
  application_type: { enum: ['native', 'web'] },
  subject_type: say({ enum: ['public', 'pairwise'] }, 'What it calls people (OpenID Connect Core §8).'),
  id_token_signed_response_alg: { enum: ['RS256', 'ES256', 'EdDSA'] },
  scope: text,
  jwks: { type: 'object' },
  jwks_uri: uri,
};

export const oauthSchemas: Readonly<Record<string, Part>> = {
  OAuthError: record(
    {
      error: { enum: [...Object.keys(oauthErrors), 'invalid_token', 'insufficient_scope'] },
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
      id_token: say(text, 'With the scope `openid`: who the person is (OpenID Connect Core §2).'),
    },
    ['refresh_token', 'scope', 'id_token'],
  ),
  UserInfo: record(
    {
      sub: say(text, 'What this client calls the person.'),
      name: say(text, 'With the scope `profile`.'),
      preferred_username: say(text, 'With the scope `profile`.'),
      email: say(text, 'With the scope `email`.'),
      email_verified: { type: 'boolean' },
      groups: say(texts, 'What the provider said of the person, for clients with `personClaims`; so are those below.'),
      acr: text,
      amr: texts,
      auth_time: whole,
      upstream_iss: uri,
      upstream_sub: text,
    },
    [
      ...['name', 'preferred_username', 'email', 'email_verified', 'groups', 'acr', 'amr', 'auth_time'],
      ...['upstream_iss', 'upstream_sub'],
    ],
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
      userinfo_endpoint: uri,
      scopes_supported: texts,
      subject_types_supported: texts,
      id_token_signing_alg_values_supported: texts,
      claims_supported: texts,
      claims_parameter_supported: { type: 'boolean' },
      acr_values_supported: say(texts, 'Where passkeys work.'),
    },
    [
      ...['device_authorization_endpoint', 'registration_endpoint'],
      ...['client_id_metadata_document_supported', 'acr_values_supported'],
    ],
  ),
  Jwk: say(
    record(
      {
        kty: { enum: ['OKP', 'EC', 'RSA'] },
        ...{ crv: text, x: text, y: text, n: text, e: text },
        ...{ kid: text, use: { const: 'sig' }, alg: text },
      },
      ['crv', 'x', 'y', 'n', 'e'],
    ),
    'A public key (RFC 7517).',
  ),
  ClientMetadata: say(
    record(aboutClient, Object.keys(aboutClient)),
    'Other members are passed over, but for those that the client would count on and that are not done here: they are refused.',
  ),
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
