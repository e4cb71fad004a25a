// Pure: parses an authorization request (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1) into a command or an error.
import type { OpenIdRequest, Prompt } from '../../domain/authorization-request.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { AuthorizationErrorCode, OAuthErrorCode } from '../constants/oauth.ts';
import { all, one, parseKeyThumbprint, parseResources, parseScopes, type Parameters } from './parameters.ts';

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

/** The longest `state` and `nonce`, in characters: they are kept until the code is used, and sent back in a URL. */
const longest = { state: 2048, nonce: 512 } as const;

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
  return (state.value?.length ?? 0) > longest.state ? wrong('invalid_request', 'state is too long') : state;
}

const prompts: readonly string[] = ['none', 'login', 'consent', 'select_account'] satisfies readonly Prompt[];

const words = (text: string | null): readonly string[] => [
  ...new Set((text ?? '').split(' ').filter((word) => word !== '')),
];

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

function parseChallenge(challenge: string | null, method: string | null): Parsed<string> {
  if (challenge === null) return wrong('invalid_request', 'code_challenge is missing: PKCE is required (RFC 7636)');
  if (method !== 'S256') return wrong('invalid_request', 'code_challenge_method must be S256');
  return /^[\w-]{43}$/.test(challenge)
    ? accepted(challenge)
    : wrong('invalid_request', 'code_challenge must be a SHA-256 in base64url: 43 characters');
}

function parseOpenId(given: Readonly<Record<'nonce' | 'max_age' | 'acr_values' | 'prompt', string | null>>) {
  const prompt = words(given.prompt);
  if (prompt.some((word) => !prompts.includes(word))) {
    return wrong('invalid_request', `prompt must be of ${prompts.join(', ')}`);
  }
  if (prompt.includes('none') && prompt.length > 1) return wrong('invalid_request', 'prompt=none stands alone');
  const { nonce, max_age: maxAge } = given;
  if ((nonce?.length ?? 0) > longest.nonce) return wrong('invalid_request', 'nonce is too long');
  if (maxAge !== null && !/^\d{1,9}$/.test(maxAge)) {
    return wrong('invalid_request', 'max_age must be a number of seconds');
  }
  const acrValues = words(given.acr_values);
  if (acrValues.length > 16 || acrValues.some((value) => value.length > 255)) {
    return wrong('invalid_request', 'acr_values are too many or too long');
  }
  return accepted<OpenIdRequest>({
    nonce,
    maxAge: maxAge === null ? null : Number(maxAge),
    acrValues,
    prompt: prompt as readonly Prompt[],
  });
}

/** Parses what is requested, of a client and with a redirect URI that are good. */
export function parseAuthorization(parameters: Parameters): Parsed<AuthorizationCommand> {
  const given = all(parameters, [
    ...(['response_type', 'response_mode', 'request', 'request_uri', 'registration'] as const),
    ...(['scope', 'code_challenge', 'code_challenge_method', 'dpop_jkt'] as const),
    ...(['nonce', 'max_age', 'acr_values', 'prompt', 'login_hint'] as const),
  ]);
  if (!given.ok) return given;
  const way = refusedWay(given.value);
  if (way !== null) return refused(way);
  const codeChallenge = parseChallenge(given.value.code_challenge, given.value.code_challenge_method);
  if (!codeChallenge.ok) return codeChallenge;
  const scopes = parseScopes(given.value.scope);
  if (!scopes.ok) return scopes;
  const resources = parseResources(parameters);
  if (!resources.ok) return resources;
  const keyThumbprint = parseKeyThumbprint(given.value.dpop_jkt);
  if (!keyThumbprint.ok) return keyThumbprint;
  const openid = parseOpenId(given.value);
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
