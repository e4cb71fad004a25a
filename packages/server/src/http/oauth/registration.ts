// Dynamic client registration (RFC 7591).
import { clientOf } from '../../clients/client-of.ts';
import { hashOfSecret, makeClientSecret } from '../../clients/secrets.ts';
import { newClientSchema, type ClientEntry } from '../../config/oauth-clients.ts';
import { openIdScope } from '../../domain/scopes.ts';
import type { Settings } from '../../config/settings.ts';
import { shownText } from '../../domain/device-info.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import { parseBearer, parseRegistration, type RegistrationCommand } from '../../protocols/oauth/parse-registration.ts';
import {
  presentOAuthError,
  presentOAuthRefusal,
  presentOAuthTrouble,
  presentRegistered,
  presentTokenNeeded,
} from '../../protocols/oauth/present.ts';
import type { ApiHandler } from '../server/route.ts';

/** What a client is called that gave itself no name, or none that can be shown. */
const nameless = 'Unnamed app';

/** How many clients that registered themselves are kept; each is a few KiB, one with the longest keys 20. */
const mostRegistered = 5000;

/** So long one keeps its place that never asked for a code, in milliseconds, when others want it. */
const unusedFor = 60 * 60 * 1000;

const wrong = (description: string): { readonly ok: false; readonly refusal: OAuthError } =>
  refused({ error: 'invalid_client_metadata', description });

/** The client that is asked for, by the rules that hold for those of operators too. */
function entryOf(
  { name, authMethod, scopes, grantTypes, jwks, jwksUri }: RegistrationCommand,
  id: string,
  { registrationScopes: allowedScopes, registrationAudiences: audiences }: Settings,
): Result<ClientEntry, OAuthError> {
  if (scopes?.includes(openIdScope) === true) return wrong('openid is not supported: there are no ID tokens');
  if (scopes?.some((scope) => !allowedScopes.includes(scope)) === true)
    return wrong('a scope may not be registered here');
  const entry = newClientSchema.safeParse({
    id,
    name: shownText(name) ?? nameless,
    authMethod,
    scopes: scopes ?? allowedScopes,
    audiences,
    ...(grantTypes.includes('refresh_token') ? {} : { refreshTokenLife: 0 }),
    ...(jwks === null ? {} : { jwks }),
    ...(jwksUri === null ? {} : { jwksUri }),
  });
  return entry.success
    ? accepted(entry.data)
    : wrong(jwks === null ? 'jwks_uri must be an https URL' : 'jwks must be 1 to 16 public keys');
}

/** `POST /oauth/register`. What a client says of itself is believed by nobody: it stays unverified. */
export const registerClient: ApiHandler = async ({ request, context, requestContext }) => {
  const { settings, ports, store } = context;
  if (settings.clientRegistration === 'off') return presentOAuthTrouble('not-found');
  const budget = await ports.limits.spend('issue', requestContext.address);
  if (!budget.ok) return presentOAuthRefusal(budget.refusal);
  if (settings.clientRegistration === 'token') {
    const token = parseBearer(request);
    const isGood = token !== null && settings.registrationTokens.includes(hashOfSecret(token));
    if (!isGood) return presentTokenNeeded(token !== null);
  }
  const command = parseRegistration(request);
  if (!command.ok) return presentOAuthError(command.refusal);
  const entry = entryOf(command.value, ports.random.id(), settings);
  if (!entry.ok) return presentOAuthError(entry.refusal);

  const made = entry.value.authMethod.startsWith('client_secret_') ? makeClientSecret(ports.random) : null;
  const client = { ...clientOf(entry.value, made?.secretHash ?? null, ports.clock.now()), isVerified: false };
  const unusedSince = ports.clock.now() - unusedFor;
  const registered = await store.oauthClients.addUnverified(client, { most: mostRegistered, unusedSince });
  if (registered === 'full') return presentOAuthRefusal({ kind: 'busy', retryAfter: unusedFor / 1000 });
  if (registered === 'taken') throw new Error('A drawn client identifier was taken.');
  return presentRegistered({
    ...client,
    issuedAt: Math.floor(client.createdAt / 1000),
    secret: made?.secret ?? null,
    grantTypes: command.value.grantTypes,
    jwks: entry.value.jwks ?? null,
  });
};
