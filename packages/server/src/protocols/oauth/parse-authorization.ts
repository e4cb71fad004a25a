// Pure: parses an authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1) into a command or an error.
import type { OpenIdRequest } from '../../domain/authorization-request.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { AuthorizationErrorCode, OAuthErrorCode } from '../constants/oauth.ts';
import { all, one, parseKeyThumbprint, parseResources, parseScopes, type Parameters } from './parameters.ts';
import {
  challengeParameters,
  openIdParameters,
  readChallenge,
  readOpenId,
  type ChallengeParameters,
} from './parse-openid.ts';

/** An error that leads back to the client. */
export interface AuthorizationError {
  readonly error: OAuthErrorCode | AuthorizationErrorCode;
  /** A sentence for developers. */
  readonly description: string;
}

/** Who asks, and where the answer leads. Nothing leads there before both are known to be good. */
export interface AuthorizationAddress {
  readonly clientId: string;
  readonly redirectUri: string;
}

/** An authorization request. */
export interface AuthorizationCommand {
  /** Null if none were requested. */
  readonly scopes: readonly string[] | null;
  /** Resource indicators (RFC 8707). */
  readonly resources: readonly string[];
  /** RFC 7636, `S256`. */
  readonly codeChallenge: string;
  /** Thumbprint of the key that the code is to be bound to (RFC 9449 §10); null for none. */
  readonly keyThumbprint: string | null;
  readonly openid: OpenIdRequest;
  /** The name to sign in with, as the client believes; null for none. */
  readonly loginHint: string | null;
}

type Parsed<Value> = Result<Value, AuthorizationError>;

const wrong = (
  error: AuthorizationError['error'],
  description: string,
): { readonly ok: false; readonly refusal: AuthorizationError } => refused({ error, description });

/** The longest `state`, in characters: it is kept until the code is used, and sent back in a URL. */
const longestState = 2048;

/** Reads who asks and where to answer; refused if one of the two is missing, or given twice. */
export function parseAuthorizationAddress(
  parameters: Parameters,
): Result<AuthorizationAddress, 'client' | 'redirect-uri'> {
  const clientId = one(parameters, 'client_id');
  if (!clientId.ok || clientId.value === null) return refused('client');
  const redirectUri = one(parameters, 'redirect_uri');
  if (!redirectUri.ok || redirectUri.value === null) return refused('redirect-uri');
  return accepted({ clientId: clientId.value, redirectUri: redirectUri.value });
}

/** Reads `state`, which even an error repeats. */
export function parseState(parameters: Parameters): Parsed<string | null> {
  const state = one(parameters, 'state');
  if (!state.ok) return state;
  return (state.value?.length ?? 0) > longestState ? wrong('invalid_request', 'state is too long') : state;
}

/** What the request does in a way that is refused here, by decision 59; null if nothing. */
function refusedWay(given: Readonly<Record<string, string | null>>): AuthorizationError | null {
  const error = (code: AuthorizationError['error'], description: string) => ({ error: code, description });
  if (given['request'] !== null) return error('request_not_supported', 'request objects are not supported');
  if (given['request_uri'] !== null) return error('request_uri_not_supported', 'request_uri is not supported');
  if (given['registration'] !== null) return error('registration_not_supported', 'registration is not supported');
  if (given['response_type'] === null) return error('invalid_request', 'response_type is missing');
  if (given['response_type'] !== 'code') return error('unsupported_response_type', 'response_type must be code');
  const mode = given['response_mode'] ?? 'query';
  return mode === 'query' ? null : error('invalid_request', 'response_mode must be query');
}

/** Reads the code challenge, which every client has to send. */
function parseChallenge(given: ChallengeParameters): Parsed<string> {
  const challenge = readChallenge(given);
  if (!challenge.ok) return challenge;
  return challenge.value === undefined
    ? wrong('invalid_request', 'code_challenge is missing: PKCE is required (RFC 7636)')
    : accepted(challenge.value);
}

/** Parses what is requested, of a client and with a redirect URI that are good. */
export function parseAuthorization(parameters: Parameters): Parsed<AuthorizationCommand> {
  const given = all(parameters, [
    ...(['response_type', 'response_mode', 'request', 'request_uri', 'registration'] as const),
    ...(['scope', 'dpop_jkt', 'login_hint'] as const),
    ...challengeParameters,
    ...openIdParameters,
  ]);
  if (!given.ok) return given;
  const way = refusedWay(given.value);
  if (way !== null) return refused(way);
  const codeChallenge = parseChallenge(given.value);
  if (!codeChallenge.ok) return codeChallenge;
  const scopes = parseScopes(given.value.scope);
  if (!scopes.ok) return scopes;
  const resources = parseResources(parameters);
  if (!resources.ok) return resources;
  const keyThumbprint = parseKeyThumbprint(given.value.dpop_jkt);
  if (!keyThumbprint.ok) return keyThumbprint;
  const openid = readOpenId(given.value);
  if (!openid.ok) return openid;
  return accepted({
    scopes: scopes.value,
    resources: resources.value,
    codeChallenge: codeChallenge.value,
    keyThumbprint: keyThumbprint.value,
    openid: openid.value,
    loginHint: given.value.login_hint?.slice(0, 320) ?? null,
  });
}
