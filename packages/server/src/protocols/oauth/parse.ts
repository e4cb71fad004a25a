// Pure: parses a request into a command or an error.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { WireRequest } from '../constants/messages.ts';
import { deviceCodeGrant, jwtBearerAssertion, type ClientAuthentication, type OAuthError } from '../constants/oauth.ts';

/** `POST` to the device authorization endpoint (RFC 8628 §3.1). */
export interface DeviceAuthorizationCommand {
  readonly authentication: ClientAuthentication;
  /** Null if none were requested. */
  readonly scopes: readonly string[] | null;
  /** Resource indicators (RFC 8707). */
  readonly resources: readonly string[];
  /** Thumbprint of the key that the device will prove at redemption (our extension of RFC 9449). */
  readonly keyThumbprint: string | null;
}

/** `POST` to the token endpoint. */
export type TokenCommand = { readonly authentication: ClientAuthentication } & (
  | { readonly grant: 'device_code'; readonly deviceCode: string }
  | {
      readonly grant: 'refresh_token';
      readonly refreshToken: string;
      readonly scopes: readonly string[] | null;
      readonly resources: readonly string[];
    }
);

/** `POST` to the revocation or the introspection endpoint (RFC 7009 §2.1, RFC 7662 §2.1). */
export interface TokenQuestion {
  readonly authentication: ClientAuthentication;
  readonly token: string;
}

type Parsed<Value> = Result<Value, OAuthError>;

/** Longest value; none of ours is longer. */
const longest = 8192;

const wrong = (error: OAuthError['error'], description: string): { readonly ok: false; readonly refusal: OAuthError } =>
  refused({ error, description });

/** Reads a parameter: empty counts as absent (D5), repeated is refused (D7). */
function one({ form }: WireRequest, name: string): Parsed<string | null> {
  const values = form(name);
  if (values.length > 1) return wrong('invalid_request', `${name} is given more than once`);
  const [value = ''] = values;
  if (value.length > longest) return wrong('invalid_request', `${name} is too long`);
  return accepted(value === '' ? null : value);
}

/** Reads several parameters, or returns the first error. */
function all<Name extends string>(request: WireRequest, names: readonly Name[]): Parsed<Record<Name, string | null>> {
  const values = {} as Record<Name, string | null>;
  for (const name of names) {
    const value = one(request, name);
    if (!value.ok) return value;
    values[name] = value.value;
  }
  return accepted(values);
}

function required(request: WireRequest, name: string): Parsed<string> {
  const value = one(request, name);
  if (!value.ok) return value;
  return value.value === null ? wrong('invalid_request', `${name} is missing`) : accepted(value.value);
}

/** Form-decodes one half of the Basic credentials (RFC 6749 §2.3.1); undefined if malformed. */
function decodeHalf(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

const malformedHeader: OAuthError = {
  error: 'invalid_client',
  description: 'the Authorization header is malformed',
};

/** Reads `Authorization: Basic` as client identifier and secret; null if absent. */
function readBasic(request: WireRequest): Parsed<{ clientId: string; secret: string } | null> {
  const text = request.basic();
  if (text === undefined) return accepted(null);
  if (text === null) return refused(malformedHeader);
  const colon = text.indexOf(':');
  const clientId = decodeHalf(text.slice(0, Math.max(colon, 0)));
  const secret = decodeHalf(text.slice(colon + 1));
  const whole = colon > 0 && clientId !== undefined && secret !== undefined;
  return whole ? accepted({ clientId, secret }) : refused(malformedHeader);
}

/** Reads the client authentication; at most one method (RFC 6749 §2.3). */
export function parseAuthentication(request: WireRequest): Parsed<ClientAuthentication> {
  const basic = readBasic(request);
  if (!basic.ok) return basic;
  const given = all(request, ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']);
  if (!given.ok) return given;
  const { client_id: clientId, client_secret: secret, client_assertion: assertion } = given.value;
  const ways = [basic.value, secret, assertion].filter((way) => way !== null);
  if (ways.length > 1) return wrong('invalid_request', 'the client authenticates in more than one way');
  if (basic.value !== null) {
    if (clientId !== null && clientId !== basic.value.clientId) {
      return wrong('invalid_request', 'client_id differs from the Authorization header');
    }
    return accepted({ method: 'client_secret_basic', ...basic.value });
  }
  if (assertion !== null) {
    if (given.value.client_assertion_type !== jwtBearerAssertion) {
      return wrong('invalid_request', `client_assertion_type must be ${jwtBearerAssertion}`);
    }
    return accepted({ method: 'private_key_jwt', clientId, assertion });
  }
  if (clientId === null) return wrong('invalid_request', 'client_id is missing');
  return accepted(secret === null ? { method: 'none', clientId } : { method: 'client_secret_post', clientId, secret });
}

/** Parses the scope parameter into a list without duplicates (RFC 6749 §3.3). */
function parseScopes(text: string | null): Parsed<readonly string[] | null> {
  if (text === null) return accepted(null);
  const scopes = [...new Set(text.split(' ').filter((scope) => scope !== ''))];
  return scopes.every((scope) => /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope))
    ? accepted(scopes)
    : wrong('invalid_scope', 'scope has a character that no scope may have');
}

/** Reads the resource indicators, which may be repeated: absolute URIs without fragment (RFC 8707 §2). */
function parseResources({ form }: WireRequest): Parsed<readonly string[]> {
  const resources = [...new Set(form('resource').filter((value) => value !== ''))];
  const proper = resources.every((uri) => uri.length <= 2048 && /^[a-z][a-z0-9+.-]*:[^\s#]+$/i.test(uri));
  return proper && resources.length <= 16
    ? accepted(resources)
    : wrong('invalid_target', 'resource must be an absolute URI without fragment');
}

const onlyForms: OAuthError = {
  error: 'invalid_request',
  description: 'the body must be application/x-www-form-urlencoded',
};

/** True for a form body, which OAuth parameters require (D1). */
const isForm = (request: WireRequest): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(request.header('content-type') ?? '');

/** Parses a request to the device authorization endpoint (D1–D7). */
export function parseDeviceAuthorization(request: WireRequest): Parsed<DeviceAuthorizationCommand> {
  if (!isForm(request)) return refused(onlyForms);
  const authentication = parseAuthentication(request);
  if (!authentication.ok) return authentication;
  const given = all(request, ['scope', 'dpop_jkt']);
  if (!given.ok) return given;
  const scopes = parseScopes(given.value.scope);
  if (!scopes.ok) return scopes;
  const resources = parseResources(request);
  if (!resources.ok) return resources;
  const keyThumbprint = given.value.dpop_jkt;
  if (keyThumbprint !== null && !/^[\w-]{43}$/.test(keyThumbprint)) {
    return wrong('invalid_request', 'dpop_jkt must be a SHA-256 thumbprint in base64url');
  }
  return accepted({
    authentication: authentication.value,
    scopes: scopes.value,
    resources: resources.value,
    keyThumbprint,
  });
}

/** Parses a request to the token endpoint (D27, D28). */
export function parseToken(request: WireRequest): Parsed<TokenCommand> {
  if (!isForm(request)) return refused(onlyForms);
  const grantType = required(request, 'grant_type');
  if (!grantType.ok) return grantType;
  if (grantType.value !== deviceCodeGrant && grantType.value !== 'refresh_token') {
    return wrong('unsupported_grant_type', 'this grant type is not offered here'); // B10
  }
  const authentication = parseAuthentication(request);
  if (!authentication.ok) return authentication;
  if (grantType.value === deviceCodeGrant) {
    const deviceCode = required(request, 'device_code');
    if (!deviceCode.ok) return deviceCode;
    return accepted({ authentication: authentication.value, grant: 'device_code', deviceCode: deviceCode.value });
  }
  const refreshToken = required(request, 'refresh_token');
  if (!refreshToken.ok) return refreshToken;
  const scope = one(request, 'scope');
  if (!scope.ok) return scope;
  const scopes = parseScopes(scope.value);
  if (!scopes.ok) return scopes;
  const resources = parseResources(request);
  if (!resources.ok) return resources;
  return accepted({
    authentication: authentication.value,
    grant: 'refresh_token',
    refreshToken: refreshToken.value,
    scopes: scopes.value,
    resources: resources.value,
  });
}

/** Parses a request to the revocation or introspection endpoint; ignores `token_type_hint`. */
export function parseTokenQuestion(request: WireRequest): Parsed<TokenQuestion> {
  if (!isForm(request)) return refused(onlyForms);
  const authentication = parseAuthentication(request);
  if (!authentication.ok) return authentication;
  const token = required(request, 'token');
  return token.ok ? accepted({ authentication: authentication.value, token: token.value }) : token;
}
