// Pure: signing in with a key of one's own (wire 1.9). What comes becomes a command; an outcome becomes a response.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { WireRequest, WireResponse } from '../constants/messages.ts';
import { plexErrors, type PlexError, type PlexUser } from '../constants/plex.ts';

/** The public half of a device's key. */
export interface PublicJwk {
  /** 32 bytes, base64url. */
  readonly x: string;
  /** What the device calls it, or null. */
  readonly kid: string | null;
}

/** What a private or a secret key has and a public one has not (RFC 7518 §6). */
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Longer names are no names. */
const longestKid = 255;

/** 43 characters say 32 bytes; the last of them has two bits to spare, which must be 0, so that a key has one spelling. */
const thirtyTwoBytes = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

const wrongKey = (message: string): { readonly ok: false; readonly refusal: PlexError } =>
  refused({ ...plexErrors.cannotProcess, message });

/**
 * The member `jwk` of a JSON body.
 *
 * @returns null when there is none; an error for anything but a public Ed25519 key, because a device that believes its
 *   pin to be tied to a key must not get one that is not
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

/** Longer than any that a client makes. */
const longestJwt = 8192;

/** The device JWT that `POST /api/v2/auth/token` brings. */
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

/** What a Plex JWT tells of its person: the number and the uuid, and what the device asked for. */
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

/** Always JSON: no other form of these answers is known. */
function presentJwtJson(status: 200 | 201, body: unknown): WireResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

/** A nonce. */
export const presentNonce = (nonce: string): WireResponse => presentJwtJson(200, { nonce });

/** A key was registered; one client takes nothing but 201. */
export const presentRegistered = (): WireResponse => presentJwtJson(201, {});

/** A Plex JWT in exchange for a device JWT. */
export const presentPlexJwt = (jwt: string): WireResponse => presentJwtJson(200, { auth_token: jwt });

/** The keys that Plex JWTs are signed with. */
export const presentPlexKeys = (keys: readonly unknown[]): WireResponse => presentJwtJson(200, { keys });
