// Revocation (RFC 7009), introspection (RFC 7662), metadata (RFC 8414) and the key set.
import { cancelShownPin } from '../../service/pins/cancel-pin.ts';
import { findDeviceCode } from '../../service/pins/find-device-code.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { accessTokenMark } from '../../tokens/access-tokens.ts';
import { inspectJwt, inspectOpaque, type LiveToken } from '../../tokens/inspect.ts';
import { deviceCodeGrant } from '../../protocols/constants/oauth.ts';
import { parseTokenQuestion } from '../../protocols/oauth/parse.ts';
import { presentJson, presentKept, presentNothing, presentOAuthError } from '../../protocols/oauth/present.ts';
import { findClient } from './client.ts';
import { tokenPorts } from './token.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

async function inspect({ context, arrival }: ApiCall, token: string): Promise<LiveToken | undefined> {
  const ports = { ...(await tokenPorts(context)), grants: context.store.grants };
  return (await inspectOpaque(ports, token)) ?? (await inspectJwt(ports, token, arrival.baseUrl));
}

/** Ends whatever the token is, if it is this client's: a pending device code, a refresh token, an access token. */
async function endToken(call: ApiCall, client: OAuthClient, token: string): Promise<void> {
  const { store, ports } = call.context;
  const now = ports.clock.now();
  const pin = await findDeviceCode(ports, { deviceCode: token, clientId: client.id });
  if (pin.ok) {
    await cancelShownPin(ports, pin.value, call.arrival.address);
    return;
  }
  const hash = ports.keys.hash(token);
  const family = await store.oauthTokens.familyOf(hash);
  if (family?.clientId === client.id) {
    const grant = await store.grants.byId(family.grantId);
    if (grant !== undefined) await store.grants.revoke(grant.id, grant.account, now);
    return;
  }
  const live = await inspect(call, token);
  if (live?.clientId !== client.id) return;
  if (token.startsWith(accessTokenMark)) await store.oauthTokens.endAccessToken(hash);
  else await store.grants.revoke(live.grantId, live.account, now); // a JWT cannot be called back: its device ends
}

/** `POST /oauth/revoke`: 200 whatever the token was (RFC 7009 §2.2). */
export const revokeToken: ApiHandler = async (call) => {
  const question = parseTokenQuestion(call.request);
  if (!question.ok) return presentOAuthError(question.refusal);
  const client = await findClient(call, question.value.authentication);
  if (!client.ok) return presentOAuthError(client.refusal);
  await endToken(call, client.value, question.value.token);
  return presentNothing;
};

/** True when the caller is the token's own client or one of those that the token is for. */
const mayKnow = (client: OAuthClient, token: LiveToken, issuer: string): boolean =>
  token.clientId === client.id || token.audiences.some((to) => client.audiences.includes(to) && to !== issuer);

/** `POST /oauth/introspect`: for clients that authenticate, about tokens meant for them (B9). */
export const introspectToken: ApiHandler = async (call) => {
  const { request, arrival } = call;
  const question = parseTokenQuestion(request);
  if (!question.ok) return presentOAuthError(question.refusal);
  const client = await findClient(call, question.value.authentication);
  if (!client.ok) return presentOAuthError(client.refusal);
  if (client.value.authMethod === 'none') {
    return presentOAuthError({
      error: 'invalid_client',
      description: 'introspection needs a client that authenticates',
    });
  }
  const live = await inspect(call, question.value.token);
  if (live === undefined) return presentJson({ active: false });
  if (!mayKnow(client.value, live, arrival.baseUrl)) {
    const about = { client: client.value.id, itsAudiences: client.value.audiences, tokenIsFor: live.audiences };
    call.context.log.warn(
      about,
      'a client asked about a token for another audience, and was told that it is not active',
    );
    return presentJson({ active: false });
  }
  const [only, ...others] = live.audiences;
  return presentJson({
    active: true,
    iss: arrival.baseUrl,
    sub: live.account,
    client_id: live.clientId,
    grant_id: live.grantId,
    ...(live.scopes.length > 0 ? { scope: live.scopes.join(' ') } : {}),
    aud: others.length === 0 ? only : live.audiences,
    iat: live.issuedAt,
    exp: live.expiresAt,
    token_type: live.keyThumbprint === null ? 'Bearer' : 'DPoP',
    ...(live.keyThumbprint === null ? {} : { cnf: { jkt: live.keyThumbprint } }),
  });
};

/** `GET /.well-known/oauth-authorization-server` and `/.well-known/openid-configuration` (D42, B12). */
export const describeService: ApiHandler = ({ arrival: { baseUrl }, context }) => {
  const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];
  const algorithms = ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'];
  return presentKept({
    issuer: baseUrl,
    device_authorization_endpoint: `${baseUrl}/oauth/device_authorization`,
    token_endpoint: `${baseUrl}/oauth/token`,
    revocation_endpoint: `${baseUrl}/oauth/revoke`,
    introspection_endpoint: `${baseUrl}/oauth/introspect`,
    jwks_uri: `${baseUrl}/oauth/jwks`,
    ...(context.settings.clientRegistration === 'off' ? {} : { registration_endpoint: `${baseUrl}/oauth/register` }),
    grant_types_supported: [deviceCodeGrant, 'refresh_token'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: authMethods,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: authMethods,
    introspection_endpoint_auth_methods_supported: authMethods.slice(1),
    dpop_signing_alg_values_supported: algorithms,
  });
};

/** `GET /oauth/jwks`. */
export const showKeys: ApiHandler = async ({ context }) => {
  const { publicKeys } = await context.oauth.signingKeys();
  return presentKept({ keys: publicKeys });
};
