// Pure: parses a registration request (RFC 7591 §3.1) into a command or an error.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { WireRequest } from '../constants/messages.ts';
import { deviceCodeGrant, type OAuthError } from '../constants/oauth.ts';

/** The supported authentication methods. */
const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** The supported client metadata; null where absent. */
export interface RegistrationCommand {
  readonly name: string | null;
  readonly authMethod: (typeof authMethods)[number];
  readonly scopes: readonly string[] | null;
  readonly grantTypes: readonly string[];
  /** Empty for a client that may not use authorization codes, whatever it named. */
  readonly redirectUris: readonly string[];
  readonly jwks: object | null;
  readonly jwksUri: string | null;
}

/** The supported grants, and those of a client that names none: by its redirect URIs, or of a device. */
const grantTypes = [deviceCodeGrant, 'authorization_code', 'refresh_token'];
const usualGrants = (redirects: readonly string[]): readonly string[] =>
  redirects.length > 0 ? ['authorization_code', 'refresh_token'] : [deviceCodeGrant, 'refresh_token'];

const wrong = (description: string): { readonly ok: false; readonly refusal: OAuthError } =>
  refused({ error: 'invalid_client_metadata', description });

const isListOfText = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((part) => typeof part === 'string');

/** The token in `Authorization: Bearer`; null if there is none (RFC 6750 §2.1). */
export function parseBearer({ header }: WireRequest): string | null {
  return /^bearer +([\w~+/.-]+=*) *$/i.exec(header('authorization') ?? '')?.[1] ?? null;
}

/**
 * Reads the client's metadata. A null member counts as absent; unsupported members, such as `logo_uri` or
 * `software_statement`, are ignored (RFC 7591 §2), and so are the redirect URIs of a device.
 */
export function parseRegistration({ json, header }: WireRequest): Result<RegistrationCommand, OAuthError> {
  if (!/^application\/json\b/i.test(header('content-type') ?? '') || Object.keys(json).length === 0) {
    return wrong('the body must be a JSON object, sent as application/json');
  }
  const member = (name: string): unknown => json[name] ?? null;
  const redirects = member('redirect_uris') ?? [];
  if (!isListOfText(redirects)) {
    return refused({ error: 'invalid_redirect_uri', description: 'redirect_uris must be a list of strings' });
  }
  const [name, scope, jwksUri] = [member('client_name'), member('scope'), member('jwks_uri')];
  if (name !== null && typeof name !== 'string') return wrong('client_name must be a string');
  if (scope !== null && typeof scope !== 'string') return wrong('scope must be a string');
  if (jwksUri !== null && typeof jwksUri !== 'string') return wrong('jwks_uri must be a string');
  const jwks = member('jwks');
  if (jwks !== null && (typeof jwks !== 'object' || Array.isArray(jwks))) return wrong('jwks must be an object');

  const asked = member('grant_types') ?? usualGrants(redirects);
  if (!isListOfText(asked)) return wrong('grant_types must be a list of strings');
  const isLedBack = asked.includes('authorization_code');
  if (!isLedBack && !asked.includes(deviceCodeGrant)) {
    return wrong(`grant_types must have ${deviceCodeGrant} or authorization_code`);
  }
  if (isLedBack && redirects.length === 0) {
    return refused({ error: 'invalid_redirect_uri', description: 'authorization_code needs redirect_uris' });
  }

  const method = member('token_endpoint_auth_method') ?? 'client_secret_basic';
  const authMethod = authMethods.find((known) => known === method);
  if (authMethod === undefined) return wrong(`token_endpoint_auth_method must be one of ${authMethods.join(', ')}`);
  const keys = [jwks, jwksUri].filter((place) => place !== null).length;
  if (keys > 1) return wrong('jwks and jwks_uri exclude each other');
  if (authMethod === 'private_key_jwt' && keys === 0) return wrong('private_key_jwt needs jwks or jwks_uri');
  const holdsKey = authMethod === 'private_key_jwt';
  return accepted({
    name,
    authMethod,
    scopes: scope === null ? null : [...new Set(scope.split(' ').filter((part) => part !== ''))],
    grantTypes: grantTypes.filter((known) => asked.includes(known)),
    redirectUris: isLedBack ? redirects : [],
    jwks: holdsKey ? jwks : null,
    jwksUri: holdsKey ? jwksUri : null,
  });
}
