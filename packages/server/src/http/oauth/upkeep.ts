// Revocation (RFC 7009), introspection (RFC 7662), metadata (RFC 8414) and the key set.
import { passkeySite } from '../../config/passkey-site.ts';
import { openIdScopes, phishingResistant } from '../../domain/openid.ts';
import { introspectToken as introspect, type Introspection } from '../../service/tokens/introspect-token.ts';
import { revokeToken as revoke } from '../../service/tokens/revoke-token.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { deviceCodeGrant, dpopAlgorithms, openIdClaims } from '../../protocols/constants/oauth.ts';
import { parseTokenQuestion } from '../../protocols/oauth/parse.ts';
import { presentJson, presentKept, presentNothing, presentOAuthError } from '../../protocols/oauth/present.ts';
import { findClient } from './client.ts';
import { proofsOf } from './proofs.ts';
import type { ApiHandler } from '../server/route.ts';

/** `POST /oauth/revoke`: 200 whatever the token was (RFC 7009 §2.2). */
export const revokeToken: ApiHandler = async (call) => {
  const question = parseTokenQuestion(call.request);
  if (!question.ok) return presentOAuthError(question.refusal);
  const proofs = proofsOf(call);
  const client = await findClient(call, question.value.authentication, proofs);
  if (!client.ok) return presentOAuthError(client.refusal);
  const used = await proofs.useUp();
  if (!used.ok) return presentOAuthError(used.refusal);
  const { context, requestContext } = call;
  const { token } = question.value;
  const { baseUrl: issuer, address } = requestContext;
  await revoke(context.ports, { client: client.value, token, issuer, address });
  return presentNothing;
};

/** `POST /oauth/introspect`: for clients that authenticate, about tokens meant for them (B9). */
export const introspectToken: ApiHandler = async (call) => {
  const { request, requestContext, context } = call;
  const question = parseTokenQuestion(request);
  if (!question.ok) return presentOAuthError(question.refusal);
  const proofs = proofsOf(call);
  const client = await findClient(call, question.value.authentication, proofs);
  if (!client.ok) return presentOAuthError(client.refusal);
  const used = await proofs.useUp();
  if (!used.ok) return presentOAuthError(used.refusal);
  const told = await introspect(context.ports, client.value, question.value.token, requestContext.baseUrl);
  switch (told.kind) {
    case 'unauthenticated':
      return presentOAuthError({
        error: 'invalid_client',
        description: 'introspection needs a client that authenticates',
      });
    case 'inactive':
      return presentJson({ active: false });
    case 'not-for-caller':
      context.log.warn(
        {
          requestId: requestContext.requestId(),
          client: client.value.id,
          itsAudiences: client.value.audiences,
          tokenIsFor: told.token.audiences,
        },
        'a client asked about a token for another audience, and was told that it is not active',
      );
      return presentJson({ active: false });
    case 'active':
      return presentActive(told, requestContext.baseUrl);
  }
};

/** RFC 7662 §2.2. */
function presentActive(
  { token: live, person, subject }: Introspection & { kind: 'active' },
  issuer: string,
): WireResponse {
  const [only, ...others] = live.audiences;
  return presentJson({
    ...person,
    active: true,
    iss: issuer,
    sub: subject,
    client_id: live.clientId,
    grant_id: live.grantId,
    ...(live.scopes.length > 0 ? { scope: live.scopes.join(' ') } : {}),
    aud: others.length === 0 ? only : live.audiences,
    iat: live.issuedAt,
    exp: live.expiresAt,
    token_type: live.keyThumbprint === null ? 'Bearer' : 'DPoP',
    ...(live.keyThumbprint === null ? {} : { cnf: { jkt: live.keyThumbprint } }),
  });
}

/** `GET /.well-known/oauth-authorization-server` and `/.well-known/openid-configuration` (D42, B12). */
export const describeService: ApiHandler = ({ requestContext: { baseUrl }, context }) => {
  const canUsePasskeys =
    context.outsideSignIn === null && typeof passkeySite(baseUrl, context.settings.passkeyDomain) === 'object';
  const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];
  const { givesDeviceCodes } = context.ports;
  return presentKept({
    issuer: baseUrl,
    authorization_endpoint: `${baseUrl}/oauth/authorize`,
    ...(givesDeviceCodes ? { device_authorization_endpoint: `${baseUrl}/oauth/device_authorization` } : {}),
    token_endpoint: `${baseUrl}/oauth/token`,
    revocation_endpoint: `${baseUrl}/oauth/revoke`,
    introspection_endpoint: `${baseUrl}/oauth/introspect`,
    jwks_uri: `${baseUrl}/oauth/jwks`,
    ...(context.settings.clientRegistration === 'off' ? {} : { registration_endpoint: `${baseUrl}/oauth/register` }),
    grant_types_supported: ['authorization_code', ...(givesDeviceCodes ? [deviceCodeGrant] : []), 'refresh_token'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    ...(context.settings.clientDocuments.length === 0 ? {} : { client_id_metadata_document_supported: true }),
    token_endpoint_auth_methods_supported: authMethods,
    token_endpoint_auth_signing_alg_values_supported: dpopAlgorithms,
    revocation_endpoint_auth_methods_supported: authMethods,
    introspection_endpoint_auth_methods_supported: authMethods.slice(1),
    dpop_signing_alg_values_supported: dpopAlgorithms,
    userinfo_endpoint: `${baseUrl}/oauth/userinfo`,
    scopes_supported: openIdScopes,
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256', 'EdDSA'],
    claims_supported: openIdClaims,
    claims_parameter_supported: false,
    ...(canUsePasskeys ? { acr_values_supported: [phishingResistant] } : {}),
  });
};

/** `GET /oauth/jwks`. */
export const showKeys: ApiHandler = async ({ context }) => presentKept({ keys: await context.oauth.publicKeys() });
