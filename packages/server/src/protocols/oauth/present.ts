// Pure: converts results to responses.
import type { ClientGrant } from '../../domain/oauth-client.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { WireResponse } from '../constants/messages.ts';
import { eventsMember, numberMember } from '../constants/linkpin.ts';
import type { OAuthError } from '../constants/oauth.ts';
import { grantTypeOf } from './client-metadata.ts';

const headers: Readonly<Record<string, string>> = Object.freeze({
  'content-type': 'application/json',
  'cache-control': 'no-store', // D13
  pragma: 'no-cache',
});

/** A 200 response with a JSON body. */
export function presentJson(body: unknown): WireResponse {
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** A 200 response with a serialized JSON body. */
export function presentText(body: string): WireResponse {
  return { status: 200, headers, body };
}

/** A 200 response without a body. */
export const presentNothing: WireResponse = { status: 200, headers: { 'cache-control': 'no-store' }, body: null };

/** A cacheable response, for metadata and keys. */
export function presentKept(body: unknown): WireResponse {
  const kept = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' };
  return { status: 200, headers: kept, body: JSON.stringify(body) };
}

const usualHeaders: Readonly<Partial<Record<OAuthError['error'], Readonly<Record<string, string>>>>> = {
  invalid_client: { 'www-authenticate': 'Basic realm="linkpin", charset="UTF-8"' },
  temporarily_unavailable: { 'retry-after': '2' },
};

/**
 * An error response (RFC 6749 §5.2): 401 for failed client authentication (D14), 503 for a temporary error, else 400.
 *
 * @param more additional headers
 * @param members additional members of the body
 */
export function presentOAuthError(
  { error, description, nonce }: OAuthError,
  more?: Readonly<Record<string, string>>,
  members: Readonly<Record<string, unknown>> = {},
): WireResponse {
  const status =
    error === 'invalid_client' ? 401 : error === 'temporarily_unavailable' ? 503 : error === 'server_error' ? 500 : 400;
  const usual = usualHeaders[error];
  const told = nonce === undefined ? more : { ...more, 'dpop-nonce': nonce };
  const added = usual === undefined ? told : { ...usual, ...told };
  return {
    status,
    headers: added === undefined ? headers : { ...headers, ...added },
    body: JSON.stringify({ error, error_description: description, ...members }),
  };
}

/** A missing or invalid initial access token (RFC 6750 §3.1). */
export function presentTokenNeeded(wasGiven: boolean): WireResponse {
  const description = 'registering a client here needs an initial access token';
  return {
    status: 401,
    headers: { ...headers, 'www-authenticate': `Bearer realm="linkpin"${wasGiven ? ', error="invalid_token"' : ''}` },
    body: JSON.stringify({ error: 'invalid_token', error_description: description }),
  };
}

/** A self-registered client (RFC 7591 §3.2.1). */
export interface RegisteredClient {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly name: string;
  readonly authMethod: string;
  /** Shown only once; null if it has none. */
  readonly secret: string | null;
  readonly grants?: readonly ClientGrant[];
  readonly redirectUris?: readonly string[];
  /** 0: it gets no refresh tokens. */
  readonly refreshTokenLife: number | null;
  readonly applicationType: string | null;
  /** `public` if left out. */
  readonly subjectType?: string;
  /** `RS256` if left out. */
  readonly idTokenAlgorithm?: string;
  readonly scopes: readonly string[];
  readonly jwks: unknown;
  readonly jwksUri: string | null;
}

/** The registration response: the metadata as registered. */
export function presentRegistered(client: RegisteredClient): WireResponse {
  const { grants = ['device_code'], redirectUris = [], refreshTokenLife } = client;
  const { body } = presentJson({
    client_id: client.id,
    client_id_issued_at: client.issuedAt,
    ...(client.secret === null ? {} : { client_secret: client.secret, client_secret_expires_at: 0 }),
    client_name: client.name,
    token_endpoint_auth_method: client.authMethod,
    grant_types: [...grants.map((name) => grantTypeOf[name]), ...(refreshTokenLife === 0 ? [] : ['refresh_token'])],
    response_types: grants.includes('authorization_code') ? ['code'] : [],
    ...(redirectUris.length === 0 ? {} : { redirect_uris: redirectUris }),
    ...(client.applicationType === null ? {} : { application_type: client.applicationType }),
    subject_type: client.subjectType ?? 'public',
    id_token_signed_response_alg: client.idTokenAlgorithm ?? 'RS256',
    ...(client.scopes.length > 0 ? { scope: client.scopes.join(' ') } : {}),
    ...(client.jwks === null ? {} : { jwks: client.jwks }),
    ...(client.jwksUri === null ? {} : { jwks_uri: client.jwksUri }),
  });
  return { status: 201, headers, body };
}

/** The content of a device authorization response (RFC 8628 §3.2). */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  /** In groups, as people type it. */
  readonly userCode: string;
  /** The page, without the code (D20). */
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
  /** In seconds. */
  readonly expiresIn: number;
  /** In seconds. */
  readonly interval: number;
  /** URL of the event stream; null if there is none. */
  readonly events: string | null;
}

/** The device authorization response (D9, D10, D13). */
export function presentDeviceAuthorization(given: DeviceAuthorization): WireResponse {
  return presentJson({
    device_code: given.deviceCode,
    user_code: given.userCode,
    verification_uri: given.verificationUri,
    verification_uri_complete: given.verificationUriComplete,
    expires_in: given.expiresIn,
    interval: given.interval,
    ...(given.events === null ? {} : { [eventsMember]: given.events }),
  });
}

/** The response to a pending poll. */
export interface WaitingAnswer {
  readonly pin: Pick<Pin, 'id' | 'expiresAt'>;
  readonly tooSoon: boolean;
  /** The two digits to show to the person, or null. */
  readonly number: number | null;
}

const slowDown: OAuthError = {
  error: 'slow_down',
  description: 'wait five seconds longer between two polls from now on',
};
const pending: OAuthError = { error: 'authorization_pending', description: 'nobody has decided yet' };
const withoutNumber = { slowDown: presentOAuthError(slowDown), pending: presentOAuthError(pending) };

/** `authorization_pending` (D31) or `slow_down` (D33), with the number to match, if any. */
export function presentWaiting({ pin, tooSoon, number }: WaitingAnswer): WireResponse {
  const members = number === null ? undefined : { [numberMember]: number };
  if (tooSoon) return members === undefined ? withoutNumber.slowDown : presentOAuthError(slowDown, undefined, members);
  const said = members === undefined ? withoutNumber.pending : presentOAuthError(pending, undefined, members);
  const waitingOn = { pinId: pin.id, until: pin.expiresAt, tells: number === null ? '' : String(number) };
  return { status: said.status, headers: said.headers, body: said.body, waitingOn };
}

const invalidGrant: OAuthError = { error: 'invalid_grant', description: 'this code or token is not good here' };

const presentLater = (retryAfter: number): WireResponse =>
  presentOAuthError(
    { error: 'temporarily_unavailable', description: 'too many requests; try again later' },
    { 'retry-after': String(retryAfter) },
  );

/** Converts a refusal to an OAuth error. To any other client than the pin's own, all codes are unknown (D30). */
export function presentOAuthRefusal(refusal: Refusal): WireResponse {
  switch (refusal.kind) {
    case 'not-found':
    case 'wrong-client':
      return presentOAuthError(invalidGrant);
    case 'wrong-key':
      return presentOAuthError({
        error: 'invalid_dpop_proof',
        description: 'prove the key that the code was asked for with',
      });
    case 'wrong-verifier':
      return presentOAuthError({
        error: 'invalid_grant',
        description: 'code_verifier must be the one whose challenge the code was asked for with',
      });
    case 'expired':
      return presentOAuthError({ error: 'expired_token', description: 'the device code has expired' }); // D36
    case 'settled':
      switch (refusal.as) {
        case 'denied':
          return presentOAuthError({ error: 'access_denied', description: 'the person said no' }); // D35
        case 'cancelled':
          return presentOAuthError({ error: 'access_denied', description: 'the device took its request back' });
        default:
          return presentOAuthError(invalidGrant); // B17
      }
    case 'not-allowed':
      return presentOAuthError({ error: 'unauthorized_client', description: 'this client may not do this' });
    case 'over-budget':
      return { ...presentLater(refusal.retryAfter), status: 429 };
    case 'busy':
      return presentLater(refusal.retryAfter);
  }
}

type Trouble = 'method-not-allowed' | 'not-found' | 'malformed' | 'too-large' | 'busy' | 'internal';

const troubles: Readonly<Record<Trouble, readonly [status: number, description: string]>> = {
  'method-not-allowed': [405, 'this method is not allowed here'],
  'not-found': [404, 'there is nothing here'],
  malformed: [400, 'the body cannot be read'],
  'too-large': [413, 'the body is too large'],
  busy: [503, 'there is too much to do here; ask again in a moment'],
  internal: [500, 'something went wrong here'],
};

const errorOf = (trouble: Trouble): string => {
  if (trouble === 'internal') return 'server_error';
  return trouble === 'busy' ? 'temporarily_unavailable' : 'invalid_request';
};

/**
 * The response to an error outside a handler.
 *
 * @param reference what the log calls the request, for an error that only its operator can mend
 */
export function presentOAuthTrouble(trouble: Trouble, reference: string | null = null): WireResponse {
  const [status, sentence] = troubles[trouble];
  const description = reference === null ? sentence : `${sentence}; reference: ${reference}`;
  const error = errorOf(trouble);
  return { status, headers, body: JSON.stringify({ error, error_description: description }) };
}
