// Dynamic client registration (RFC 7591).
import {
  registerClient as register,
  type ClientRegistrationRefusal,
  type MetadataFault,
} from '../../service/clients/register-client.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import { parseBearer, parseRegistration } from '../../protocols/oauth/parse-registration.ts';
import {
  presentOAuthError,
  presentOAuthRefusal,
  presentOAuthTrouble,
  presentRegistered,
  presentTokenNeeded,
} from '../../protocols/oauth/present.ts';
import type { ApiHandler } from '../server/route.ts';

const faults: Readonly<Record<MetadataFault, string>> = {
  scope: 'a scope may not be registered here',
  jwks: 'jwks must be 1 to 16 public keys',
  'jwks-uri': 'jwks_uri must be an https URL',
  'redirect-uri':
    'a redirect URI must be https, of this machine, or of a scheme with a dot, without fragment and user name',
};

function refuse(refusal: ClientRegistrationRefusal<OAuthError>): WireResponse {
  switch (refusal.kind) {
    case 'closed':
      return presentOAuthTrouble('not-found');
    case 'no-token':
      return presentTokenNeeded(false);
    case 'wrong-token':
      return presentTokenNeeded(true);
    case 'malformed':
      return presentOAuthError(refusal.fault);
    case 'unacceptable':
      return presentOAuthError({
        error: refusal.what === 'redirect-uri' ? 'invalid_redirect_uri' : 'invalid_client_metadata',
        description: faults[refusal.what],
      });
    default:
      return presentOAuthRefusal(refusal);
  }
}

/** `POST /oauth/register`. */
export const registerClient: ApiHandler = async ({ request, context, requestContext }) => {
  const registered = await register(context.ports, {
    address: requestContext.address,
    token: parseBearer(request),
    metadata: parseRegistration(request),
  });
  if (!registered.ok) return refuse(registered.refusal);
  const { client, secret, grantTypes } = registered.value;
  return presentRegistered({
    ...client,
    issuedAt: Math.floor(client.createdAt / 1000),
    secret,
    grantTypes,
    jwks: client.jwks === null ? null : (JSON.parse(client.jwks) as object),
  });
};
