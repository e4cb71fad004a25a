// Pure: parses a request into a command or an error.
import { accepted, refused } from '../../domain/result.ts';
import { openIdScope } from '../../domain/scopes.ts';
import { noBrowserParameter } from '../constants/linkpin.ts';
import type { WireRequest } from '../constants/messages.ts';
import type { OpenIdRequest } from '../../domain/authorization-request.ts';
import { deviceCodeGrant, jwtBearerAssertion, type ClientAuthentication, type OAuthError } from '../constants/oauth.ts';
import {
  all,
  one,
  parseKeyThumbprint,
  parseResources,
  parseScopes,
  required,
  wrong,
  type Parsed,
} from './parameters.ts';
import { challengeParameters, openIdParameters, readChallenge, readOpenId, readVerifier } from './parse-openid.ts';

/** `POST` to the device authorization endpoint (RFC 8628 §3.1). */
export interface DeviceAuthorizationCommand {
  readonly authentication: ClientAuthentication;
  /** Null if none were requested. */
  readonly scopes: readonly string[] | null;
  /** Resource indicators (RFC 8707). */
  readonly resources: readonly string[];
  /** Thumbprint of the key that the device will prove at redemption (our extension of RFC 9449). */
  readonly keyThumbprint: string | null;
  /** Undefined without the scope `openid`. */
  readonly openid: OpenIdRequest | undefined;
  /** The SHA-256 of the verifier that the device will show at redemption (our extension of RFC 7636); undefined for none. */
  readonly codeChallenge: string | undefined;
  /** The client says that its person has no browser on the same machine (our extension). */
  readonly hasNoBrowser: boolean;
}

/** `POST` to the token endpoint. */
export type TokenCommand = { readonly authentication: ClientAuthentication } & (
  | {
      readonly grant: 'device_code';
      readonly deviceCode: string;
      /** RFC 7636, or null. */
      readonly codeVerifier: string | null;
    }
  | {
      readonly grant: 'authorization_code';
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
    }
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
  const given = all(request.form, ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']);
  if (!given.ok) return given;
  const { client_id: clientId, client_secret: secret, client_assertion: assertion } = given.value;
  const ways = [basic.value, secret, assertion].filter((way) => way !== null);
  if (ways.length > 1) return wrong('invalid_request', 'the client authenticates in more than one way');
  if (basic.value !== null) {
    if (clientId !== null && clientId !== basic.value.clientId) {
      return wrong('invalid_request', 'client_id differs from the Authorization header');
    }
    // An empty secret is none (RFC 6749 §2.3.1): many libraries send Basic for public clients, too.
    const hasSecret = basic.value.secret !== '';
    return accepted(
      hasSecret
        ? { method: 'client_secret_basic', ...basic.value }
        : { method: 'none', clientId: basic.value.clientId },
    );
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
  const given = all(request.form, [
    'scope',
    'dpop_jkt',
    ...openIdParameters,
    ...challengeParameters,
    noBrowserParameter,
  ]);
  if (!given.ok) return given;
  const scopes = parseScopes(given.value.scope);
  if (!scopes.ok) return scopes;
  const resources = parseResources(request.form);
  if (!resources.ok) return resources;
  const keyThumbprint = parseKeyThumbprint(given.value.dpop_jkt);
  if (!keyThumbprint.ok) return keyThumbprint;
  // Without the scope they are nothing that is known here (RFC 6749 §3.1).
  const wantsOpenId = scopes.value?.includes(openIdScope) === true;
  const openid = wantsOpenId ? readOpenId(given.value) : accepted(undefined);
  if (!openid.ok) return openid;
  if (openid.value?.prompt.includes('none') === true) {
    return wrong('invalid_request', 'prompt=none is not for devices: a person has to enter the code');
  }
  const codeChallenge = readChallenge(given.value);
  if (!codeChallenge.ok) return codeChallenge;
  const noBrowser = given.value[noBrowserParameter];
  if (noBrowser !== null && noBrowser !== 'true' && noBrowser !== 'false') {
    return wrong('invalid_request', `${noBrowserParameter} must be true or false`);
  }
  return accepted({
    authentication: authentication.value,
    scopes: scopes.value,
    resources: resources.value,
    keyThumbprint: keyThumbprint.value,
    openid: openid.value,
    codeChallenge: codeChallenge.value,
    hasNoBrowser: noBrowser === 'true',
  });
}

/** Reads what an authorization code is exchanged with (RFC 6749 §4.1.3, RFC 7636 §4.5). */
function parseCodeExchange(
  authentication: ClientAuthentication,
  { form }: WireRequest,
): Parsed<TokenCommand & { grant: 'authorization_code' }> {
  const code = required(form, 'code');
  if (!code.ok) return code;
  const redirectUri = required(form, 'redirect_uri');
  if (!redirectUri.ok) return redirectUri;
  const codeVerifier = required(form, 'code_verifier');
  if (!codeVerifier.ok) return codeVerifier;
  if (!/^[\w.~-]{43,128}$/.test(codeVerifier.value)) {
    return wrong('invalid_request', 'code_verifier must be 43 to 128 unreserved characters');
  }
  return accepted({
    authentication,
    grant: 'authorization_code',
    code: code.value,
    redirectUri: redirectUri.value,
    codeVerifier: codeVerifier.value,
  });
}

const tokenGrants: readonly string[] = [deviceCodeGrant, 'authorization_code', 'refresh_token'];

/** Parses a request to the token endpoint (D27, D28). */
export function parseToken(request: WireRequest): Parsed<TokenCommand> {
  if (!isForm(request)) return refused(onlyForms);
  const grantType = required(request.form, 'grant_type');
  if (!grantType.ok) return grantType;
  if (!tokenGrants.includes(grantType.value)) {
    return wrong('unsupported_grant_type', 'this grant type is not offered here'); // B10
  }
  const authentication = parseAuthentication(request);
  if (!authentication.ok) return authentication;
  if (grantType.value === deviceCodeGrant) {
    const deviceCode = required(request.form, 'device_code');
    if (!deviceCode.ok) return deviceCode;
    const given = one(request.form, 'code_verifier');
    const verifier = given.ok ? readVerifier(given.value) : given;
    if (!verifier.ok) return verifier;
    return accepted({
      authentication: authentication.value,
      grant: 'device_code',
      deviceCode: deviceCode.value,
      codeVerifier: verifier.value,
    });
  }
  if (grantType.value === 'authorization_code') return parseCodeExchange(authentication.value, request);
  const refreshToken = required(request.form, 'refresh_token');
  if (!refreshToken.ok) return refreshToken;
  const scope = one(request.form, 'scope');
  if (!scope.ok) return scope;
  const scopes = parseScopes(scope.value);
  if (!scopes.ok) return scopes;
  const resources = parseResources(request.form);
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
  const token = required(request.form, 'token');
  return token.ok ? accepted({ authentication: authentication.value, token: token.value }) : token;
}
