import { timingSafeEqual } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { OAuthClient, OAuthClients } from '../service/ports/oauth-clients.ts';
import type { DriverCache } from '../service/ports/pending-cache.ts';
import { startOf, type ReplayCache } from '../service/ports/replay-cache.ts';
import type { ClientKeys } from './client-keys.ts';

/** The credentials that a client presents, as the protocol parses them. */
export type Credentials =
  | { readonly method: 'none'; readonly clientId: string }
  | {
      readonly method: 'client_secret_basic' | 'client_secret_post';
      readonly clientId: string;
      readonly secret: string;
    }
  | { readonly method: 'private_key_jwt'; readonly clientId: string | null; readonly assertion: string };

/** The ports that authentication needs. */
export interface AuthenticationPorts {
  readonly clients: Pick<OAuthClients, 'byId'>;
  readonly pending: Pick<DriverCache, 'client'>;
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly replayCache: ReplayCache;
  readonly clientKeys: ClientKeys;
  /** When `replayCache` started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Why a client is refused; an unknown client and a wrong proof are indistinguishable. */
export type NotProven = 'unknown' | 'busy';

/** An assertion may not live longer than this, in seconds. */
const longestAssertion = 300;

/** How far a client's clock may be off, in seconds. */
const tolerance = 10;

/** How many characters an assertion and its `jti` may have. */
const [longestText, longestJti] = [8192, 256];

const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'] as const;

const sameText = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** The unverified claims of an assertion; undefined if it is not a JWT that can be checked here. */
function readAssertion(assertion: string): { readonly alg: unknown; readonly payload: JWTPayload } | undefined {
  if (assertion.length > longestText) return undefined;
  try {
    return { alg: decodeProtectedHeader(assertion).alg, payload: decodeJwt(assertion) };
  } catch {
    return undefined;
  }
}

const claimedId = (assertion: string): string | undefined => {
  const { iss, sub } = readAssertion(assertion)?.payload ?? {};
  return iss === sub ? sub : undefined;
};

/** Checks all that is cheap: whether only the signature and the replay cache are left to check. */
function isPlausible(assertion: string, issuer: string, now: number, startedAt: number): boolean {
  const read = readAssertion(assertion);
  if (read === undefined || !algorithms.some((name) => name === read.alg)) return false;
  const { aud, exp, nbf = 0, iat, jti } = read.payload;
  if (aud !== issuer || typeof jti !== 'string' || jti === '' || jti.length > longestJti) return false;
  if (typeof exp !== 'number' || typeof nbf !== 'number') return false;
  const seconds = now / 1000;
  const longest = longestAssertion + tolerance;
  // It may have been used before the start, unless it was issued after.
  const isOfBefore = exp <= startedAt / 1000 + longest;
  if (isOfBefore && !(typeof iat === 'number' && iat * 1000 >= startOf(startedAt) && iat <= seconds + tolerance)) {
    return false;
  }
  return exp > seconds - tolerance && exp <= seconds + longest && nbf <= seconds + tolerance;
}

/** Checks a client's assertion (RFC 7523 §3): only for our issuer, short-lived, used once. */
async function checkAssertion(
  { clock, replayCache, clientKeys, startedAt }: AuthenticationPorts,
  client: OAuthClient,
  assertion: string,
  issuer: string,
): Promise<Result<OAuthClient, NotProven>> {
  const isSignedBy = async (set: JSONWebKeySet): Promise<boolean> => {
    try {
      await jwtVerify(assertion, createLocalJWKSet(set), {
        issuer: client.id,
        subject: client.id,
        audience: issuer,
        algorithms: [...algorithms],
        currentDate: new Date(clock.now()),
        clockTolerance: tolerance,
        requiredClaims: ['exp', 'jti'],
      });
      return true;
    } catch {
      return false;
    }
  };
  const isSigned = async (): Promise<Result<boolean, NotProven>> => {
    if (client.jwks !== null) return accepted(await isSignedBy(JSON.parse(client.jwks) as JSONWebKeySet));
    if (client.jwksUri === null) return accepted(false);
    const cached = clientKeys.cached(client);
    if (cached !== undefined && (await isSignedBy(cached))) return accepted(true);
    const fetched = await clientKeys.fetch(client); // it may have a new key
    if (fetched.ok) return accepted(await isSignedBy(fetched.value));
    return fetched.refusal === 'busy' ? refused('busy') : accepted(false);
  };

  if (!isPlausible(assertion, issuer, clock.now(), startedAt)) return refused('unknown');
  const signed = await isSigned();
  if (!signed.ok) return signed;
  const { exp = 0, jti } = decodeJwt(assertion);
  const isFresh = signed.value && (await replayCache.use(`assertion ${client.id} ${jti}`, (exp + tolerance) * 1000));
  return isFresh ? accepted(client) : refused('unknown');
}

/**
 * Authenticates a client by the method that it is registered for (D3, D29); a public client only identifies itself (D51).
 * Synchronous if the client is cached and has no assertion to check.
 *
 * @param issuer our issuer identifier
 */
export async function authenticateClient(
  ports: AuthenticationPorts,
  credentials: Credentials,
  issuer: string,
): Promise<Result<OAuthClient, NotProven>> {
  const id = credentials.method === 'private_key_jwt' ? claimedId(credentials.assertion) : credentials.clientId;
  if (id === undefined) return refused('unknown');
  const client = ports.pending.client(id) ?? (await ports.clients.byId(id));
  if (client === undefined) return refused('unknown');
  if (credentials.method !== 'private_key_jwt') {
    return isProven(ports.keys, client, credentials) ? accepted(client) : refused('unknown');
  }
  const isNamed = credentials.clientId === null || credentials.clientId === client.id;
  if (client.authMethod !== 'private_key_jwt' || !isNamed) return refused('unknown');
  return checkAssertion(ports, client, credentials.assertion, issuer);
}

/** Whether a client that has no assertion to be checked proves itself in the way that it is registered for. */
export function isProven(
  keys: Pick<Keys, 'hash'>,
  { authMethod, secretHash }: OAuthClient,
  credentials: Exclude<Credentials, { readonly method: 'private_key_jwt' }>,
): boolean {
  if (authMethod !== credentials.method) return false;
  return credentials.method === 'none' || (secretHash !== null && sameText(keys.hash(credentials.secret), secretHash));
}
