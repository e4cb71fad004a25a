// Dynamic client registration (RFC 7591).
import { registerClient as register, type ClientRegistrationRefusal } from '../../service/clients/register-client.ts';
import type { MetadataFault } from '../../service/clients/self-described.ts';
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

const wrong = (description: string): OAuthError => ({ error: 'invalid_client_metadata', description });

const faults: Readonly<Record<MetadataFault, OAuthError>> = {
  scope: wrong('a scope may not be registered here'),
  'redirect-uri': {
    error: 'invalid_redirect_uri',
    description:
      'redirect_uris must be 32 at most: https, http on 127.0.0.1, [::1] or localhost, or of a scheme with a dot; without fragment and user name',
  },
  sector: wrong('the redirect_uris of a pairwise client must be of one host'),
  jwks: wrong('jwks must be 1 to 16 public keys'),
  'jwks-uri': wrong('jwks_uri must be an https URL'),
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
      return presentOAuthError(faults[refusal.what]);
    default:
      return presentOAuthRefusal(refusal);
  }
}

/** `POST /oauth/register`. */
export const registerClient: ApiHandler = async ({ request, context, requestContext }) => {
  const metadata = parseRegistration(request);
  const registered = await register(context.ports, {
    address: requestContext.address,
    token: parseBearer(request),
    metadata,
  });
  if (!registered.ok) return refuse(registered.refusal);
  const { client, secret } = registered.value;
  return presentRegistered({
    ...client,
    issuedAt: Math.floor(client.createdAt / 1000),
    secret,
    applicationType: metadata.ok ? metadata.value.applicationType : null,
    jwks: client.jwks === null ? null : (JSON.parse(client.jwks) as object),
  });
};
