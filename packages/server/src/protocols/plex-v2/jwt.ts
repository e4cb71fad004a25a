// Pure: sign-in with a device key (wire 1.9): parses requests and presents results.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { WireRequest, WireResponse } from '../constants/messages.ts';
import { plexErrors, type PlexError, type PlexUser } from '../constants/plex.ts';

/** A device's public key. */
export interface PublicJwk {
  /** 32 bytes, base64url. */
  readonly x: string;
  /** The device's name for it, or null. */
  readonly kid: string | null;
}

/** Private members of a JWK (RFC 7518 §6). */
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Longest `kid`. */
const longestKid = 255;

/**
 * 32 bytes as 43 characters of base64url; the two unused bits of the last one must be 0, so that the encoding is
 * unique.
 */
const thirtyTwoBytes = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

const wrongKey = (message: string): { readonly ok: false; readonly refusal: PlexError } =>
  refused({ ...plexErrors.cannotProcess, message });

/**
 * Parses the member `jwk` of a JSON body.
 *
 * @returns null if absent; an error for anything but a public Ed25519 key, because a device that expects a key-bound
 *   pin must not get an unbound one
 */
export function parseJwk({ json }: Pick<WireRequest, 'json'>): Result<PublicJwk | null, PlexError> {
  const given = json['jwk'];
  if (given === undefined || given === null) return accepted(null);
  if (typeof given !== 'object' || Array.isArray(given)) return wrongKey('The jwk must be an object');
  const jwk = given as Readonly<Record<string, unknown>>;
  const found = privateParts.find((part) => part in jwk);
  if (found !== undefined) return wrongKey(`The jwk must be public and has "${found}"; make another key`);
  const { kty, crv, x } = jwk;
  const [use, alg, kid] = [jwk['use'] ?? 'sig', jwk['alg'] ?? 'EdDSA', jwk['kid'] ?? null];
  if (kty !== 'OKP' || crv !== 'Ed25519') return wrongKey('The jwk must be an OKP key of the curve Ed25519');
  if (typeof x !== 'string' || !thirtyTwoBytes.test(x))
    return wrongKey('The x of the jwk must be 32 bytes in base64url');
  if (use !== 'sig' || (alg !== 'EdDSA' && alg !== 'Ed25519')) return wrongKey('The jwk must be for EdDSA signatures');
  if (kid === null) return accepted({ x, kid });
  if (typeof kid !== 'string' || kid === '' || kid.length > longestKid) {
    return wrongKey(`The kid of the jwk must be a text of 1 to ${longestKid} characters`);
  }
  return accepted({ x, kid });
}

/** The body of `POST /api/v2/auth/jwk`. */
export function parseKeyRegistration(request: WireRequest): Result<PublicJwk, PlexError> {
  const jwk = parseJwk(request);
  if (!jwk.ok) return jwk;
  return jwk.value === null ? refused({ ...plexErrors.malformed, message: 'The jwk is missing' }) : accepted(jwk.value);
}

/** Longest device JWT. */
const longestJwt = 8192;

/** Parses the device JWT of `POST /api/v2/auth/token`. */
export function parseExchange({ json }: WireRequest): Result<string, PlexError> {
  const { jwt } = json;
  if (typeof jwt === 'string' && jwt !== '' && jwt.length <= longestJwt) return accepted(jwt);
  return refused({ ...plexErrors.malformed, message: 'The jwt is missing' });
}

/** The device JWT of a poll, or null. */
export function parseDeviceJwt({ query }: WireRequest): string | null {
  const [jwt = ''] = query('deviceJWT');
  return jwt === '' ? null : jwt;
}

/** The user claims of a Plex JWT: id and uuid, and what the device requested. */
export function jwtUserOf(user: PlexUser, scopes: readonly string[]): Readonly<Record<string, unknown>> {
  const told: Readonly<Record<string, unknown>> = {
    username: user.username,
    email: user.email,
    friendly_name: '',
    restricted: false,
    anonymous: false,
    joinedAt: Math.floor(user.joinedAt / 1000),
  };
  const asked = Object.entries(told).filter(([name]) => scopes.includes(name));
  return { id: user.id, uuid: user.uuid, ...Object.fromEntries(asked) };
}

/** A JSON response: no other format of these is known. */
function presentJwtJson(status: 200 | 201, body: unknown): WireResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

/** The nonce response. */
export const presentNonce = (nonce: string): WireResponse => presentJwtJson(200, { nonce });

/** The response to a key registration; one client requires 201. */
export const presentRegistered = (): WireResponse => presentJwtJson(201, {});

/** A Plex JWT in exchange for a device JWT. */
export const presentPlexJwt = (jwt: string): WireResponse => presentJwtJson(200, { auth_token: jwt });

/** The keys that Plex JWTs are signed with. */
export const presentPlexKeys = (keys: readonly unknown[]): WireResponse => presentJwtJson(200, { keys });
