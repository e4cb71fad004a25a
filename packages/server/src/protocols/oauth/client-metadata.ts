// Pure: reads what a client says of itself (RFC 7591 §2), in a registration or in its metadata document.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { ClientGrant } from '../../domain/oauth-client.ts';
import type { SubjectType } from '../../domain/subject.ts';
import { deviceCodeGrant, type OAuthError } from '../constants/oauth.ts';

/** The supported authentication methods. */
const authMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** The supported algorithms of ID tokens; the first is that of a client that does not say. */
const idTokenAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const;

const subjectTypes = ['public', 'pairwise'] as const;

/** The supported client metadata; null where absent. */
export interface ClientMetadataWords {
  readonly name: string | null;
  readonly authMethod: (typeof authMethods)[number];
  readonly scopes: readonly string[] | null;
  readonly grants: readonly ClientGrant[];
  /** Whether it wants refresh tokens. */
  readonly refreshes: boolean;
  /** Empty without the grant `authorization_code`, which alone has use for them. */
  readonly redirectUris: readonly string[];
  /** `native` for an app that is installed, `web` for one on a server (OpenID Connect Registration §2). */
  readonly applicationType: 'native' | 'web' | null;
  /** What it calls people (OpenID Connect Core §8). */
  readonly subjectType: SubjectType;
  /** Of its ID tokens. */
  readonly idTokenAlgorithm: (typeof idTokenAlgorithms)[number];
  readonly jwks: object | null;
  readonly jwksUri: string | null;
}

/** What the grants are called in metadata. */
export const grantTypeOf: Readonly<Record<ClientGrant, string>> = {
  device_code: deviceCodeGrant,
  authorization_code: 'authorization_code',
};

const grantNames = ['device_code', 'authorization_code'] as const;

type Refused = { readonly ok: false; readonly refusal: OAuthError };

const wrong = (description: string): Refused => refused({ error: 'invalid_client_metadata', description });
const wrongRedirect = (description: string): Refused => refused({ error: 'invalid_redirect_uri', description });

const isListOfText = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((part) => typeof part === 'string');

/** Which grants and redirect URIs a client wants. */
function readGrants(
  member: (name: string) => unknown,
): Result<Pick<ClientMetadataWords, 'grants' | 'refreshes' | 'redirectUris' | 'applicationType'>, OAuthError> {
  const redirects = member('redirect_uris') ?? [];
  if (!isListOfText(redirects)) return wrongRedirect('redirect_uris must be a list of strings');
  const isLedBack = redirects.length > 0;
  // RFC 7591 says authorization_code for a client that says nothing; one without a redirect URI can only be a device.
  const asked = member('grant_types') ?? [isLedBack ? 'authorization_code' : deviceCodeGrant, 'refresh_token'];
  if (!isListOfText(asked)) return wrong('grant_types must be a list of strings');
  const grants = grantNames.filter((name) => asked.includes(grantTypeOf[name]));
  if (grants.length === 0) return wrong(`grant_types must have ${deviceCodeGrant} or authorization_code`);
  const responseTypes = member('response_types') ?? ['code'];
  if (!isListOfText(responseTypes)) return wrong('response_types must be a list of strings');
  const applicationType = member('application_type');
  if (applicationType !== null && applicationType !== 'native' && applicationType !== 'web') {
    return wrong('application_type must be native or web');
  }
  const refreshes = asked.includes('refresh_token');
  if (!grants.includes('authorization_code')) {
    return accepted({ grants, refreshes, redirectUris: [], applicationType });
  }
  if (!isLedBack) return wrongRedirect('authorization_code needs redirect_uris');
  if (!responseTypes.includes('code')) return wrong('authorization_code needs the response type code');
  if (applicationType === 'web' && !redirects.every((uri) => uri.startsWith('https:'))) {
    return wrongRedirect('the redirect URIs of a web application must be https');
  }
  return accepted({ grants, refreshes, redirectUris: [...new Set(redirects)], applicationType });
}

/** What a client calls people, and what its ID tokens are signed with (OpenID Connect Registration §2). */
function readOpenId(
  member: (name: string) => unknown,
): Result<Pick<ClientMetadataWords, 'subjectType' | 'idTokenAlgorithm'>, OAuthError> {
  const [type, algorithm] = [member('subject_type') ?? 'public', member('id_token_signed_response_alg') ?? 'RS256'];
  const subjectType = subjectTypes.find((known) => known === type);
  if (subjectType === undefined) return wrong(`subject_type must be one of ${subjectTypes.join(', ')}`);
  const idTokenAlgorithm = idTokenAlgorithms.find((known) => known === algorithm);
  if (idTokenAlgorithm === undefined) {
    return wrong(`id_token_signed_response_alg must be one of ${idTokenAlgorithms.join(', ')}`);
  }
  if (subjectType === 'pairwise' && member('sector_identifier_uri') !== null) {
    return wrong('sector_identifier_uri is not read: give a pairwise client redirect_uris of one host');
  }
  return accepted({ subjectType, idTokenAlgorithm });
}

/**
 * Reads a client's metadata. A null member counts as absent; unsupported members, such as `logo_uri` or
 * `software_statement`, are ignored (RFC 7591 §2), and so are grants that there are not.
 *
 * @param defaultMethod how a client authenticates that does not say
 */
export function readClientMetadata(
  json: Readonly<Record<string, unknown>>,
  defaultMethod: ClientMetadataWords['authMethod'] = 'client_secret_basic',
): Result<ClientMetadataWords, OAuthError> {
  const member = (name: string): unknown => json[name] ?? null;
  const [name, scope, jwksUri] = [member('client_name'), member('scope'), member('jwks_uri')];
  if (name !== null && typeof name !== 'string') return wrong('client_name must be a string');
  if (scope !== null && typeof scope !== 'string') return wrong('scope must be a string');
  if (jwksUri !== null && typeof jwksUri !== 'string') return wrong('jwks_uri must be a string');
  const jwks = member('jwks');
  if (jwks !== null && (typeof jwks !== 'object' || Array.isArray(jwks))) return wrong('jwks must be an object');

  const method = member('token_endpoint_auth_method') ?? defaultMethod;
  const authMethod = authMethods.find((known) => known === method);
  if (authMethod === undefined) return wrong(`token_endpoint_auth_method must be one of ${authMethods.join(', ')}`);
  const keys = [jwks, jwksUri].filter((place) => place !== null).length;
  if (keys > 1) return wrong('jwks and jwks_uri exclude each other');
  if (authMethod === 'private_key_jwt' && keys === 0) return wrong('private_key_jwt needs jwks or jwks_uri');
  const holdsKey = authMethod === 'private_key_jwt';
  const granted = readGrants(member);
  if (!granted.ok) return granted;
  const openId = readOpenId(member);
  if (!openId.ok) return openId;
  return accepted({
    ...granted.value,
    ...openId.value,
    name,
    authMethod,
    scopes: scope === null ? null : [...new Set(scope.split(' ').filter((part) => part !== ''))],
    jwks: holdsKey ? jwks : null,
    jwksUri: holdsKey ? jwksUri : null,
  });
}
